import Glibc

/// The free space of the disk that a folder lies on.
package struct DiskSpace: Hashable, Sendable {
    /// Bytes that this user may still write.
    package var free: UInt64
    package var size: UInt64

    package init(free: UInt64, size: UInt64) {
        (self.free, self.size) = (free, size)
    }

    /// Measures a folder's disk; nil where the system does not say.
    package init?(of folder: String) {
        var status = statvfs()
        guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
        let block = UInt64(status.f_frsize)
        self.init(free: UInt64(status.f_bavail) * block, size: UInt64(status.f_blocks) * block)
    }

    /// The bytes below which the disk counts as low: a tenth of it, at most 1 GiB.
    package var least: UInt64 { min(size / 10, 1 << 30) }

    /// A warning while there is still time to act on it; nil when there is enough space.
    package var fault: String? {
        guard free < least else { return nil }
        let left = free == 0 ? "the disk of the data is full" : "\(free.inMebibytes) of \(size.inMebibytes) are left"
        return "\(left); free some space, or what is sent waits with its senders"
    }
}

extension UInt64 {
    fileprivate var inMebibytes: String {
        self < 1 << 20 ? "\((self >> 10).grouped) KiB" : "\((self >> 20).grouped) MiB"
    }
}

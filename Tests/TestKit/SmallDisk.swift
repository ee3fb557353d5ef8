import Glibc

/// A file system in memory with a size of its own, gone with its owner.
public final class SmallDisk {
    private let path: String

    public init?(at path: String, size: String) {
        guard mount("none", path, "tmpfs", 0, "size=\(size)") == 0 else { return nil }
        self.path = path
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Gives the disk another size; returns whether the system allowed it.
    @discardableResult
    public func resize(_ size: String) -> Bool {
        mount("none", path, "tmpfs", UInt(MS_REMOUNT), "size=\(size)") == 0
    }

    /// Whether this process may mount at all; root in a container often may not.
    public static let isPossible: Bool = {
        guard geteuid() == 0, let scratch = try? Scratch() else { return false }
        return SmallDisk(at: scratch.path, size: "64k") != nil
    }()
}

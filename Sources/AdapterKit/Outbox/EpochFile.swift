import DaemonKit
import Glibc

/// A small file beside the outbox that distinguishes the original database from a restored copy.
///
/// Every opening writes the same fresh token into both. An older copy of the database that somebody puts back has
/// another token, or is a file made at another time; removing this file says so by hand. In each of these cases the
/// outbox begins a new epoch, since numbers of the old one may have been used for other events meanwhile. A new epoch
/// is never wrong: at worst the aggregator gets some events again, and recognises them.
struct EpochFile {
    let path: String
    private let database: String

    init(beside database: String) {
        self.database = database
        path = Path.join(Path.parent(of: database), "outbox.epoch")
    }

    /// Returns whether the database with this `token` and `epoch` is the one for which this file was written.
    func vouches(for epoch: UInt64, token: UInt64) -> Bool {
        guard let text = try? Files.text(path, limit: 1_024) else { return false }
        return text == content(epoch, token)
    }

    func write(_ epoch: UInt64, token: UInt64) throws(DaemonKit.FileError) {
        try Files.write(Array(content(epoch, token).utf8), to: path)
    }

    private func content(_ epoch: UInt64, _ token: UInt64) -> String {
        """
        # Written by the adapter. Remove it after restoring outbox.sqlite from a copy.
        epoch: \(String(epoch, radix: 16))
        token: \(String(token, radix: 16))
        file: \(FileBirth.of(database))

        """
    }
}

/// The identity of a file: its inode and the use of that inode, so that no copy passes for it.
private enum FileBirth {
    /// `FS_IOC_GETVERSION`: the generation of an inode, on file systems that number them.
    private static let getVersion: UInt = 0x8008_7601

    static func of(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "unknown" }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return "unknown" }
        var generation: CLong = 0
        let isKnown = ioctl(descriptor, getVersion, &generation) == 0
        return "\(status.st_ino) \(isKnown ? String(generation, radix: 16) : "unknown")"
    }
}

import Glibc

/// The lock on a data folder, which only one daemon at a time may use.
///
/// It ends with its owner, in whatever way that ends.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Locks the folder, which is made where it does not exist.
    ///
    /// - Throws: ``FileError``, with the program that holds it.
    public init(_ folder: String, program: String) throws(FileError) {
        try Files.makeFolder(folder)
        let path = Path.join(folder, "lock")
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(path, "cannot be opened") }
        guard DirectoryLock.take(descriptor) else {
            let holder = DirectoryLock.holder(descriptor)
            close(descriptor)
            throw FileError(path: folder, message: "is in use by \(holder); two daemons must not share a data folder")
        }
        self.descriptor = descriptor
        DirectoryLock.sign(descriptor, as: "\(program) (process \(getpid()))")
    }

    deinit { close(descriptor) }

    /// Returns whether somebody holds the folder now; nil where nobody has ever held it.
    package static func isHeld(_ folder: String) -> Bool? {
        let descriptor = open(Path.join(folder, "lock"), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT || errno == ENOTDIR ? nil : true }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// Tries for a fifth of a second, because a process that only tests the lock holds it for a moment.
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(20_000)
        }
        return false
    }

    private static func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 200)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : "another program"
    }

    /// Writes the holder's name for the fault above; the lock holds without it as well.
    private static func sign(_ descriptor: Int32, as name: String) {
        let bytes = Array(name.utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, bytes, bytes.count, 0)
    }
}

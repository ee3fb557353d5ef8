import Glibc

extension Files {
    /// Makes a folder and those above it; does nothing where it exists.
    public static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
        if isFolder(path) { return }
        let parent = Path.parent(of: path)
        if parent != path && !isFolder(parent) { try makeFolder(parent, mode: mode) }
        guard mkdir(path, mode) == 0 || (errno == EEXIST && isFolder(path)) else {
            throw FileError(path, "the folder cannot be made")
        }
    }

    /// Replaces a file as a whole: a reader sees the old one or the new one, and a crash leaves one of the two.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(FileError) {
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        do throws(FileError) {
            try fill(draft, with: bytes, mode: mode)
        } catch {
            unlink(draft)
            throw FileError(path: path, message: error.message, isOutOfSpace: error.isOutOfSpace)
        }
        guard rename(draft, path) == 0 else {
            let fault = FileError(path, "cannot be put in place")
            unlink(draft)
            throw fault
        }
        synchronizeFolder(of: path)
    }

    /// Appends to a file, which is made where it does not exist.
    ///
    /// Refuses a link.
    public static func append(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(path, "cannot be opened for writing") }
        let file = OpenFile(path: path, descriptor: descriptor)
        let size = try file.information().size
        do throws(FileError) { try file.write(bytes) } catch {
            // A full disk may have taken only the beginning, which is removed again.
            _ = ftruncate(descriptor, off_t(size))
            throw error
        }
        try file.synchronize()
    }

    /// Locks a folder, after every other holder of it, while the body runs.
    ///
    /// It is for files that several programs read, change and write back.
    public static func holding<Value>(_ folder: String, _ body: () -> Value) throws(FileError) -> Value {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(folder, "cannot be opened") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileError(folder, "cannot be held") }
        }
        return body()
    }

    /// Renames a file, and replaces an existing one of the new name.
    public static func move(_ path: String, to target: String) throws(FileError) {
        guard rename(path, target) == 0 else { throw FileError(path, "cannot be moved to \(target)") }
    }

    /// Removes a file or a link; does nothing where there is none.
    ///
    /// - Throws: ``FileError``, for a folder too.
    public static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError(path, "cannot be removed") }
    }

    private static func fill(_ path: String, with bytes: [UInt8], mode: UInt32) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(path, "cannot be made") }
        let file = OpenFile(path: path, descriptor: descriptor)
        // The umask may have removed bits, and an existing file may have a wider mode.
        guard fchmod(descriptor, mode) == 0 else { throw FileError(path, "its permissions cannot be set") }
        try file.write(bytes)
        try file.synchronize()
    }

    /// Synchronises the folder of a file: a new name survives a power cut only when the folder is on disk too.
    package static func synchronizeFolder(of path: String) {
        let descriptor = open(Path.parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

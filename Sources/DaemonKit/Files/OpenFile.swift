import Glibc

/// An open file with exactly one owner; closed when the owner lets go of it.
public struct OpenFile: ~Copyable, Sendable {
    /// The path by which it was opened, for sentences; the file may have been renamed since.
    public let path: String
    let descriptor: Int32

    /// Opens a file for reading.
    ///
    /// - Throws: ``FileError``, also for a link, a folder, a pipe or a device.
    public init(reading path: String) throws(FileError) {
        // `O_NONBLOCK` keeps a pipe in the file's place from blocking us; it has no effect on a regular file.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path, "cannot be opened") }
        self = try OpenFile.plainFile(OpenFile(path: path, descriptor: descriptor))
    }

    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func plainFile(_ file: consuming OpenFile) throws(FileError) -> OpenFile {
        let sort = try file.information().sort
        guard sort == .file else { throw FileError(path: file.path, message: "is not a plain file") }
        return file
    }

    /// Returns the facts about the open file, even if its name now belongs to another.
    public func information() throws(FileError) -> FileInformation {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path, "cannot be examined") }
        return FileInformation(status)
    }

    /// Reads up to `count` bytes from `offset` on; fewer only at the end.
    public func read(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + filled },
                    count - filled,
                    off_t(offset) + filled
                )
                if got > 0 { filled += got; continue }
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = FileError(path, "cannot be read") }
                break
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func write(_ bytes: [UInt8]) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let start = done
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileError(path, "cannot be written") }
            done += count
        }
    }

    func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path, "cannot be written to disk") }
    }
}

import Glibc

/// Functions for whole small files and folders, with faults for people.
///
/// ``OpenFile`` reads large files.
public enum Files {
    /// Returns the facts about the entry at a path, or nil where there is none.
    ///
    /// A link is reported as a link.
    public static func information(_ path: String) throws(FileError) -> FileInformation? {
        var status = stat()
        if lstat(path, &status) == 0 { return FileInformation(status) }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw FileError(path, "cannot be examined")
    }

    /// Returns whether the path has an entry, even a link that leads nowhere.
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Returns whether the path is a folder, following links.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns whether this process may make files in a folder.
    public static func isWritable(_ path: String) -> Bool {
        access(path, W_OK | X_OK) == 0
    }

    /// Returns the bytes of a file that is not larger than `limit`, following links.
    public static func read(_ path: String, limit: Int = 16 << 20) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path, "cannot be opened") }
        let file = OpenFile(path: path, descriptor: descriptor)
        return try read(file, limit: limit)
    }

    static func read(_ file: borrowing OpenFile, limit: Int) throws(FileError) -> [UInt8] {
        let information = try file.information()
        guard information.sort == .file else { throw FileError(path: file.path, message: "is not a plain file") }
        guard information.size <= limit else {
            throw FileError(path: file.path, message: "is larger than the \(limit) bytes that are read here")
        }
        return try file.read(at: 0, count: Int(information.size))
    }

    /// Returns the text of a file in UTF-8.
    public static func text(_ path: String, limit: Int = 16 << 20) throws(FileError) -> String {
        try text(of: read(path, limit: limit), path)
    }

    /// Returns the text of a file that is open already, for example because its mode had to be checked first.
    public static func text(_ file: borrowing OpenFile, limit: Int = 16 << 20) throws(FileError) -> String {
        try text(of: read(file, limit: limit), file.path)
    }

    private static func text(of bytes: [UInt8], _ path: String) throws(FileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileError(path: path, message: "is not text in UTF-8")
        }
        return text
    }

    /// Returns the names in a folder, sorted, without `.` and `..`.
    ///
    /// Names that are not UTF-8 are omitted: no file can be opened by them (``namesNotInUTF8(in:)``).
    public static func names(in folder: String) throws(FileError) -> [String] {
        try rawNames(in: folder).compactMap { String(validating: $0, as: UTF8.self) }.sorted()
    }

    /// Returns the bytes of the names in a folder that are not UTF-8.
    public static func namesNotInUTF8(in folder: String) throws(FileError) -> [[UInt8]] {
        try rawNames(in: folder).filter { String(validating: $0, as: UTF8.self) == nil }
    }

    private static func rawNames(in folder: String) throws(FileError) -> [[UInt8]] {
        guard let stream = opendir(folder) else { throw FileError(folder, "cannot be listed") }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
        }
        return names
    }
}

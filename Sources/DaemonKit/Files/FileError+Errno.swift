import Glibc

extension FileError {
    /// Makes a fault of the system's error; called right after the failed call, because `errno` changes.
    init(_ path: String, _ attempt: String, errno code: Int32 = errno) {
        let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
        self.init(path: path, message: "\(attempt): \(FileError.words(for: code))", isOutOfSpace: isFull)
    }

    private static func words(for code: Int32) -> String {
        switch code {
        case ENOENT: "it does not exist"
        case EACCES, EPERM: "this user may not (look at the owner and the permissions)"
        case ENOTDIR: "a part of the path is no folder"
        case EISDIR: "it is a folder"
        case ELOOP: "it is a symbolic link, and links are not followed here"
        case ENOSPC: "the disk is full"
        case EDQUOT: "the disk quota is used up"
        case EFBIG: "the file would grow beyond the allowed size"
        case EROFS: "the file system is read-only"
        case EMFILE, ENFILE: "too many files are open (raise the limit: ulimit -n)"
        default: String(cString: strerror(code))
        }
    }
}

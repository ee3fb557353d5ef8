import Glibc
public import SafeguardingModel

/// The file system's facts about an entry itself, never about the target of a link.
public struct FileInformation: Hashable, Sendable {
    /// The kind of entry; `other` is a pipe, a socket or a device.
    public enum Sort: Hashable, Sendable { case file, folder, link, other }

    /// The kind of the entry itself: a link is a link, wherever it leads.
    public var sort: Sort
    /// In bytes.
    public var size: Int64
    /// The time of the last change of the content, by the file system's clock.
    public var modified: Instant
    /// The permission bits, such as 0o600.
    public var mode: UInt32
    /// The numeric id of the user who owns it.
    public var owner: UInt32
    /// The device and the inode, which identify the file under any name.
    public var device: UInt64
    /// The number of the file on its ``device``.
    public var inode: UInt64

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: sort = .file
        case S_IFDIR: sort = .folder
        case S_IFLNK: sort = .link
        default: sort = .other
        }
        size = Int64(status.st_size)
        let milliseconds = Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
        modified = Instant(milliseconds: milliseconds)
        mode = status.st_mode & 0o7777
        owner = status.st_uid
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// The mode as `chmod` takes it: `0644`.
    public var modeText: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

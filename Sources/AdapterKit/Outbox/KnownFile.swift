public import SafeguardingModel

/// A file of the inbox as the outbox remembers it.
public struct KnownFile: Hashable, Sendable {
    /// The state of a file: how far it was read, or the kind of reason why it was not.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Reading has begun and has not reached the end.
        case reading
        /// All of it was read; single rows may be in quarantine.
        case read
        /// No mapping is for a file of this name.
        case unknown
        /// The file cannot be read as its mapping says.
        case faulty
        /// The entry is a link or a pipe, or this user may not open it.
        case refused
    }

    /// The file's number in the log, given when it is first recorded; 0 before.
    public var number: Int64
    /// Its name in the inbox, without the folder.
    public var name: String
    /// In bytes, when it was last looked at.
    public var size: Int64
    /// The time of its last change, by the file system.
    public var modified: Instant
    /// The file system's own number of the file, which changes when another file takes its name.
    public var inode: UInt64
    /// The digest of the whole content after it was read to its end; empty before.
    public var digest: String
    /// The state at the end of the last look; `reading` after a crash.
    public var state: State
    /// The name of the mapping by which the file was read.
    public var mapping: String
    /// The digest of all mappings of that time: a file that failed is tried again when they change.
    public var mappings: String
    /// The number of its last reading; 0 before the first.
    public var reading: Int64
    /// The time at which its last reading began or ended, or it was refused.
    public var at: Instant
    /// The counts of the last reading, kept up to date with each step.
    public var tally: FileTally
    /// A sentence that says why the file was not read; empty where it was.
    public var reason: String

    /// Makes the entry of a file that is seen for the first time.
    public init(name: String, size: Int64, modified: Instant, inode: UInt64, mapping: String, mappings: String) {
        (number, self.name, self.size, self.modified, self.inode) = (0, name, size, modified, inode)
        (digest, state, self.mapping, self.mappings) = ("", .reading, mapping, mappings)
        (reading, at, tally, reason) = (0, modified, FileTally(), "")
    }

    /// Returns whether the file is unchanged since the last look.
    public func isSame(size: Int64, modified: Instant, inode: UInt64) -> Bool {
        self.size == size && self.modified == modified && self.inode == inode
    }
}

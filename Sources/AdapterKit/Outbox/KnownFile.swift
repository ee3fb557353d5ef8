public import SafeguardingModel

/// A file of the inbox as the outbox remembers it.
public struct KnownFile: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Reading has begun and has not reached the end.
        case reading
        case read
        /// No mapping is for a file of this name.
        case unknown
        /// The file cannot be read as its mapping says.
        case faulty
        /// The entry is a link or a pipe, or this user may not open it.
        case refused
    }

    public var number: Int64
    public var name: String
    public var size: Int64
    public var modified: Instant
    public var inode: UInt64
    /// The digest of the whole content after it was read to its end; empty before.
    public var digest: String
    public var state: State
    /// The name of the mapping by which the file was read.
    public var mapping: String
    /// The digest of all mappings of that time: a file that failed is tried again when they change.
    public var mappings: String
    public var reading: Int64
    public var at: Instant
    public var tally: FileTally
    /// A sentence that says why the file was not read.
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

public import SafeguardingModel

/// A file of the inbox as the outbox remembers it.
public struct KnownFile: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Begun, and not yet at its end.
        case reading
        case read
        /// No mapping is for a file of this name.
        case unknown
        /// It cannot be read as its mapping says.
        case faulty
        /// A link, a pipe, or nothing that this user may open.
        case refused
    }

    public var number: Int64
    public var name: String
    public var size: Int64
    public var modified: Instant
    public var inode: UInt64
    /// Of its whole content, once it was read to its end; empty before.
    public var digest: String
    public var state: State
    /// The mapping by which it was read.
    public var mapping: String
    /// Which mappings there were: what failed is tried again when they change.
    public var mappings: String
    public var reading: Int64
    public var at: Instant
    public var tally: FileTally
    /// Why it was not read, in a sentence.
    public var reason: String

    /// A file that is seen for the first time.
    public init(name: String, size: Int64, modified: Instant, inode: UInt64, mapping: String, mappings: String) {
        (number, self.name, self.size, self.modified, self.inode) = (0, name, size, modified, inode)
        (digest, state, self.mapping, self.mappings) = ("", .reading, mapping, mappings)
        (reading, at, tally, reason) = (0, modified, FileTally(), "")
    }

    /// Whether it still is what it was when it was looked at.
    public func isSame(size: Int64, modified: Instant, inode: UInt64) -> Bool {
        self.size == size && self.modified == modified && self.inode == inode
    }
}

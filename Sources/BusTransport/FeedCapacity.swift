public import BusProtocol

/// How much the feed holds at a time.
public struct FeedCapacity: Hashable, Sendable {
    /// The most messages that wait for one follower to take them; beyond that it is cut off, and begins again.
    public var messagesWaiting = 1000
    /// How long to wait before a follower that had no room is tried again.
    public var retry: Duration = .milliseconds(5)
    /// The most messages received before others get their turn.
    public var messagesPerTurn = 256
    /// How many messages to one follower the library holds.
    public var sendHighWater = 64
    /// The most bytes of one entry.
    public var entryBytes = 16 << 20

    /// The capacity that suits a site with a few desks.
    public init() {}
}

/// What the feed has done so far.
public struct FeedMetrics: Hashable, Sendable {
    /// Messages received.
    public var messages = 0
    /// Entries sent, to all followers together.
    public var entries = 0
    /// Decisions taken to the journal.
    public var decisions = 0
    /// Faults sent, by code.
    public var faults: [String: Int] = [:]
    /// Followers connected now.
    public var followers = 0
    /// The position that each follower has been sent, the slowest first.
    public var positions: [UInt64] = []
}

/// Something that the feed's operator may want in the log.
public enum FeedReport: Hashable, Sendable {
    /// A follower was welcomed.
    case welcomed(name: String)
    /// A message was answered with a fault.
    case fault(Fault, sender: String?, address: String?)
    /// The journal could not be read; what was asked is asked again.
    case journalFailed(String)
}

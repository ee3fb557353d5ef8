public import BusProtocol

/// How much the feed holds at a time.
public struct FeedCapacity: Hashable, Sendable {
    /// The most messages that wait for one follower to take them; beyond that it is cut off, and begins again.
    public var messagesWaiting = 1000
    /// The most bytes of entries that wait for one follower, unless one message alone has more: so much and what the library
    /// holds (``sendHighWater``) is all that a follower costs which asks for everything and takes nothing.
    public var bytesWaiting = 4 << 20
    /// How long to wait before a follower that had no room is tried again.
    public var retry: Duration = .milliseconds(5)
    /// The most messages received before others get their turn.
    public var messagesPerTurn = 256
    /// How many messages to one follower the library holds, of a quarter of a megabyte each at most, one entry aside.
    public var sendHighWater = 8
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
    /// The most bytes of entries that ever waited for one follower.
    public var mostBytesWaiting = 0
    /// Followers cut off because too much waited for them.
    public var cutOff = 0
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
    /// A follower did not take what it had asked for, and is sent no more until it greets again.
    case cutOff(name: String?)
    /// The journal could not be read; what was asked is asked again.
    case journalFailed(String)
}

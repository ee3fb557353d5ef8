public import BusProtocol
public import SafeguardingModel

/// The bounds on what the feed holds at a time.
public struct FeedCapacity: Hashable, Sendable {
    /// The most messages that wait for one follower to take them; beyond that the follower is cut off, and begins
    /// again.
    public var messagesWaiting = 1000
    /// The most bytes of entries that wait for one follower, unless one message alone has more. A follower that asks
    /// for everything and takes nothing costs this much and what the library holds (``sendHighWater``).
    public var bytesWaiting = 4 << 20
    /// The pause before a follower that had no room is tried again.
    public var retry: Duration = .milliseconds(5)
    /// The most messages received before others get their turn.
    public var messagesPerTurn = 256
    /// The most messages to one follower that the library holds, each of at most 256 KiB unless one entry has more.
    public var sendHighWater = 8
    /// The most bytes of one entry.
    public var entryBytes = 16 << 20

    /// The capacity that suits a site with a few desks.
    public init() {}
}

/// Counters of the feed's work so far.
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
    /// The last position that each follower has been sent, the lowest first.
    public var positions: [Position] = []
}

/// Something that the feed's operator may want in the log.
public enum FeedReport: Hashable, Sendable {
    /// A follower was welcomed.
    case welcomed(name: String)
    /// A message was answered with a fault.
    case fault(ConnectionError, sender: String?, address: String?)
    /// A follower did not take what it asked for, and is sent nothing until it greets again.
    case cutOff(name: String?)
    /// The journal could not be read; the question is repeated.
    case journalFailed(String)
}

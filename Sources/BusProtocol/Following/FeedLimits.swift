public import SafeguardingModel

/// What the feed grants to followers, and where it says stop.
public struct FeedLimits: Hashable, Sendable {
    /// The most entries that a follower may have asked for and not yet received.
    public var entriesAhead: UInt64 = 10_000
    /// The most entries read from the journal at a time, for one follower.
    public var entriesPerRead = 500
    /// The most bytes of entries read from the journal at a time, for one follower, unless one entry alone has more.
    public var bytesPerRead = 1 << 20
    /// The most entries in one message.
    public var entriesPerMessage = 100
    /// The most bytes of entries in one message, unless one entry alone has more.
    public var bytesPerMessage = 1 << 18
    /// How many followers are served at a time.
    public var followers = 64
    /// How many decisions of one connection may wait for the journal.
    public var decisionsUnderWay = 16
    /// How many decisions are remembered, so that one that is asked for again is not taken twice.
    public var decisionsRemembered = 1024
    /// How often each side lets the other hear something.
    public var heartbeat: Span = .seconds(5)

    /// The limits that suit a site with a few desks.
    public init() {}

    /// After so long without a word the peer is taken for gone.
    var silence: Span { heartbeat * 3 }
}

public import SafeguardingModel

/// The bounds on what the feed serves to followers.
public struct FeedLimits: Hashable, Sendable {
    /// The most entries that a follower may have asked for and not yet received.
    public var entriesAhead = 10_000
    /// The most entries read from the journal at a time, for one follower.
    public var entriesPerRead = 500
    /// The most bytes of entries read from the journal at a time, for one follower, unless one entry alone has more.
    public var bytesPerRead = 1 << 20
    /// The most entries in one message.
    public var entriesPerMessage = 100
    /// The most bytes of entries in one message, unless one entry alone has more.
    public var bytesPerMessage = 1 << 18
    /// The most followers that are served at a time.
    public var followers = 64
    /// The most decisions of one connection that may wait for the journal.
    public var decisionsUnderWay = 16
    /// The number of decisions that are remembered, so that one that is asked for again is not taken twice.
    public var decisionsRemembered = 1024
    /// The longest time for which either side sends nothing.
    public var heartbeat: Span = .seconds(5)

    /// The limits that suit a site with a few desks.
    public init() {}

    /// The time without a message after which the peer counts as gone.
    var silence: Span { heartbeat * 3 }
}

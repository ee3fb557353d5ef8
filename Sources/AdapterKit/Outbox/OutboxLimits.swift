public import SafeguardingModel

/// How much an outbox may hold, so that a long outage cannot fill the disk, and for how long it keeps what was sent.
public struct OutboxLimits: Hashable, Sendable {
    public var events: Int
    public var bytes: Int
    /// For how long what was acknowledged is kept, to be sent again after a restore of the aggregator.
    ///
    /// It shares ``bytes`` with what is not acknowledged and gives way to it, the oldest first.
    public var keep: Span

    /// A million events in a gibibyte: weeks of an ordinary agency.
    public init(events: Int = 1_000_000, bytes: Int = 1 << 30, keep: Span = .days(14)) {
        self.events = events
        self.bytes = bytes
        self.keep = keep
    }
}

public import SafeguardingModel

/// The most that an outbox may hold, so that a long outage cannot fill the disk, and how long it keeps sent events.
public struct OutboxLimits: Hashable, Sendable {
    /// The most events that may wait for their acknowledgement.
    public var events: Int
    /// The most bytes of events, counted as sent; exceeded by the events of one row at most, because a row that has
    /// begun is finished.
    public var bytes: Int
    /// The time for which acknowledged events are kept, to be sent again after a restore of the aggregator.
    ///
    /// They share ``bytes`` with events that are not acknowledged and give way to them, the oldest first.
    public var keep: Span

    /// Makes limits; the default, a million events in a gibibyte, is enough for weeks of an ordinary agency.
    public init(events: Int = 1_000_000, bytes: Int = 1 << 30, keep: Span = .days(14)) {
        self.events = events
        self.bytes = bytes
        self.keep = keep
    }
}

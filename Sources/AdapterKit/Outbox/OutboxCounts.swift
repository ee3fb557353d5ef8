public import SafeguardingModel

/// The counts of an outbox, for whoever looks after it.
public struct OutboxCounts: Hashable, Sendable {
    /// Events that are not acknowledged.
    public var pending: Int = 0
    /// The bytes of the pending events, without those kept after their acknowledgement.
    public var bytes: Int = 0
    /// The last number given in this epoch; 0 for none.
    public var last: UInt64 = 0
    /// The highest number that is acknowledged or refused; 0 for none.
    public var settled: UInt64 = 0
    /// Events that the aggregator refused, kept aside.
    public var refused: Int = 0
    /// Notices that were ever received; none is deleted.
    public var notices: Int = 0
    /// The time when the oldest pending event came in; nil where none is pending.
    public var oldest: Instant?

    public init() {}
}

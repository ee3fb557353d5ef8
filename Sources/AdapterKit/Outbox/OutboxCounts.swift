public import SafeguardingModel

/// The counts of an outbox, for whoever looks after it.
public struct OutboxCounts: Hashable, Sendable {
    /// Events not yet acknowledged, and their bytes.
    public var pending: Int = 0
    public var bytes: Int = 0
    /// The last number given, and the last that is settled.
    public var last: UInt64 = 0
    public var settled: UInt64 = 0
    /// Events that the aggregator refused, kept aside.
    public var refused: Int = 0
    public var notices: Int = 0
    /// The time when the oldest pending event came in.
    public var oldest: Instant?

    public init() {}
}

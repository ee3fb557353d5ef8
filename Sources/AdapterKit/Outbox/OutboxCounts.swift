public import SafeguardingModel

/// How an outbox stands, for whoever looks after it.
public struct OutboxCounts: Hashable, Sendable {
    /// Events not yet acknowledged, and their bytes.
    public var pending: Int = 0
    public var bytes: Int = 0
    /// The last number given, and the last acknowledged.
    public var last: UInt64 = 0
    public var settled: UInt64 = 0
    /// Refused by the aggregator and kept aside.
    public var refused: Int = 0
    public var notices: Int = 0
    /// When the oldest pending event came in.
    public var oldest: Instant?

    public init() {}
}

/// How much an outbox may hold that is not acknowledged, so that a long outage cannot fill the disk.
public struct OutboxLimits: Hashable, Sendable {
    public var events: Int
    public var bytes: Int

    /// A million events in a gibibyte: weeks of an ordinary agency.
    public init(events: Int = 1_000_000, bytes: Int = 1 << 30) {
        self.events = events
        self.bytes = bytes
    }
}

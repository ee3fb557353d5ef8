/// A publisher's state.
public struct PublisherStatus: Hashable, Sendable {
    /// The connection.
    public var link = LinkStatus.connecting
    /// The highest number that is settled.
    public var settled: UInt64 = 0
    /// The highest number in the outbox, as far as the publisher has heard.
    public var last: UInt64 = 0
    /// The fault of the outbox, if there is one.
    public var outboxFault: String?

    /// The number of events that wait to be settled.
    public var lag: UInt64 { last > settled ? last - settled : 0 }

    /// Makes a status in which nothing is known yet.
    public init() {}
}

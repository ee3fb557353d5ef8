/// How a publisher stands.
public struct PublisherStatus: Hashable, Sendable {
    /// The connection.
    public var link = LinkStatus.connecting
    /// The highest number that is settled.
    public var settled: UInt64 = 0
    /// The highest number in the outbox, as far as the publisher has heard.
    public var last: UInt64 = 0
    /// What is wrong with the outbox, if something is.
    public var outboxFault: String?

    /// How many events wait to be settled.
    public var lag: UInt64 { last > settled ? last - settled : 0 }

    /// Begins with nothing known.
    public init() {}
}

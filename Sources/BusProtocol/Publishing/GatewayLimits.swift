public import SafeguardingModel

/// What the gateway grants to publishers, and where it says stop.
public struct GatewayLimits: Hashable, Sendable {
    /// How many events of one outbox may be under way without acknowledgement.
    public var window: UInt64 = 4096
    /// The most bytes of one event; more is refused.
    public var eventBytes = 1 << 20
    /// The most events in one message; more is not taken.
    public var eventsPerMessage = 64
    /// The most refusals in one message.
    public var refusalsPerMessage = 64
    /// How many notices are sent before the agency says that it has kept them.
    public var noticesAhead = 64
    /// How many outboxes are remembered at a time; one that is idle makes room for a new one.
    public var outboxes = 1024
    /// How many outboxes of one agency may be connected at a time.
    public var outboxesPerAgency = 16
    /// How often each side lets the other hear something.
    public var heartbeat: Span = .seconds(5)

    /// The limits that suit a site of some dozen agencies.
    public init() {}

    /// After so long without a word the peer is taken for gone.
    var silence: Span { heartbeat * 3 }
}

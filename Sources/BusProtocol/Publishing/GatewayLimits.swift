public import SafeguardingModel

/// The bounds on what the gateway accepts from publishers.
public struct GatewayLimits: Hashable, Sendable {
    /// The most events of one outbox that may be under way without acknowledgement.
    public var window: UInt64 = 4096
    /// The most bytes of one event; a larger one is refused.
    public var eventBytes = 1 << 20
    /// The most events in one message; a longer message is not taken.
    public var eventsPerMessage = 64
    /// The most refusals in one message.
    public var refusalsPerMessage = 64
    /// The number of notices that are sent before the agency says that it has kept them.
    public var noticesAhead = 64
    /// The most outboxes that are remembered at a time; an idle one makes room for a new one.
    public var outboxes = 1024
    /// The most outboxes of one agency that may be connected at a time.
    public var outboxesPerAgency = 16
    /// The longest time for which either side sends nothing.
    public var heartbeat: Span = .seconds(5)

    /// The limits that suit a site of some dozen agencies.
    public init() {}

    /// The time without a message after which the peer counts as gone.
    var silence: Span { heartbeat * 3 }
}

public import SafeguardingModel

/// One event on its way to the bus, with its agency and its time of arrival.
public struct TimedDelivery: Hashable, Sendable {
    /// The event as the bus's reader would make it of the agency's bytes.
    public var event: Event
    /// The agency whose key sends it.
    public var agency: AgencyName
    /// The time at which it reaches the aggregator, by which judgement receives it.
    public var arrives: Instant

    public init(_ event: Event, from agency: AgencyName, arrives: Instant) {
        self.event = event
        self.agency = agency
        self.arrives = arrives
    }
}

extension [TimedDelivery] {
    /// The deliveries in order of arrival; those that arrive together stay in their order.
    public var inOrderOfArrival: [TimedDelivery] {
        enumerated().sorted { ($0.element.arrives, $0.offset) < ($1.element.arrives, $1.offset) }.map(\.element)
    }
}

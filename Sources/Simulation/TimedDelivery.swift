public import SafeguardingModel

/// One event on its way to the bus, with its agency and its time of arrival.
public struct TimedDelivery: Hashable, Sendable {
    public var event: Event
    public var agency: AgencyName
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

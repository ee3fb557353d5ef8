public import SafeguardingModel

/// One event on its way to the bus: what an agency tells, and when it arrives.
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
    /// In order of arrival; what arrives together stays in its order.
    public var inOrderOfArrival: [TimedDelivery] {
        enumerated().sorted { ($0.element.arrives, $0.offset) < ($1.element.arrives, $1.offset) }.map(\.element)
    }
}

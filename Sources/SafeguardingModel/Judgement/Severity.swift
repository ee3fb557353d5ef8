/// The urgency with which somebody must look. It does not say how bad it is for the child.
public enum Severity: String, Hashable, Comparable, Sendable, Codable, CaseIterable {
    case low, medium, high, critical

    /// By urgency: `low` is the least.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }

    /// Returns the deadline: critical in 15 minutes, high in an hour, medium by the end of the day in `zone`; a low one
    /// is for the digest and has none.
    public func acknowledgeBy(raisedAt: Instant, in zone: Zone) -> Instant? {
        switch self {
        case .critical: raisedAt + .minutes(15)
        case .high: raisedAt + .hours(1)
        case .medium: zone.startOfDay(zone.day(of: raisedAt).advanced(by: 1))
        case .low: nil
        }
    }
}

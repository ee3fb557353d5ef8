public import SafeguardingModel

/// A published case hidden in a synthetic authority: its events, its records, the rules that should raise alerts, and
/// the time at which the review says that somebody recognised it.
public struct PlantedCase: Hashable, Sendable {
    public var name: String
    public var tellings: [TimedDelivery]
    public var agencies: [Agency]
    public var records: Set<RecordKey>
    /// The rules that the case's own script expects, sorted.
    public var expectedRules: [String]
    public var recognisedAt: Instant

    public init(
        name: String,
        tellings: [TimedDelivery],
        agencies: [Agency],
        records: Set<RecordKey>,
        expectedRules: [String],
        recognisedAt: Instant
    ) {
        self.name = name
        self.tellings = tellings
        self.agencies = agencies
        self.records = records
        self.expectedRules = expectedRules
        self.recognisedAt = recognisedAt
    }
}

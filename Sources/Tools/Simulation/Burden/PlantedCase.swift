public import SafeguardingModel

/// A published case hidden in a synthetic authority: its events, its records, the rules that should raise alerts, and
/// the time at which the review says that somebody recognised it.
public struct PlantedCase: Hashable, Sendable {
    /// The script's name and the number of the copy: `child-q-1`.
    public var name: String
    /// The case's events, with references that no other copy has.
    public var tellings: [TimedDelivery]
    /// The script's agencies that send one of the events; the authority's own take their place where it has the sector.
    public var agencies: [Agency]
    /// The records of the children that the events are about, by which alerts are ascribed to the case.
    public var records: Set<RecordKey>
    /// The rules that the case's own script expects, sorted.
    public var expectedRules: [String]
    /// The time at which, by the review, somebody recognised what was happening: noon of the day.
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

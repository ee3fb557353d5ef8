public import SafeguardingModel

/// Why a rule does not speak of a child, and how little is missing.
public struct WhyNot: Hashable, Sendable {
    public var rule: String
    /// Whether it speaks after all.
    public var speaks: Bool
    /// Of each of its patterns the first condition that is not met.
    public var unmet: [String]
    /// The least that would make it speak; nil where nothing simple would.
    public var nearest: NearMiss?
}

/// The facts that are missing, and until when they would count.
public struct NearMiss: Hashable, Sendable {
    /// `One fact short: a missing report by police, before Fri 8 Jan 2016 17:00.`
    public var sentence: String
    /// Empty where time alone will do it.
    public var facts: [MissingFact]
    /// The last moment at which the facts still make it speak; where time alone does, when it will speak.
    public var by: Instant
    /// When it speaks, if the facts are told at the moment asked about and nothing answers them.
    public var speaks: Instant
}

/// A fact that nobody has told: with it, the rule would speak.
public struct MissingFact: Hashable, Sendable {
    public var kind: EventKind
    public var sector: Sector
    public var agency: AgencyName
    public var at: Instant
    public var fields: [Field]
    public var links: [Link]
}

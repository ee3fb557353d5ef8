/// What one rule says of one subject at one time, derived from the facts and never patched.
///
/// Cheap to make and to compare: it is derived anew with every fact. The sentences come from its explanation, which is
/// made only when somebody is told.
public struct Finding: Hashable, Sendable, Codable {
    public var rule: String
    public var ruleVersion: Int
    public var subject: Subject
    /// Which of several states of this rule and subject it is: an episode, a person of concern. Empty where there is
    /// only one.
    public var key: String
    public var severity: Severity
    /// When, by the facts as they are now known, the state was entered.
    public var enteredAt: Instant
    /// Grows when the state deepens (a count reached the next step, a new sector, a new kind of evidence). People are
    /// told again when it or the severity grows, and not when another fact merely joins.
    public var depth: Int
    /// The positions of the facts that carry it, in order of occurrence.
    public var evidence: [Int64]
    /// The sectors of the evidence, sorted.
    public var sectors: [Sector]
    /// What the sentences need besides the evidence: counts, deadlines, names of steps. In a fixed order.
    public var measures: [Measure]

    public init(
        rule: String,
        ruleVersion: Int,
        subject: Subject,
        key: String = "",
        severity: Severity,
        enteredAt: Instant,
        depth: Int = 1,
        evidence: [Int64],
        sectors: [Sector],
        measures: [Measure] = []
    ) {
        self.rule = rule
        self.ruleVersion = ruleVersion
        self.subject = subject
        self.key = key
        self.severity = severity
        self.enteredAt = enteredAt
        self.depth = depth
        self.evidence = evidence
        self.sectors = sectors
        self.measures = measures
    }
}

/// A named value that a rule measured: `count` 3, `deadline` an instant.
public struct Measure: Hashable, Sendable, Codable {
    public enum Value: Hashable, Sendable, Codable {
        case count(Int)
        case instant(Instant)
        case span(Span)
        case text(String)
    }

    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

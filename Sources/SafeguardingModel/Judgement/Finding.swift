/// The statement of one rule about one subject at one time, derived from the facts and never patched.
///
/// It is cheap to make and to compare, because it is derived again with every fact. The sentences come from its
/// explanation, which is made only when somebody is told.
public struct Finding: Hashable, Sendable, Codable {
    /// The rule's name, as its file gives it.
    public var rule: String
    /// The version that the rule's file states.
    public var ruleVersion: Int
    /// The child, or the shared person or place, that it is about.
    public var subject: Subject
    /// The name of one of several states of this rule and subject: an episode, a person of concern. Empty if there is
    /// only one.
    public var key: String
    /// The urgency after the rule's escalations.
    public var severity: Severity
    /// The time at which the state was entered, by the facts as they are now known.
    public var enteredAt: Instant
    /// The depth, which grows when the state deepens (a count reached the next step, a new sector, a new kind of
    /// evidence). People are told again when it or the severity grows, and not when another fact merely joins.
    public var depth: Int
    /// The positions of the facts that carry it, in order of occurrence.
    public var evidence: [Position]
    /// The sectors of the evidence, sorted.
    public var sectors: [Sector]
    /// The time at which what it waits for came late, or what it warns of ended: an interview was held, a missing child was
    /// found. Nil while it holds. It still tells what happened, and somebody looks and closes it.
    public var overtakenAt: Instant?
    /// The values that the sentences need besides the evidence: counts, deadlines, names of steps. In a fixed order.
    public var measures: [Measure]

    public init(
        rule: String,
        ruleVersion: Int,
        subject: Subject,
        key: String = "",
        severity: Severity,
        enteredAt: Instant,
        depth: Int = 1,
        evidence: [Position],
        sectors: [Sector],
        overtakenAt: Instant? = nil,
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
        self.overtakenAt = overtakenAt
        self.measures = measures
    }
}

/// A named value that a rule measured: `count` 3, `deadline` an instant.
public struct Measure: Hashable, Sendable, Codable {
    /// A value with its unit, so that a sentence can write it as people do.
    public enum Value: Hashable, Sendable, Codable {
        case count(Int)
        case instant(Instant)
        case span(Span)
        case text(String)
    }

    /// The name by which the sentences of the pattern that measured it find it: `count`, `due`.
    public var name: String
    /// The value at the time of the finding.
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

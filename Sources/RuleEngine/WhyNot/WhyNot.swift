public import SafeguardingModel

/// The reasons why a rule has no finding about a child, and the least that is missing.
public struct WhyNot: Hashable, Sendable {
    public var rule: String
    /// Whether it has a finding after all.
    public var speaks: Bool
    /// The first condition that is not met, for each of its patterns.
    public var unmet: [String]
    /// The least that would give a finding; nil where nothing simple would.
    public var nearest: NearMiss?

    package init(rule: String, speaks: Bool, unmet: [String], nearest: NearMiss?) {
        (self.rule, self.speaks, self.unmet, self.nearest) = (rule, speaks, unmet, nearest)
    }
}

/// The facts that are missing, and the time until which they would count.
public struct NearMiss: Hashable, Sendable {
    /// `One fact short: a missing report by police, before Fri 8 Jan 2016 17:00.` It says what the fact has to tell, and
    /// where there is no such bound that it counts at any time, or until the child is eighteen.
    public var sentence: String
    /// The missing facts; empty where time alone is enough.
    public var facts: [MissingFact]
    /// The last moment at which the facts still give a finding; where time alone is enough, the moment of the finding.
    public var by: Instant
    /// The moment of the finding, if the facts are sent at the moment asked about and nothing answers them.
    public var speaks: Instant

    package init(sentence: String, facts: [MissingFact], by: Instant, speaks: Instant) {
        (self.sentence, self.facts, self.by, self.speaks) = (sentence, facts, by, speaks)
    }
}

/// A fact that no agency has sent and with which the rule would have a finding.
public struct MissingFact: Hashable, Sendable {
    public var kind: EventKind
    public var sector: Sector
    public var agency: AgencyName
    public var at: Instant
    public var fields: [Field]
    public var links: [Link]
    /// The child whom it is about.
    public var about = About.child
    /// When the known fact happened that it would repeat; nil for a new one.
    public var repeats: Instant?

    public enum About: Hashable, Sendable {
        case child
        /// One of several other children, who live elsewhere, from 1.
        case another(Int)
        /// An adult alone.
        case adult
    }
}

/// The reasons why an alert was raised, in plain sentences: the derivation, the evidence, and what is not known.
public struct Explanation: Hashable, Sendable, Codable {
    /// The finding in one sentence, without the child's name.
    public var headline: String
    /// The conditions of the rule and how each was met, in order.
    public var reasons: [String]
    /// The facts in order of occurrence; of very many the first and the last.
    public var evidence: [Evidence]
    /// The number of facts between the first and the last that are listed; nil if all are.
    public var evidenceLeftOut: Int?
    /// The view that each sector had alone.
    public var alone: [SectorView]
    /// The gaps: silent agencies, missing interviews, times that a source cannot give.
    public var unknown: [String]
    /// The questions to others.
    public var questions: [Question]

    public init(
        headline: String,
        reasons: [String] = [],
        evidence: [Evidence] = [],
        alone: [SectorView] = [],
        unknown: [String] = [],
        questions: [Question] = []
    ) {
        self.headline = headline
        self.reasons = reasons
        self.evidence = evidence
        self.alone = alone
        self.unknown = unknown
        self.questions = questions
    }
}

/// One fact on which an alert rests: its source, when it happened, when it was recorded, when we learned of it.
public struct Evidence: Hashable, Sendable, Codable {
    /// The journal position of the fact's entry.
    public var position: Position
    /// The agency that sent the fact.
    public var agency: AgencyName
    /// The agency's sector by the configuration in force.
    public var sector: Sector
    /// The sort of thing that happened.
    public var kind: EventKind
    /// The time at which it happened, by which the evidence is ordered.
    public var occurred: Occurrence
    /// The time at which the agency recorded it; long after it happened, it came late from the agency.
    public var recorded: Instant
    /// The time at which the aggregator wrote it into the journal.
    public var received: Instant
    /// One sentence with a full stop; of a restricted fact only which agency holds it.
    public var sentence: String
    /// Whether only its owner's audience may read it.
    public var isRestricted: Bool

    public init(fact: Fact, sentence: String) {
        position = fact.position
        agency = fact.agency
        sector = fact.sector
        kind = fact.kind
        occurred = fact.occurred
        recorded = fact.recorded
        received = fact.received
        isRestricted = fact.isRestricted
        self.sentence = sentence
    }
}

/// The view of one sector with only its own facts.
public struct SectorView: Hashable, Sendable, Codable {
    /// The sector that would have known no more than this.
    public var sector: Sector
    /// The facts that it had, counted, and whether they alone would have been enough for the rule.
    public var sentence: String

    public init(sector: Sector, sentence: String) {
        self.sector = sector
        self.sentence = sentence
    }
}

/// A question to somebody who may know more.
public struct Question: Hashable, Sendable, Codable {
    /// A sector or an agency, in words for a sentence.
    public var to: String
    /// The question as it can be put to them, without the child's name.
    public var text: String

    public init(to: String, text: String) {
        self.to = to
        self.text = text
    }
}

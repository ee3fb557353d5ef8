/// Why an alert was raised, in plain sentences: the derivation, the evidence, and what is not known.
public struct Explanation: Hashable, Sendable, Codable {
    /// What happened, in one sentence.
    public var headline: String
    /// The conditions of the rule and how each was met, in order.
    public var reasons: [String]
    /// In order of occurrence; of very many facts the first and the last.
    public var evidence: [Evidence]
    /// How many facts stand between the first and the last that are listed; nil where all are.
    public var evidenceLeftOut: Int?
    /// What each sector knew alone.
    public var alone: [SectorView]
    /// Silent agencies, missing interviews, times that a source cannot tell.
    public var unknown: [String]
    /// What to ask whom.
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

/// One fact that carries an alert: who said it, when it happened, when they wrote it down, when we learned.
public struct Evidence: Hashable, Sendable, Codable {
    public var position: Int64
    public var agency: AgencyName
    public var sector: Sector
    public var kind: EventKind
    public var occurred: Occurrence
    public var recorded: Instant
    public var received: Instant
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

/// What one sector would have seen with only its own facts.
public struct SectorView: Hashable, Sendable, Codable {
    public var sector: Sector
    public var sentence: String

    public init(sector: Sector, sentence: String) {
        self.sector = sector
        self.sentence = sentence
    }
}

/// Something that somebody else may know.
public struct Question: Hashable, Sendable, Codable {
    public var to: String
    public var text: String

    public init(to: String, text: String) {
        self.to = to
        self.text = text
    }
}

/// The reasons why an alert was raised, in plain sentences: the derivation, the evidence, and what is not known.
public struct Explanation: Hashable, Sendable, Codable {
    /// The event in one sentence.
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

/// One fact that carries an alert: its source, when it happened, when it was recorded, when we learned of it.
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

/// The view of one sector with only its own facts.
public struct SectorView: Hashable, Sendable, Codable {
    public var sector: Sector
    public var sentence: String

    public init(sector: Sector, sentence: String) {
        self.sector = sector
        self.sentence = sentence
    }
}

/// A question to somebody who may know more.
public struct Question: Hashable, Sendable, Codable {
    public var to: String
    public var text: String

    public init(to: String, text: String) {
        self.to = to
        self.text = text
    }
}

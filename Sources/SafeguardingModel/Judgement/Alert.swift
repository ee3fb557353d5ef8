/// A finding that people are told of, with its life.
public struct Alert: Hashable, Sendable, Codable {
    /// `A-<position>-<ordinal>`: the journal entry that raised it and its place among that entry's effects.
    public var id: String
    public var finding: Finding
    public var explanation: Explanation
    /// The rule's title, for lists.
    public var title: String
    /// The recipients that the rule names.
    public var tell: [String]
    public var raisedAt: Instant
    /// The highest severity that it has ever had.
    public var highestSeverity: Severity
    /// The first and the last revisions; ``revisionsLeftOut`` were between them.
    public var revisions: [Revision]
    private var leftOut: Int?
    /// The number of the finding's facts that are left out of the written form; nil if it is whole.
    public private(set) var evidenceLeftOut: Int?
    public var withdrawal: Withdrawal?
    public var life: Life
    public var actions: [Action]
    /// The time at which it escalates if nobody has acknowledged it; nil for a low one, and once acknowledged.
    public var acknowledgeBy: Instant?
    public var escalations: [Instant]
    /// Whether it belongs to a rule on trial: shown to authors, never sent.
    public var isTrial: Bool
    public var isExercise: Bool
    /// The account that looks after it; nil while nobody does.
    public var owner: String?
    /// The account to which it is offered; until they accept, the owner keeps it.
    public var offeredTo: String?
    /// The stored questions; absent in alerts written before agencies could be asked.
    private var asked: [Request]?

    public init(
        id: String,
        finding: Finding,
        explanation: Explanation,
        title: String,
        tell: [String],
        raisedAt: Instant,
        acknowledgeBy: Instant?,
        isTrial: Bool = false,
        isExercise: Bool = false
    ) {
        self.id = id
        self.finding = finding
        self.explanation = explanation
        self.title = title
        self.tell = tell
        self.raisedAt = raisedAt
        self.highestSeverity = finding.severity
        self.revisions = []
        self.withdrawal = nil
        self.life = .new
        self.actions = []
        self.acknowledgeBy = acknowledgeBy
        self.escalations = []
        self.isTrial = isTrial
        self.isExercise = isExercise
    }

    public var rule: String { finding.rule }
    public var subject: Subject { finding.subject }
    public var severity: Severity { finding.severity }
    public var isWithdrawn: Bool { withdrawal != nil }
    public var isClosed: Bool { if case .closed = life { true } else { false } }
    /// The questions to agencies about it, in order of asking.
    public var requests: [Request] {
        get { asked ?? [] }
        set { asked = newValue.isEmpty ? nil : newValue }
    }

    /// Whether it still needs somebody's attention.
    public var isOpen: Bool { !isWithdrawn && !isClosed }

    /// The number of revisions after the first ones that are no longer listed.
    public var revisionsLeftOut: Int { leftOut ?? 0 }
}

extension Alert {
    private static let firstRevisions = 10
    private static let lastRevisions = 30

    /// Adds a revision. Of very many the first and the last are listed, and the others counted.
    public mutating func note(_ revision: Revision) {
        revisions.append(revision)
        guard revisions.count > Alert.firstRevisions + Alert.lastRevisions else { return }
        revisions.remove(at: Alert.firstRevisions)
        leftOut = revisionsLeftOut + 1
    }

    /// The alert as it is written and sent: of very many facts that carry it the first and the last.
    public var abridged: Alert {
        let excerpt = Excerpt(finding.evidence)
        guard excerpt.leftOut > 0 else { return self }
        var alert = self
        alert.finding.evidence = excerpt.elements
        alert.evidenceLeftOut = excerpt.leftOut
        return alert
    }
}

extension Alert {
    public enum Life: Hashable, Sendable, Codable {
        case new
        case acknowledged
        case inProgress
        case closed(outcome: String)
    }

    /// A change of the alert, and the entry that made it.
    public struct Revision: Hashable, Sendable, Codable {
        public var at: Instant
        /// The journal position of the entry that made it.
        public var position: Int64
        public var severity: Severity
        public var sentence: String

        public init(at: Instant, position: Int64, severity: Severity, sentence: String) {
            self.at = at
            self.position = position
            self.severity = severity
            self.sentence = sentence
        }
    }

    /// The end of an alert whose facts no longer carry it: a correction, a late fact, a decision about identity.
    public struct Withdrawal: Hashable, Sendable, Codable {
        public var at: Instant
        public var position: Int64
        public var sentence: String

        public init(at: Instant, position: Int64, sentence: String) {
            self.at = at
            self.position = position
            self.sentence = sentence
        }
    }

    /// A person's action on it.
    public struct Action: Hashable, Sendable, Codable {
        public var at: Instant
        public var by: String
        public var what: String
        public var note: String

        public init(at: Instant, by: String, what: String, note: String = "") {
            self.at = at
            self.by = by
            self.what = what
            self.note = note
        }
    }

    /// A question that the team put to an agency, and its answer.
    public struct Request: Hashable, Sendable, Codable {
        /// The question's id, `Q-<position>`: the position of the entry that asked. The agency's answer names it.
        public var id: String
        public var of: AgencyName
        public var by: String
        public var text: String
        public var at: Instant
        public var answerBy: Instant
        public var answer: Answer?

        public init(id: String, of agency: AgencyName, by: String, text: String, at: Instant, answerBy: Instant) {
            self.id = id
            self.of = agency
            self.by = by
            self.text = text
            self.at = at
            self.answerBy = answerBy
        }

        public func isOverdue(at now: Instant) -> Bool { answer == nil && answerBy < now }
    }

    /// The place of an agency's answer in the journal.
    public struct Answer: Hashable, Sendable, Codable {
        public var at: Instant
        public var position: Int64

        public init(at: Instant, position: Int64) {
            self.at = at
            self.position = position
        }
    }
}

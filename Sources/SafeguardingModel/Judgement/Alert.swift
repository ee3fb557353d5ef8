/// A finding that people are told of, with its life.
public struct Alert: Hashable, Sendable, Codable {
    /// `A-<position>-<ordinal>`: the journal entry that raised it and its place among that entry's effects. On trial
    /// `A-<position>-t<number>`, because an alert on trial has no effect.
    public var id: String
    /// The rule's word about the subject by the facts as they are now known; the last one if it is withdrawn.
    public var finding: Finding
    /// The reasons in sentences; alerts in lists and brief effects have at most the headline.
    public var explanation: Explanation
    /// The rule's title, for lists.
    public var title: String
    /// The recipients that the rule names.
    public var tell: [String]
    /// The journal's time when it was raised; revisions do not change it.
    public var raisedAt: Instant
    /// The highest severity that it has ever had.
    public var highestSeverity: Severity
    /// The first and the last revisions; ``revisionsLeftOut`` were between them.
    public var revisions: [Revision]
    private var leftOut: Int?
    /// The number of the finding's facts that are left out of the written form; nil if it is whole.
    public private(set) var evidenceLeftOut: Int?
    /// The reason why its facts no longer carry it; nil while they do, and again when they do once more.
    public var withdrawal: Withdrawal?
    /// The state of the work on it; a withdrawal leaves it as it is.
    public var life: Life
    /// All that people did with it, and agencies' answers, in order of time.
    public var actions: [Action]
    /// The time at which it escalates if nobody has acknowledged it; nil for a low one, for one on trial, once
    /// acknowledged or closed, and after the third escalation. While it is withdrawn, it does not escalate.
    public var acknowledgeBy: Instant?
    /// The deadlines that passed without an acknowledgement, in order.
    public var escalations: [Instant]
    /// The number of those that passed before it was closed or withdrawn last, or acknowledged; absent for none.
    private var missedBefore: Int?
    /// Whether it belongs to a rule on trial: shown to authors, never sent.
    public var isTrial: Bool
    /// Whether its facts belong to an exercise.
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

    /// The name of the rule that raised it.
    public var rule: String { finding.rule }
    /// The child, or the shared person or place, that it is about.
    public var subject: Subject { finding.subject }
    /// The deadlines that passed since it began to wait for its present acknowledgement, in order.
    public var missed: ArraySlice<Instant> { escalations[(missedBefore ?? 0)...] }

    /// Makes it wait for an acknowledgement from the beginning, with all its escalations before it.
    public mutating func waitAnew() { missedBefore = escalations.isEmpty ? nil : escalations.count }

    /// The present severity; see ``highestSeverity``.
    public var severity: Severity { finding.severity }
    /// Whether the facts no longer carry it.
    public var isWithdrawn: Bool { withdrawal != nil }
    /// Whether somebody ended it with an outcome.
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
    // An alert may change with every fact for years, and its size is bounded like that of its evidence (``Excerpt``).
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
    /// The state of people's work on an alert.
    public enum Life: Hashable, Sendable, Codable {
        case new
        case acknowledged
        case inProgress
        case closed(outcome: String)
    }

    /// A change of the alert, and the entry that made it.
    public struct Revision: Hashable, Sendable, Codable {
        /// The journal's time of that entry.
        public var at: Instant
        /// The journal position of the entry that made it.
        public var position: Position
        /// The severity after the change.
        public var severity: Severity
        /// The cause and the differences, in one sentence for people.
        public var sentence: String

        public init(at: Instant, position: Position, severity: Severity, sentence: String) {
            self.at = at
            self.position = position
            self.severity = severity
            self.sentence = sentence
        }
    }

    /// The end of an alert whose facts no longer carry it: a correction, a late fact, a decision about identity.
    public struct Withdrawal: Hashable, Sendable, Codable {
        /// The journal's time of the entry that took its facts away.
        public var at: Instant
        /// The journal position of that entry.
        public var position: Position
        /// The cause, in one sentence for people.
        public var sentence: String

        public init(at: Instant, position: Position, sentence: String) {
            self.at = at
            self.position = position
            self.sentence = sentence
        }
    }

    /// A person's action on it, or an agency's answer.
    public struct Action: Hashable, Sendable, Codable {
        /// The journal's time of the decision or the answer.
        public var at: Instant
        /// The account that decided, or the short name of the agency that answered.
        public var by: String
        /// A few words for a list: `acknowledged`, `closed: ...`, `asked ...`.
        public var what: String
        /// The person's reason, in their own words; may be empty.
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
        /// The agency asked; no other can answer.
        public var of: AgencyName
        /// The account that asked.
        public var by: String
        /// The question in that person's words; never empty.
        public var text: String
        /// The journal's time of asking.
        public var at: Instant
        /// The end of the time that the agency was given: one hour to thirty days.
        public var answerBy: Instant
        /// The agency's first answer; nil while it is awaited.
        public var answer: Answer?

        public init(id: String, of agency: AgencyName, by: String, text: String, at: Instant, answerBy: Instant) {
            self.id = id
            self.of = agency
            self.by = by
            self.text = text
            self.at = at
            self.answerBy = answerBy
        }

        /// Returns whether the time for the answer has passed without one.
        public func isOverdue(at now: Instant) -> Bool { answer == nil && answerBy < now }
    }

    /// The place of an agency's answer in the journal.
    public struct Answer: Hashable, Sendable, Codable {
        /// The journal's time of the agency's event.
        public var at: Instant
        /// The journal position of the agency's event, which holds the words of the answer.
        public var position: Position

        public init(at: Instant, position: Position) {
            self.at = at
            self.position = position
        }
    }
}

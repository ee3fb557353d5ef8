public import Correlation
public import SafeguardingModel

/// A search for everything that a faulty version of a rule has touched: alerts, children, decisions, notices.
///
/// An alert names only the version behind its present content. Content by earlier versions is found by going through
/// the journal again, entry by entry.
public struct RuleRecall: Sendable {
    /// One alert that the version raised, revised or withdrew, or that was attributed to it when the rules changed.
    public struct Touched: Hashable, Sendable {
        /// The alert's id.
        public let id: String
        /// The child by the latest joining of records; nil for an alert about a person or a place.
        public var child: ChildID?
        /// The highest severity of the alert up to this version's last content.
        public var severity: Severity
        /// Whether the alert is withdrawn after the last entry, whichever version withdrew it.
        public var isWithdrawn: Bool
        /// Whether people were told; false where it was only attributed to this version, or was on trial.
        public var isTold: Bool
        /// The journal's time when this version first touched it; of an alert on trial, when it was raised.
        public var first: Instant
        /// The positions of the facts that it rested on.
        public var facts: [Position]
        /// People's decisions about the alert since it was touched, in the order of the journal.
        public var decisions: [Made] = []
    }

    /// A person's decision about a touched alert.
    public struct Made: Hashable, Sendable {
        /// The journal position of the decision.
        public let position: Position
        /// The journal's time of the decision.
        public let at: Instant
        /// The account that decided.
        public let by: String
        /// The decision in the words of the alert's history: `closed: ...`.
        public let what: String
    }

    /// The name of the rule.
    public let rule: String
    /// The version that the rule's file stated when it was faulty.
    public let version: Int
    /// The alerts in the order in which they were touched.
    public private(set) var alerts: [Touched] = []
    /// The notices that went to agencies because of a touched alert.
    public private(set) var notices: [Notice] = []

    public init(rule: String, version: Int) {
        self.rule = rule
        self.version = version
    }

    /// Takes in an entry with its effects, which `correlator` has applied already. Entries come in the order of the
    /// journal, from its beginning.
    public mutating func observe(_ entry: JournalEntry, _ effects: [Effect], _ correlator: Correlator) {
        for effect in effects {
            if case .handled = effect { continue }
            if let alert = effect.alert, isMeant(alert) { touch(alert, told: true, at: entry.at) }
        }
        switch entry.body {
        case .configuration: scan(correlator, at: entry.at)
        case .decision(let decision): note(decision, entry, effects, correlator)
        default: break
        }
    }

    /// Finishes after the last entry: alerts on trial were told to nobody, and children may have other names by now.
    public mutating func finish(_ correlator: Correlator, at instant: Instant) {
        scan(correlator, at: instant)
        for index in alerts.indices {
            guard let alert = correlator.alert(alerts[index].id) else { continue }
            alerts[index].child = alert.subject.child
            alerts[index].isWithdrawn = alert.isWithdrawn
        }
    }

    /// The children concerned, sorted.
    public var children: [ChildID] { Set(alerts.compactMap(\.child)).sorted() }

    private func isMeant(_ alert: Alert) -> Bool { alert.rule == rule && alert.finding.ruleVersion == version }

    private mutating func scan(_ correlator: Correlator, at instant: Instant) {
        for alert in correlator.alertsUnexplained where isMeant(alert) { touch(alert, told: false, at: instant) }
    }

    private mutating func touch(_ alert: Alert, told: Bool, at instant: Instant) {
        let known = alerts.firstIndex { $0.id == alert.id }
        guard let known else {
            alerts.append(
                Touched(
                    id: alert.id,
                    child: alert.subject.child,
                    severity: alert.highestSeverity,
                    isWithdrawn: alert.isWithdrawn,
                    isTold: told,
                    first: alert.isTrial ? alert.raisedAt : instant,
                    facts: alert.finding.evidence
                )
            )
            return
        }
        alerts[known].isTold = alerts[known].isTold || told
        alerts[known].severity = max(alerts[known].severity, alert.severity)
        alerts[known].facts = Set(alerts[known].facts + alert.finding.evidence).sorted()
    }

    private mutating func note(
        _ decision: Decision,
        _ entry: JournalEntry,
        _ effects: [Effect],
        _ correlator: Correlator
    ) {
        guard let id = decision.kind.alert, let index = alerts.firstIndex(where: { $0.id == id }),
            let action = correlator.alertsUnexplained.first(where: { $0.id == id })?.actions.last,
            action.at == entry.at, action.by == decision.by
        else { return }
        alerts[index].decisions.append(Made(position: entry.position, at: action.at, by: action.by, what: action.what))
        for case .notice(let notice) in effects { notices.append(notice) }
    }
}

extension Decision.Kind {
    /// The alert that the decision is about; nil for a decision about identity.
    fileprivate var alert: String? {
        switch self {
        case .acknowledge(let id), .progress(let id), .note(let id), .reopen(let id), .close(let id, _),
            .assign(let id, _), .ask(let id, _, _):
            id
        case .same, .different, .samePerson, .differentPeople, .takenBack: nil
        }
    }
}

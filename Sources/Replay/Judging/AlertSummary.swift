public import SafeguardingModel

/// An alert in the words of its script, without ids, positions and moments of receipt, so that two plays with the same
/// result have equal summaries.
public struct AlertSummary: Hashable, Sendable {
    public var rule: String
    public var ruleVersion: Int
    public var title: String
    /// The script's names for the subject; the bare subject where the script has none.
    public var about: [String]
    public var severity: Severity
    public var highestSeverity: Severity
    public var raisedAt: Instant
    /// The time at which the state was entered, by the facts as they are known at the end.
    public var enteredAt: Instant
    public var sectors: [Sector]
    public var evidence: [Evidence]
    public var headline: String
    public var changes: [Change]
    public var withdrawnAt: Instant?
    public var withdrawnBecause: String?
    public var isTrial: Bool
    public var isExercise: Bool

    /// One fact, without its position and moment of receipt.
    public struct Evidence: Hashable, Comparable, Sendable {
        public var occurred: Occurrence
        public var agency: AgencyName
        public var kind: EventKind

        public static func < (left: Evidence, right: Evidence) -> Bool {
            if left.occurred != right.occurred { return left.occurred < right.occurred }
            return (left.agency, left.kind.rawValue) < (right.agency, right.kind.rawValue)
        }
    }

    /// One revision.
    public struct Change: Hashable, Sendable {
        public var at: Instant
        public var severity: Severity
        public var sentence: String
    }

    public init(_ alert: Alert, _ roles: Roles) {
        let names = roles.names(of: alert.subject)
        rule = alert.rule
        ruleVersion = alert.finding.ruleVersion
        title = alert.title
        about = names.isEmpty ? [alert.subject.description] : names
        severity = alert.severity
        highestSeverity = alert.highestSeverity
        raisedAt = alert.raisedAt
        enteredAt = alert.finding.enteredAt
        sectors = Set(alert.finding.sectors + alert.explanation.evidence.map(\.sector)).sorted()
        evidence = alert.explanation.evidence.map {
            Evidence(occurred: $0.occurred, agency: $0.agency, kind: $0.kind)
        }.sorted()
        headline = alert.explanation.headline
        changes = alert.revisions.map { Change(at: $0.at, severity: $0.severity, sentence: $0.sentence) }
        withdrawnAt = alert.withdrawal?.at
        withdrawnBecause = alert.withdrawal?.sentence
        isTrial = alert.isTrial
        isExercise = alert.isExercise
    }

    public var isWithdrawn: Bool { withdrawnAt != nil }
}

/// The state of an alert at the end of a play, which is the same for every order of arrival.
public struct StandingAlert: Hashable, Comparable, Sendable {
    public var rule: String
    public var about: [String]
    public var severity: Severity
    public var enteredAt: Instant
    public var sectors: [Sector]
    public var evidence: [AlertSummary.Evidence]
    public var isExercise: Bool

    /// Makes the end state; nil for an alert that was withdrawn, or of which nobody was told.
    public init?(_ summary: AlertSummary) {
        guard !summary.isWithdrawn, !summary.isTrial else { return nil }
        rule = summary.rule
        about = summary.about
        severity = summary.severity
        enteredAt = summary.enteredAt
        sectors = summary.sectors
        evidence = summary.evidence
        isExercise = summary.isExercise
    }

    public static func < (left: StandingAlert, right: StandingAlert) -> Bool {
        if left.rule != right.rule { return left.rule < right.rule }
        if left.about != right.about { return left.about.lexicographicallyPrecedes(right.about) }
        if left.enteredAt != right.enteredAt { return left.enteredAt < right.enteredAt }
        if left.severity != right.severity { return left.severity < right.severity }
        return left.evidence.lexicographicallyPrecedes(right.evidence)
    }
}

public import SafeguardingModel

/// An alert in the words of its script, without ids, positions and moments of receipt, so that two plays with the same
/// result have equal summaries.
public struct AlertSummary: Hashable, Sendable {
    /// The id of the rule that raised it.
    public var rule: String
    /// The version of the rule by which the present finding was made.
    public var ruleVersion: Int
    /// The rule's title.
    public var title: String
    /// The script's names for the subject; the bare subject where the script has none.
    public var about: [String]
    /// The severity at the end of the play.
    public var severity: Severity
    /// The highest severity that it ever had, by which expectations are judged.
    public var highestSeverity: Severity
    /// The moment of raising, by the script's clock.
    public var raisedAt: Instant
    /// The time at which the state was entered, by the facts as they are known at the end.
    public var enteredAt: Instant
    /// The sectors of the finding and of its evidence, each once, sorted.
    public var sectors: [Sector]
    /// The facts that carry the finding at the end, in order of occurrence.
    public var evidence: [Evidence]
    /// The explanation's one sentence about the whole.
    public var headline: String
    /// The revisions, in order of time; of very many only the first and the last.
    public var changes: [Change]
    /// The moment at which the awaited or dangerous state ended; nil while it lasts.
    public var overtakenAt: Instant?
    /// The moment of withdrawal; nil where the alert is open at the end.
    public var withdrawnAt: Instant?
    /// The sentence that says why it was withdrawn; nil where the alert is open at the end.
    public var withdrawnBecause: String?
    /// Whether its rule is on trial, so that nobody is told.
    public var isTrial: Bool
    /// Whether it belongs to an exercise.
    public var isExercise: Bool

    /// One fact, without its position and moment of receipt.
    public struct Evidence: Hashable, Comparable, Sendable {
        /// When it happened, as precisely as the agency says.
        public var occurred: Occurrence
        /// The agency that sent the fact.
        public var agency: AgencyName
        /// The kind of the event.
        public var kind: EventKind

        /// Orders by occurrence, then agency, then kind.
        public static func < (left: Evidence, right: Evidence) -> Bool {
            if left.occurred != right.occurred { return left.occurred < right.occurred }
            return (left.agency, left.kind.rawValue) < (right.agency, right.kind.rawValue)
        }
    }

    /// One revision.
    public struct Change: Hashable, Sendable {
        /// The moment of the script's clock at which it was revised.
        public var at: Instant
        /// The severity from then on.
        public var severity: Severity
        /// The sentence that says what changed.
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
        let alert = alert.named(AlertNames())
        headline = alert.explanation.headline
        changes = alert.revisions.map { Change(at: $0.at, severity: $0.severity, sentence: $0.sentence) }
        overtakenAt = alert.finding.overtakenAt
        withdrawnAt = alert.withdrawal?.at
        withdrawnBecause = alert.withdrawal?.sentence
        isTrial = alert.isTrial
        isExercise = alert.isExercise
    }

    /// Whether it was withdrawn before the end of the play.
    public var isWithdrawn: Bool { withdrawnAt != nil }
}

/// The state of an alert at the end of a play, which is the same for every order of arrival.
public struct StandingAlert: Hashable, Comparable, Sendable {
    /// The id of the rule that raised it.
    public var rule: String
    /// The script's names for the subject, as in ``AlertSummary/about``.
    public var about: [String]
    /// The severity at the end, which need not be the highest.
    public var severity: Severity
    /// The time at which the state was entered, by the facts as they are known at the end.
    public var enteredAt: Instant
    /// The moment at which the awaited or dangerous state ended; nil while it lasts.
    public var overtakenAt: Instant?
    /// The sectors of the finding and of its evidence, each once, sorted.
    public var sectors: [Sector]
    /// The facts that carry the finding, in order of occurrence.
    public var evidence: [AlertSummary.Evidence]
    /// Whether it belongs to an exercise.
    public var isExercise: Bool

    /// Makes the end state; nil for an alert that was withdrawn, or of which nobody was told.
    public init?(_ summary: AlertSummary) {
        guard !summary.isWithdrawn, !summary.isTrial else { return nil }
        rule = summary.rule
        about = summary.about
        severity = summary.severity
        enteredAt = summary.enteredAt
        overtakenAt = summary.overtakenAt
        sectors = summary.sectors
        evidence = summary.evidence
        isExercise = summary.isExercise
    }

    /// Orders by rule, subject, time of entry, severity and evidence, so that two plays list equal alerts alike.
    public static func < (left: StandingAlert, right: StandingAlert) -> Bool {
        if left.rule != right.rule { return left.rule < right.rule }
        if left.about != right.about { return left.about.lexicographicallyPrecedes(right.about) }
        if left.enteredAt != right.enteredAt { return left.enteredAt < right.enteredAt }
        if left.severity != right.severity { return left.severity < right.severity }
        return left.evidence.lexicographicallyPrecedes(right.evidence)
    }
}

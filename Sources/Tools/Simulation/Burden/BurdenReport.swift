public import SafeguardingModel

/// The alerts that the rules raise in a synthetic authority in a year, and the planted cases that they find.
public struct BurdenReport: Hashable, Sendable {
    /// One rule's alerts about children of the cohort; planted cases are left out.
    public struct Row: Hashable, Sendable {
        /// The rule's name.
        public let rule: String
        /// The number of alerts by the highest severity that they reached.
        public let counts: [Severity: Int]
        /// The number of later revisions that somebody was told of.
        public let toldAgain: Int
        /// The number of alerts that no longer stood at the end.
        public let withdrawn: Int

        /// All alerts of the rule, withdrawn ones included.
        public var alerts: Int { counts.values.reduce(0, +) }
        /// The alerts that were ever high or critical: somebody has to look within the hour.
        public var urgent: Int { (counts[.high] ?? 0) + (counts[.critical] ?? 0) }
    }

    /// The result for one planted case.
    public struct Outcome: Hashable, Sendable {
        /// The name of the case and its copy.
        public let name: String
        /// The time when the first alert about it became high or critical; nil: never.
        public let firstUrgent: Instant?
        /// The time at which, by the review, somebody recognised what was happening.
        public let recognisedAt: Instant
        /// The rules that the case's own script expects, sorted.
        public let expected: [String]
        /// The rules that raised an alert with evidence from the case, sorted; each once.
        public let raised: [String]
        /// The number of alerts with evidence from the case.
        public let alerts: Int

        /// The expected rules that raised none, sorted.
        public var missed: [String] { expected.filter { !raised.contains($0) } }
        /// The time from that alert to the recognition in the review; negative where the alert came later.
        public var lead: Span? { firstUrgent.map { recognisedAt - $0 } }
    }

    /// The children of the cohort; those of planted cases are not counted.
    public let children: Int
    /// The people who take alerts.
    public let workers: Int
    /// The days of work of all workers together, over the days that were played.
    public let workerDays: Int
    /// The events that were played, those of planted cases included.
    public let events: Int
    /// One row for each active rule, in order of name; a rule without alerts has zeros.
    public let rows: [Row]
    /// One result for each planted case, in the order of planting.
    public let planted: [Outcome]

    /// Returns alerts for each thousand children, times 100.
    public func perThousandChildren(_ count: Int) -> Int { children == 0 ? 0 : count * 100_000 / children }
    /// Returns alerts for each worker on each working day, times 1,000.
    public func perWorkerDay(_ count: Int) -> Int { workerDays == 0 ? 0 : count * 1_000 / workerDays }

    /// The cohort's alerts by active rules.
    public var alerts: Int { rows.reduce(0) { $0 + $1.alerts } }
    /// Those of them that were ever high or critical.
    public var urgent: Int { rows.reduce(0) { $0 + $1.urgent } }
    /// The number of planted cases for which every expected rule raised an alert.
    public var caught: Int { planted.count { $0.missed.isEmpty } }
}

public import SafeguardingModel

/// The alerts that the rules raise in a synthetic authority in a year, and the planted cases that they find.
public struct BurdenReport: Hashable, Sendable {
    /// One rule's alerts about children of the cohort; planted cases are left out.
    public struct Row: Hashable, Sendable {
        public let rule: String
        /// The number of alerts by the highest severity that they reached.
        public let counts: [Severity: Int]
        /// The number of later revisions that somebody was told of.
        public let toldAgain: Int
        public let withdrawn: Int

        public var alerts: Int { counts.values.reduce(0, +) }
        public var urgent: Int { (counts[.high] ?? 0) + (counts[.critical] ?? 0) }
    }

    /// The result for one planted case.
    public struct Outcome: Hashable, Sendable {
        public let name: String
        /// The time when the first alert about it became high or critical; nil: never.
        public let firstUrgent: Instant?
        public let recognisedAt: Instant
        public let expected: [String]
        public let raised: [String]
        public let alerts: Int

        public var missed: [String] { expected.filter { !raised.contains($0) } }
        /// The time from that alert to the recognition in the review; negative where the alert came later.
        public var lead: Span? { firstUrgent.map { recognisedAt - $0 } }
    }

    public let children: Int
    public let workers: Int
    public let workerDays: Int
    public let events: Int
    /// One row for each active rule, in order of name; a rule without alerts has zeros.
    public let rows: [Row]
    public let planted: [Outcome]

    /// Returns alerts for each thousand children, times 100.
    public func perThousandChildren(_ count: Int) -> Int { children == 0 ? 0 : count * 100_000 / children }
    /// Returns alerts for each worker on each working day, times 1,000.
    public func perWorkerDay(_ count: Int) -> Int { workerDays == 0 ? 0 : count * 1_000 / workerDays }

    public var alerts: Int { rows.reduce(0) { $0 + $1.alerts } }
    public var urgent: Int { rows.reduce(0) { $0 + $1.urgent } }
    public var caught: Int { planted.count { $0.missed.isEmpty } }
}

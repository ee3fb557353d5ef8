public import SafeguardingModel

/// What the rules cost an authority's workers in a year, and what they find of what was hidden there.
public struct BurdenReport: Hashable, Sendable {
    /// One rule's alerts about children of the cohort; planted cases are left out.
    public struct Row: Hashable, Sendable {
        public let rule: String
        /// Alerts by the highest severity that they reached.
        public let counts: [Severity: Int]
        /// How often somebody was told again: it deepened, it changed, it stood again.
        public let toldAgain: Int
        public let withdrawn: Int

        public var alerts: Int { counts.values.reduce(0, +) }
        public var urgent: Int { (counts[.high] ?? 0) + (counts[.critical] ?? 0) }
    }

    /// What became of one planted case.
    public struct Outcome: Hashable, Sendable {
        public let name: String
        /// When the first alert about it that was high or critical was raised; nil: never.
        public let firstUrgent: Instant?
        public let recognisedAt: Instant
        public let expected: [String]
        public let raised: [String]
        public let alerts: Int

        public var missed: [String] { expected.filter { !raised.contains($0) } }
        /// How long before the recognition that the review reports; less than nothing: after it.
        public var lead: Span? { firstUrgent.map { recognisedAt - $0 } }
    }

    public let children: Int
    public let workers: Int
    public let workerDays: Int
    public let events: Int
    /// In order of the rules' names; a rule that never spoke has a row of noughts.
    public let rows: [Row]
    public let planted: [Outcome]

    /// Alerts for each thousand children, times a hundred.
    public func perThousandChildren(_ count: Int) -> Int { children == 0 ? 0 : count * 100_000 / children }
    /// Alerts for each worker on each day that they work, times a thousand.
    public func perWorkerDay(_ count: Int) -> Int { workerDays == 0 ? 0 : count * 1_000 / workerDays }

    public var alerts: Int { rows.reduce(0) { $0 + $1.alerts } }
    public var urgent: Int { rows.reduce(0) { $0 + $1.urgent } }
    public var caught: Int { planted.count { $0.missed.isEmpty } }
}

public import SafeguardingModel

/// The differences that a changed rule would have made, alert by alert.
public struct BacktestReport: Hashable, Sendable {
    /// One alert of either version, or of both.
    public struct Change: Hashable, Sendable {
        /// The difference that the change makes to one alert.
        public enum Sort: String, Hashable, Sendable, CaseIterable {
            /// Only the changed rule raises it.
            case more
            /// Only the unchanged rule raises it.
            case noMore = "no more"
            case earlier, later
            /// Raised at the same moment with another severity, or withdrawn by one version only.
            case otherwise
            case same
        }

        /// The rule's name, without the mark of the new version.
        public let rule: String
        /// The child; nil for an alert about a person or a place.
        public let child: ChildID?
        /// The alert by the rule in force; nil if only the changed one raises it.
        public let old: Side?
        /// The alert by the changed rule; nil if only the one in force raises it.
        public let new: Side?

        /// The alert of one version.
        public struct Side: Hashable, Sendable {
            /// The journal's time when people would have been told.
            public let raisedAt: Instant
            /// The time from which the facts, as they were known at the end, met the rule's conditions.
            public let enteredAt: Instant
            /// The highest severity that the alert reached.
            public let severity: Severity
            /// Whether the alert no longer stood at the end.
            public let isWithdrawn: Bool
            /// The alert's id.
            let id: String

            init(_ alert: Alert) {
                raisedAt = alert.raisedAt
                enteredAt = alert.finding.enteredAt
                severity = alert.highestSeverity
                isWithdrawn = alert.isWithdrawn
                id = alert.id
            }
        }

        /// The difference: a change of time counts before one of severity or withdrawal.
        public var sort: Sort {
            guard let old else { return .more }
            guard let new else { return .noMore }
            if new.raisedAt != old.raisedAt { return new.raisedAt < old.raisedAt ? .earlier : .later }
            return new.severity == old.severity && new.isWithdrawn == old.isWithdrawn ? .same : .otherwise
        }

        /// The time by which the changed rule is later, negative if earlier; nil where only one version has the alert.
        public var shift: Span? { old.flatMap { old in new.map { $0.raisedAt - old.raisedAt } } }

        func isRaised(from: Instant, to: Instant) -> Bool {
            [old, new].compactMap(\.self).contains { (from...max(from, to)).contains($0.raisedAt) }
        }
    }

    /// The changes in the order of the rules, then of raising.
    public let changes: [Change]

    public init(changes: [Change]) {
        self.changes = changes
    }

    /// Returns the number of one rule's changes of one sort.
    public func count(_ sort: Change.Sort, rule: String) -> Int {
        changes.count { $0.sort == sort && $0.rule == rule }
    }

    /// The rules that were compared and had any alert, in order of name.
    public var rules: [String] { Set(changes.map(\.rule)).sorted() }

    /// Pairs the alerts of two versions of one rule: those about one child with a fact in common; among several, the
    /// one with the most facts in common, then the first.
    static func changes(rule: String, old: [Alert], new: [Alert]) -> [Change] {
        var changes: [Change] = []
        let oldByChild = Dictionary(grouping: old, by: \.subject)
        var newByChild = Dictionary(grouping: new, by: \.subject)
        for (subject, alerts) in oldByChild {
            var open = newByChild.removeValue(forKey: subject) ?? []
            for alert in alerts {
                let place = open.indices.max { shared(open[$0], alert) < shared(open[$1], alert) }
                let partner = place.flatMap { shared(open[$0], alert) > 0 ? open.remove(at: $0) : nil }
                changes.append(
                    .init(rule: rule, child: subject.child, old: .init(alert), new: partner.map(Change.Side.init))
                )
            }
            changes += open.map { .init(rule: rule, child: subject.child, old: nil, new: .init($0)) }
        }
        for alert in newByChild.values.joined() {
            changes.append(.init(rule: rule, child: alert.subject.child, old: nil, new: .init(alert)))
        }
        return changes.sorted { $0.order < $1.order }
    }

    private static func shared(_ left: Alert, _ right: Alert) -> Int {
        let isSameState = left.finding.key == right.finding.key && left.finding.enteredAt == right.finding.enteredAt
        return left.finding.evidence.count { right.finding.evidence.contains($0) } + (isSameState ? 1_000_000 : 0)
    }
}

extension BacktestReport.Change {
    /// The id of an alert is its own, so that no two changes have the same order.
    fileprivate var order: (Instant, String, Instant, String) {
        (
            old?.raisedAt ?? new?.raisedAt ?? .distantPast, child?.rawValue ?? "",
            new?.enteredAt ?? old?.enteredAt ?? .distantPast, old?.id ?? new?.id ?? ""
        )
    }
}

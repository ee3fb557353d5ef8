internal import SafeguardingModel

/// A difference in the standing alerts that another order of arrival made, though it must make none.
public struct OrderFault: Hashable, Sendable {
    /// The seed that reproduces this order.
    public var seed: UInt64
    /// The alerts with which only the script's own order ends, sorted.
    public var missing: [StandingAlert]
    /// The alerts with which only the other order ends, sorted.
    public var additional: [StandingAlert]

    /// Compares two plays; nil where both end with the same standing alerts.
    init?(seed: UInt64, expected: [AlertSummary], found: [AlertSummary]) {
        let expected = expected.compactMap(StandingAlert.init)
        let found = found.compactMap(StandingAlert.init)
        self.seed = seed
        missing = expected.removing(found).sorted()
        additional = found.removing(expected).sorted()
        if missing.isEmpty && additional.isEmpty { return nil }
    }

    var size: Int { missing.count + additional.count }
}

extension [StandingAlert] {
    /// Returns these alerts without those of `others`, one for one.
    fileprivate func removing(_ others: [StandingAlert]) -> [StandingAlert] {
        var rest = others
        return filter { alert in
            guard let index = rest.firstIndex(of: alert) else { return true }
            rest.remove(at: index)
            return false
        }
    }
}

extension OrderFault {
    /// Returns the difference in words, one line for each alert.
    public func words(_ calendar: ScriptCalendar) -> [String] {
        missing.map { "only in the script's own order: \($0.words(calendar, beside: additional))" }
            + additional.map { "only in the other order: \($0.words(calendar, beside: missing))" }
    }
}

extension StandingAlert {
    /// Returns the alert in words, with the evidence that its counterpart in the other play lacks.
    fileprivate func words(_ calendar: ScriptCalendar, beside others: [StandingAlert]) -> String {
        var words = "\(rule) about \(about.joined(separator: " and ")), \(severity.rawValue), "
        words += "entered \(calendar.text(enteredAt)), \(evidence.count) facts"
        guard let other = others.first(where: { $0.rule == rule && $0.about == about }) else { return words }
        let own = evidence.filter { !other.evidence.contains($0) }
        guard !own.isEmpty else { return words }
        let facts = own.map { "\($0.agency) \($0.kind.rawValue) of \(calendar.text($0.occurred.earliest))" }
        return words + " (only here: \(facts.joined(separator: ", ")))"
    }
}

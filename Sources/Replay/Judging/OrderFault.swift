internal import SafeguardingModel

/// What another order of arrival changed, where it must change nothing.
public struct OrderFault: Hashable, Sendable {
    /// The seed that gives this order again.
    public var seed: UInt64
    /// The smallest piece of difference: alerts that only one of the two plays ends with.
    public var missing: [StandingAlert]
    public var additional: [StandingAlert]

    /// Nil where both plays end with the same standing alerts.
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
    /// These without those, one for one.
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
    /// The difference in words, one line an alert.
    public func words(_ calendar: ScriptCalendar) -> [String] {
        missing.map { "only in the script's own order: \($0.words(calendar, beside: additional))" }
            + additional.map { "only in the other order: \($0.words(calendar, beside: missing))" }
    }
}

extension StandingAlert {
    /// The alert, with the evidence that its counterpart in the other play lacks.
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

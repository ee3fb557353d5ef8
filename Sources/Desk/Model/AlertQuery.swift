import SafeguardingModel

/// A query of the list of alerts: their state, their owner, severity and rule, kept in a link.
struct AlertQuery: Hashable, Sendable {
    enum Whose: String, Hashable, Sendable, CaseIterable {
        case all, mine, unassigned, new

        var words: String {
            switch self {
            case .all: "Everybody's"
            case .mine: "Mine"
            case .unassigned: "Nobody's yet"
            case .new: "New since I looked"
            }
        }
    }

    var state: AlertFilter = .open
    var whose: Whose = .all
    var severity: Severity?
    var rule = ""

    /// Returns whether the query takes an alert, its state aside.
    func takes(_ alert: Alert, isNew: Bool, account: String) -> Bool {
        fitsSeverity(alert) && fitsRule(alert) && whose.takes(alert, isNew: isNew, account: account)
    }

    func fitsSeverity(_ alert: Alert) -> Bool { severity.map { $0 == alert.severity } ?? true }
    func fitsRule(_ alert: Alert) -> Bool { rule.isEmpty || alert.rule == rule }

    var isPlain: Bool { whose == .all && severity == nil && rule.isEmpty }
}

extension AlertQuery.Whose {
    func takes(_ alert: Alert, isNew: Bool, account: String) -> Bool {
        switch self {
        case .all: true
        case .mine: alert.owner == account || alert.offeredTo == account
        case .unassigned: alert.owner == nil
        case .new: isNew
        }
    }
}

/// The number of open alerts that each link of a list would show, counted in one pass.
struct ListTally {
    private(set) var whose: [AlertQuery.Whose: Int] = [:]
    private(set) var severities: [Severity: Int] = [:]
    private(set) var rules: [AlertList.Rule: Int] = [:]
    /// The alerts that the query itself takes.
    private(set) var found: [IndexedAlert] = []

    /// Counts an alert that is in the query's state.
    mutating func count(_ indexed: IndexedAlert, _ query: AlertQuery, isNew: Bool, account: String) {
        let (isSeverity, isRule) = (query.fitsSeverity(indexed.alert), query.fitsRule(indexed.alert))
        let isWhose = query.whose.takes(indexed.alert, isNew: isNew, account: account)
        if isSeverity && isRule {
            for one in AlertQuery.Whose.allCases where one.takes(indexed.alert, isNew: isNew, account: account) {
                whose[one, default: 0] += 1
            }
            if isWhose { found.append(indexed) }
        }
        if isWhose && isRule { severities[indexed.alert.severity, default: 0] += 1 }
        if isWhose && isSeverity { rules[.init(name: indexed.alert.rule, title: indexed.alert.title), default: 0] += 1 }
    }
}

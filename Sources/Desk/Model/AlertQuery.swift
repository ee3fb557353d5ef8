import SafeguardingModel

/// What a list shows: alerts in a state, whose, and which of them. Each is a link that can be kept.
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

    /// Whether an alert is among those that the query means, its state aside.
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

/// How many open alerts each link of a list would show, counted in one pass over them.
struct ListTally {
    private(set) var whose: [AlertQuery.Whose: Int] = [:]
    private(set) var severities: [Severity: Int] = [:]
    private(set) var rules: [AlertList.Rule: Int] = [:]
    /// Those that the query itself means.
    private(set) var found: [IndexedAlert] = []

    /// Counts one that is in the query's state.
    mutating func count(_ shelved: IndexedAlert, _ query: AlertQuery, isNew: Bool, account: String) {
        let (isSeverity, isRule) = (query.fitsSeverity(shelved.alert), query.fitsRule(shelved.alert))
        let isWhose = query.whose.takes(shelved.alert, isNew: isNew, account: account)
        if isSeverity && isRule {
            for one in AlertQuery.Whose.allCases where one.takes(shelved.alert, isNew: isNew, account: account) {
                whose[one, default: 0] += 1
            }
            if isWhose { found.append(shelved) }
        }
        if isWhose && isRule { severities[shelved.alert.severity, default: 0] += 1 }
        if isWhose && isSeverity { rules[.init(name: shelved.alert.rule, title: shelved.alert.title), default: 0] += 1 }
    }
}

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
        if let severity, alert.severity != severity { return false }
        if !rule.isEmpty && alert.rule != rule { return false }
        return switch whose {
        case .all: true
        case .mine: alert.owner == account || alert.offeredTo == account
        case .unassigned: alert.owner == nil
        case .new: isNew
        }
    }

    var isPlain: Bool { whose == .all && severity == nil && rule.isEmpty }
}

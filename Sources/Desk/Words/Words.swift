import SafeguardingModel

/// The words of the screens.
///
/// Those of the wire are for machines.
enum Words {
    static func severity(_ severity: Severity) -> String {
        switch severity {
        case .critical: "Critical"
        case .high: "High"
        case .medium: "Medium"
        case .low: "Low"
        }
    }

    static func life(_ alert: Alert) -> String {
        if alert.isWithdrawn { return "Withdrawn" }
        switch alert.life {
        case .new: return "Not acknowledged"
        case .acknowledged: return "Acknowledged"
        case .inProgress: return "In progress"
        case .closed(let outcome): return outcome.isEmpty ? "Closed" : "Closed: \(outcome)"
        }
    }

    static func role(_ role: Role) -> String {
        switch role {
        case .practitioner: "Practitioner"
        case .manager: "Manager"
        case .auditor: "Auditor"
        case .administrator: "Administrator"
        }
    }

    /// `Social care`.
    static func sector(_ sector: Sector) -> String { capitalized(sector.words) }

    static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// A code of the wire as words: `child-protection-plan` as `child protection plan`.
    static func plain(_ code: String) -> String {
        String(code.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }

    /// Whom to ask: an agency by its title, anybody else as the rule names them.
    static func addressee(_ name: String, _ coverage: Coverage) -> String {
        let title = coverage.title(of: AgencyName(rawValue: name))
        return title == name ? capitalized(plain(name)) : title
    }

    /// With what an alert may be closed.
    ///
    /// Not one of them says that there is no concern.
    static let outcomes = [
        "strategy discussion", "assessment under way", "safety plan in place", "added to the panel",
        "already known and being worked on", "explained by other information", "the records were wrong",
    ]
}

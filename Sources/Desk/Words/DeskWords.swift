import Accounts
import SafeguardingModel

/// The words on pages.
///
/// The words of the wire are for machines.
enum DeskWords {
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
        if alert.isOpen, alert.finding.overtakenAt != nil { return "Overtaken: look and close" }
        switch alert.life {
        case .new: return "Not acknowledged"
        case .acknowledged: return "Acknowledged"
        case .inProgress: return "In progress"
        case .closed(let outcome): return outcome.isEmpty ? "Closed" : "Closed: \(outcome)"
        }
    }

    /// Returns an alert's owner and the account that it is offered to; nil where there is neither.
    static func owner(_ alert: Alert) -> String? {
        let offer = alert.offeredTo.map { "offered to \($0)" }
        guard let owner = alert.owner else { return offer.map(Wording.capitalised) }
        return offer.map { "\(owner), \($0)" } ?? owner
    }

    static func role(_ role: Role) -> String {
        switch role {
        case .practitioner: "Practitioner"
        case .manager: "Manager"
        case .auditor: "Auditor"
        case .administrator: "Administrator"
        }
    }

    static func audit(_ what: AuditEntry.What) -> String {
        switch what {
        case .signedIn: "Signed in"
        case .signInRefused: "Sign-in refused"
        case .signedOut: "Signed out"
        case .sawList: "Looked at the list"
        case .sawAlert: "Looked at an alert"
        case .sawChild: "Looked at a child's file"
        case .opened: "Opened a file without open work"
        case .searched: "Searched"
        case .decided: "Decided"
        case .exported: "Exported"
        case .printed: "Made a pack"
        case .sawNumbers: "Looked at the numbers"
        case .sawLog: "Looked at who saw what"
        case .refused: "Was refused"
        case .accountChanged: "An account was changed"
        }
    }

    /// Returns a sector as a heading: `Social care`.
    static func sector(_ sector: Sector) -> String { Wording.capitalised(sector.words) }

    /// Returns a code of the wire as words: `child-protection-plan` as `child protection plan`.
    static func plain(_ code: String) -> String {
        String(code.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }

    /// Returns the name of whoever is asked: an agency's title, or anybody else as the rule names them.
    static func addressee(_ name: String, _ coverage: Coverage) -> String {
        let title = coverage.title(of: AgencyName(rawValue: name))
        return title == name ? Wording.capitalised(plain(name)) : title
    }

    /// The outcomes with which an alert may be closed.
    ///
    /// None of them says that there is no concern.
    static let outcomes = [
        "strategy discussion", "assessment under way", "safety plan in place", "added to the panel",
        "already known and being worked on", "explained by other information", "the records were wrong",
    ]
}

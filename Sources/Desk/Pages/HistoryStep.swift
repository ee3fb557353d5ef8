import DaemonKit
import SafeguardingModel

/// One step in an alert's history.
struct HistoryStep {
    let at: Instant
    let what: String
    var text = ""
    var by = ""

    func html(_ times: Times) -> HTML {
        """
        <li>\(times.text(at)) <strong>\(what)</strong>\(by.nonEmpty.map { " by \($0)" })\
        \(text.nonEmpty.map { #"<span class="text">\#($0)</span>"# })</li>

        """
    }

    /// Returns all steps in the order in which they happened.
    static func all(of alert: Alert, coverage: Coverage) -> [HistoryStep] {
        var steps = [HistoryStep(at: alert.raisedAt, what: "Raised")]
        steps += alert.revisions.map {
            HistoryStep(at: $0.at, what: "Now \(DeskWords.severity($0.severity).lowercased())", text: $0.sentence)
        }
        if alert.revisionsLeftOut > 0, let last = alert.revisions.last {
            let count = Wording.count(alert.revisionsLeftOut, "earlier change is", "earlier changes are")
            steps.append(HistoryStep(at: last.at, what: "Changed very often", text: "\(count) not listed."))
        }
        steps += alert.escalations.map {
            HistoryStep(at: $0, what: "Escalated", text: "Nobody had acknowledged it in time.")
        }
        steps += alert.actions.map { action in
            let by = coverage.knows(action.by) ? coverage.title(of: AgencyName(rawValue: action.by)) : action.by
            return HistoryStep(at: action.at, what: Wording.capitalised(action.what), text: action.note, by: by)
        }
        if let withdrawal = alert.withdrawal {
            steps.append(HistoryStep(at: withdrawal.at, what: "Withdrawn", text: withdrawal.sentence))
        }
        let order = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return order.map(\.element)
    }
}

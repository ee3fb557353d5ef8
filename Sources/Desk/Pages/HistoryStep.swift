import SafeguardingModel

/// One step in an alert's history.
struct HistoryStep: Sendable {
    let time: TimeText
    let what: String
    let by: String?
    let text: String?
    private let at: Instant

    init(_ at: Instant, _ what: String, _ text: String? = nil, by: String? = nil, times: Times) {
        self.at = at
        time = times.text(at)
        self.what = what
        self.text = text?.nonEmpty
        self.by = by?.nonEmpty
    }

    /// Returns all steps in the order in which they happened.
    static func all(of alert: Alert, coverage: Coverage, times: Times) -> [HistoryStep] {
        var steps = [HistoryStep(alert.raisedAt, "Raised", times: times)]
        for revision in alert.revisions {
            steps.append(
                HistoryStep(
                    revision.at,
                    "Now \(DeskWords.severity(revision.severity).lowercased())",
                    revision.sentence,
                    times: times
                )
            )
        }
        if alert.revisionsLeftOut > 0, let last = alert.revisions.last {
            let count = DeskWords.count(alert.revisionsLeftOut, "earlier change is", "earlier changes are")
            steps.append(HistoryStep(last.at, "Changed very often", "\(count) not listed.", times: times))
        }
        for time in alert.escalations {
            steps.append(HistoryStep(time, "Escalated", "Nobody had acknowledged it in time.", times: times))
        }
        for action in alert.actions {
            let by = coverage.knows(action.by) ? coverage.title(of: AgencyName(rawValue: action.by)) : action.by
            steps.append(HistoryStep(action.at, DeskWords.capitalized(action.what), action.note, by: by, times: times))
        }
        if let withdrawal = alert.withdrawal {
            steps.append(HistoryStep(withdrawal.at, "Withdrawn", withdrawal.sentence, times: times))
        }
        let order = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return order.map(\.element)
    }
}

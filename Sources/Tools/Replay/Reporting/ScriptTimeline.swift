public import SafeguardingModel

/// The events and alerts of a play as rows: day and time, agency, event, alert.
public struct ScriptTimeline: Hashable, Sendable {
    /// One event, one decision, or one change of an alert.
    public struct Row: Hashable, Sendable {
        /// The moment at which the event arrived, or the alert changed.
        public var at: Instant
        /// The agency; empty in the rows of alerts.
        public var agency: String
        /// The event's kind and a few of its fields; empty in the rows of alerts.
        public var event: String
        /// `RAISED`, `revised` or `WITHDRAWN` and the rule; empty in the rows of events.
        public var alert: String
    }

    /// The rows in order of time; an event comes before the alerts of the same moment.
    public var rows: [Row]

    /// Makes the rows of the whole play; with the name of a child, those about the child and those about no child.
    public init(_ result: Script, _ play: Play, about: String? = nil) {
        let steps = Dictionary(result.steps.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
        var rows = play.plan.steps.compactMap { step -> Row? in
            let child = steps[step.line]?.child
            guard about == nil || child == about || child == nil else { return nil }
            return Row(step, child: about == nil ? child : nil, result.calendar)
        }
        for summary in play.summaries where about == nil || summary.about.contains(about ?? "") {
            rows += Row.rows(of: summary, naming: about == nil)
        }
        self.rows = rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}

extension DeliveryPlan.PlannedStep {
    var line: Int {
        switch self {
        case .delivery(let delivery): delivery.line
        case .decision(_, _, let line): line
        }
    }
}

extension ScriptTimeline.Row {
    fileprivate init(_ step: DeliveryPlan.PlannedStep, child: String?, _ calendar: ScriptCalendar) {
        at = step.at
        alert = ""
        switch step {
        case .decision(let decision, _, _):
            agency = AgencyName.desk.rawValue
            event = decision.words
        case .delivery(let delivery):
            agency = delivery.agency.rawValue
            event = delivery.document.event.words(child: child, arriving: delivery.at, calendar)
        }
    }

    /// Returns the rows of one alert: raised, revised, withdrawn.
    fileprivate static func rows(of summary: AlertSummary, naming: Bool) -> [Self] {
        let name = summary.rule + (naming ? " about \(summary.about.joined(separator: " and "))" : "")
        let first = summary.changes.isEmpty ? " (\(summary.highestSeverity.rawValue))" : ""
        var rows = [Self(at: summary.raisedAt, agency: "", event: "", alert: "RAISED \(name)\(first)")]
        rows += summary.changes.map {
            Self(at: $0.at, agency: "", event: "", alert: "revised \(name) (\($0.severity.rawValue))")
        }
        if let at = summary.withdrawnAt { rows.append(Self(at: at, agency: "", event: "", alert: "WITHDRAWN \(name)")) }
        return rows
    }
}

extension ScriptDecision {
    var words: String {
        switch verdict {
        case .same(let records): "same: \(records.map(\.description).joined(separator: ", "))"
        case .different(let records): "different: \(records.map(\.description).joined(separator: ", "))"
        case .samePerson(let keys, _): "one adult: \(keys.map(\.description).joined(separator: ", "))"
        case .differentPeople(let keys, _): "different adults: \(keys.map(\.description).joined(separator: ", "))"
        case .takenBack(let id): "takes back \(id)"
        }
    }
}

extension Event {
    /// Returns the event's kind with the few fields that tell events of a kind apart, and when it happened if it came
    /// late.
    fileprivate func words(child: String?, arriving: Instant, _ calendar: ScriptCalendar) -> String {
        let telling: [FieldName] = [
            .episode, .grade, .category, .missingFrom, .band, .status, .regulation, .code, .session, .setting,
            .indicators,
            .register, .placement, .hostAuthority, .of,
        ]
        let values = telling.flatMap { fields.values($0) } + (corrects.map { [$0] } ?? [])
        var words = kind.rawValue + (child.map { " \($0)" } ?? "")
        if !values.isEmpty { words += " (\(values.joined(separator: ", ")))" }
        if exercise { words += " [drill]" }
        if arriving > occurred.latest + .hours(1) { words += " of \(calendar.text(occurred.earliest))" }
        return words
    }
}

extension ScriptTimeline {
    /// Returns the rows as text, in columns.
    ///
    /// More than three successive events of the same sort from one agency become one row.
    public func text(_ calendar: ScriptCalendar) -> String {
        let cells = folded(calendar)
        let widths = (0..<3).map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            zip(row, widths + [0]).map { $0.padding(to: $1) }.joined(separator: "  ").trimmingTrailingSpaces()
        }.joined(separator: "\n")
    }

    private func folded(_ calendar: ScriptCalendar) -> [[String]] {
        var cells = [["day time", "agency", "event", "alert"]]
        var index = 0
        while index < rows.count {
            let run = rows[index...].prefix { $0.sort == rows[index].sort && $0.alert.isEmpty }.count
            let row = rows[index]
            if run > 3 {
                let last = rows[index + run - 1]
                cells.append([
                    "D\(calendar.day(of: row.at)) … D\(calendar.day(of: last.at))", row.agency,
                    "\(run) × \(row.sort[1])", "",
                ])
                index += run
            } else {
                cells.append([
                    "D\(calendar.day(of: row.at)) \(calendar.clock(row.at))", row.agency, row.event, row.alert,
                ])
                index += 1
            }
        }
        return cells
    }
}

extension ScriptTimeline.Row {
    /// The key by which rows are merged: the agency and the first word of the event.
    fileprivate var sort: [String] {
        [agency, String(event.prefix { $0 != " " })]
    }
}

extension String {
    func padding(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }

    func trimmingTrailingSpaces() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

import SafeguardingModel

/// An alert in text for a terminal.
enum AlertText {
    static let header = ["ID", "SEVERITY", "RAISED", "CHILD", "LIFE", "RULE", "WHAT HAPPENED"]

    static func row(_ alert: Alert, _ zone: Zone) -> [String] {
        [
            alert.id, alert.severity.rawValue, zone.text(alert.raisedAt),
            alert.subject.child?.rawValue ?? alert.subject.description,
            life(alert), alert.rule, headline(alert),
        ]
    }

    /// Returns the alert in one sentence, marked where nobody is to act on it: in a drill, and of a rule on trial.
    static func headline(_ alert: Alert) -> String {
        (alert.isExercise ? "EXERCISE: " : "") + (alert.isTrial ? "ON TRIAL: " : "")
            + AlertNames().filled(alert.explanation.headline)
    }

    static func isMoreUrgent(_ left: Alert, _ right: Alert) -> Bool {
        if left.isOpen != right.isOpen { return left.isOpen }
        if left.severity != right.severity { return left.severity > right.severity }
        return (left.raisedAt, left.id) < (right.raisedAt, right.id)
    }

    static func life(_ alert: Alert) -> String {
        if alert.isWithdrawn { return "withdrawn" }
        if alert.isOpen, alert.finding.overtakenAt != nil { return "overtaken" }
        return switch alert.life {
        case .new: alert.missed.isEmpty ? "new" : "escalated"
        case .acknowledged: "acknowledged"
        case .inProgress: "in progress"
        case .closed(let outcome): "closed: \(outcome)"
        }
    }

    /// Returns the whole alert, a screen of text.
    static func lines(_ alert: Alert, _ zone: Zone) -> [String] {
        let alert = alert.named(AlertNames())
        var lines = [
            "\(alert.id)  \(alert.severity.rawValue.uppercased())  \(alert.title)", "", headline(alert), "",
        ]
        lines.append("about     \(alert.subject)")
        lines.append("rule      \(alert.rule), version \(alert.finding.ruleVersion)")
        lines.append(
            "raised    \(zone.text(alert.raisedAt)); entered, by the facts, \(zone.text(alert.finding.enteredAt))"
        )
        if let deadline = alert.acknowledgeBy { lines.append("deadline  acknowledge by \(zone.text(deadline))") }
        lines.append("life      \(life(alert))")
        if let at = alert.finding.overtakenAt { lines.append("overtaken \(zone.text(at)): look and close") }
        lines.append("tell      \(alert.tell.joined(separator: ", "))")
        lines += section("Why", alert.explanation.reasons)
        lines += section(
            "Evidence, in the order in which it happened",
            evidence(alert, zone)
        )
        lines += section(
            "What each sector knew alone",
            alert.explanation.alone.map { "\($0.sector.words): \($0.sentence)" }
        )
        lines += section("What is not known", alert.explanation.unknown)
        lines += section("What to ask", alert.explanation.questions.map { "\($0.to): \($0.text)" })
        lines += section("Since it was raised", history(alert, zone))
        return lines
    }

    private static func section(_ title: String, _ items: [String]) -> [String] {
        items.isEmpty ? [] : ["", title] + items.map { "  - \($0)" }
    }

    private static func evidence(_ alert: Alert, _ zone: Zone) -> [String] {
        let lines = alert.explanation.evidence.map { evidence($0, zone) }
        return more(alert.explanation.evidenceLeftOut ?? 0, amid: lines, after: lines.count / 2)
    }

    /// Returns the lines with the number of omitted ones in their place.
    private static func more(_ count: Int, amid lines: [String], after place: Int) -> [String] {
        count > 0 ? lines.prefix(place) + [Excerpt<String>.more(count)] + lines.dropFirst(place) : lines
    }

    private static func evidence(_ evidence: Evidence, _ zone: Zone) -> String {
        let happened =
            evidence.occurred.precision == .day
            ? Zone.text(zone.day(of: evidence.occurred.earliest)) : zone.text(evidence.occurred.earliest)
        return "\(happened)  \(evidence.agency): \(evidence.sentence) (we learned \(zone.text(evidence.received)))"
    }

    private static func history(_ alert: Alert, _ zone: Zone) -> [String] {
        var lines = alert.revisions.map { ($0.at, "\($0.sentence) [\($0.severity.rawValue)]") }
        lines += alert.escalations.map { ($0, "escalated: nobody had acknowledged it") }
        lines += alert.actions.map { ($0.at, "\($0.what) by \($0.by)\($0.note.isEmpty ? "" : ": \($0.note)")") }
        if let withdrawal = alert.withdrawal { lines.append((withdrawal.at, "withdrawn: \(withdrawal.sentence)")) }
        let texts = lines.sorted { $0.0 < $1.0 }.map { "\(zone.text($0.0))  \($0.1)" }
        let left = alert.revisionsLeftOut
        return left > 0 ? texts + ["(\(Excerpt<String>.grouped(left)) earlier changes are not listed)"] : texts
    }

    static func announce(_ effect: Effect, _ zone: Zone) {
        guard let alert = effect.alert else { return }
        let word =
            switch effect {
            case .raised: "raised"
            case .revised: "revised"
            case .withdrawn: "withdrawn"
            case .escalated: "escalated"
            case .handled: "handled"
            case .notice: "notice"
            }
        Terminal.say("\(alert.id)  \(word)  \(alert.severity.rawValue)  \(alert.rule)  \(headline(alert))")
    }
}

import SafeguardingModel

extension OverduePattern {
    static var forms: [HeadlineForm] { [.overdue, .late, .early] }

    static var placeholders: [String] {
        [
            "since", "due", "answered", "late", "counted", "outstanding", "awaited", "what", "referral", "host", "to",
            "after", "ended",
        ]
    }

    func form(_ finding: Finding) -> HeadlineForm {
        if finding.instant("answered") != nil { return .late }
        return steps[min(steps.count, finding.count("step") ?? 1) - 1].isEarly ? .early : .overdue
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        switch form(finding) {
        case .late: HeadlineTemplate("{awaited} {late} late ({answered})[ after {what}]")
        case .early: HeadlineTemplate("{awaited} due {due}: not yet recorded")
        default: HeadlineTemplate("{awaited} overdue since {due}[ ({outstanding} outstanding)]")
        }
    }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let (outstanding, all) = (finding.count("outstanding") ?? 1, finding.count("count") ?? 1)
        let nouns = explained.wording.counted ?? ("report", "reports")
        var values = [
            "awaited": Wording.capitalised(explained.wording.awaited ?? unless.kinds.first?.noun.one ?? "answer"),
            "what": what,
            "counted": Wording.count(outstanding > 0 ? outstanding : all, nouns.0, nouns.1),
            "after": after(finding),
        ]
        values["outstanding"] = outstanding > 1 ? "\(outstanding)" : nil
        values["since"] = finding.instant("since").map(explained.when)
        values["due"] = finding.instant("due").map { due in
            // Working days end with the day: due by midnight is due on the day before.
            let isMidnight = explained.context.zone.secondsAfterMidnight(of: due) == 0
            return isMidnight && finding.has("working days") ? explained.day(due - .seconds(1)) : explained.when(due)
        }
        values["answered"] = finding.instant("answered").map(explained.when)
        if let due = finding.instant("due"), let answered = finding.instant("answered") {
            values["late"] = RuleWords.about(answered.milliseconds - due.milliseconds)
        }
        let begin = explained.own.last {
            $0.at == finding.instant("since")?.milliseconds && !$0.flags.contains(.restricted)
        }
        values["ended"] = finding.instant("answered") == nil ? finding.overtakenAt.map(explained.when) : nil
        values["referral"] = begin?.value(.referral)
        values["to"] = begin?.value(.to)
        values["host"] = begin?.value(.hostAuthority).map(AuthorityNames.name)
        return values
    }

    /// The time after which it is overdue, as words: `24 hours`.
    private func after(_ finding: Finding) -> String {
        Self.words(steps[min(steps.count, finding.count("step") ?? 1) - 1])
    }

    private static func words(_ step: Step) -> String {
        switch step.after {
        case .elapsed(let span): RuleWords.length(span)
        case .workingDays(let count): Wording.count(count, "working day", "working days")
        }
    }

    private var what: String {
        switch since {
        case .nationalAlert: "{child} returned"
        case .outOfAreaPlacement: "the out-of-area placement"
        case .happening(let happening, _): happening.words
        }
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let step = steps[min(steps.count, finding.count("step") ?? 1) - 1]
        let weekends = if case .elapsed(let span) = step.after, span >= .days(1) { " (weekends count)" } else { "" }
        let isLate = finding.instant("answered") != nil
        var reasons = [
            "\(isLate ? "Not done" : step.isEarly ? "Not yet done after" : "Not done")\(step.isEarly && !isLate ? "" : " within") \(Self.words(step))\(weekends)."
        ]
        if let outstanding = finding.count("outstanding"), let all = finding.count("count"), all > 1 {
            reasons.append(
                outstanding == 0 ? "None of \(all) outstanding now." : "\(outstanding) of \(all) outstanding."
            )
        }
        if finding.count("known") == 1 {
            reasons.append("More urgent because {child} was already known to the CSE team.")
        }
        if let words = condition?.words(finding, explained), !words.isEmpty {
            reasons.append("Counted because \(words).")
        }
        return reasons + explained.facts.map(explained.dated)
    }

    var requirements: [Requirement] {
        let own: Requirement =
            switch since {
            case .happening(let since, _): .happening(since)
            case .outOfAreaPlacement: .outOfAreaPlacement
            case .nationalAlert: .happening(.found)
            }
        return [own] + (condition?.requirements ?? [])
    }

    func unmet(_ context: inout EvaluationContext) -> String {
        duties(&context).isEmpty
            ? "Nothing happened that would have to be followed by anything."
            : "What happened has been followed in time, or is not yet due."
    }
}

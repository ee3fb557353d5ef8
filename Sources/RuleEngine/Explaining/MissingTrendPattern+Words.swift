import SafeguardingModel

extension MissingTrendPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let count = finding.count("count") ?? 0
        let signs = [
            finding.has("often") ? "more often" : nil, finding.has("faster") ? "at a growing rate" : nil,
            finding.has("longer") ? "for longer each time" : nil, finding.has("night") ? "overnight" : nil,
        ].compactMap(\.self)
        return
            "The child goes missing \(Wording.list(signs)): \(Wording.count(count, "episode", "episodes")) within \(RuleWords.length(within))."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        var reasons: [String] = []
        if finding.has("often") {
            let steps = Wording.list(steps.map(String.init))
            let count = Wording.count(finding.count("count") ?? 0, "missing episode", "missing episodes")
            reasons.append("\(count) within \(RuleWords.length(within)); the rule speaks at \(steps).")
        }
        if finding.has("faster"), let faster {
            reasons.append(
                "In \(RuleWords.length(faster.within)) at least \(faster.times) times the rate of the \(RuleWords.length(faster.before)) before."
            )
        }
        if finding.has("longer"), let longer {
            reasons.append("Each of the last \(longer.times) episodes lasted longer than the one before.")
        }
        if finding.has("night"), let night {
            reasons.append(
                "For the first time in \(RuleWords.length(night.notIn)) the child was still missing past midnight."
            )
        }
        if finding.has("known") {
            reasons.append("The child was known to the CSE system before, so it is more urgent.")
        }
        return reasons + told.dated([.missingReported, .missingFound])
    }
}

extension StillMissingPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let since = finding.instant("since").map(told.when) ?? ""
        let elapsed = finding.span("elapsed").map(RuleWords.length) ?? ""
        let area = outOfArea ? ", placed in the area of another authority," : ""
        return "The child\(area) was reported missing \(since) and had not been found \(elapsed) later."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let reached = finding.instant("reached").map(told.when) ?? ""
        var reasons = ["Still missing at \(reached), when the rule's time was reached."]
        for step in steps {
            let past = step.past == nil ? "" : ", or past the late hour"
            reasons.append(
                "\(Wording.capitalised(step.severity.rawValue)) after \(RuleWords.length(step.after))\(past)."
            )
        }
        if let younger = knownOrYoungerThan {
            let isKnown = finding.count("known") == 1
            reasons.append(
                isKnown ? "The child was known to the CSE system before." : "The child is younger than \(younger)."
            )
        }
        return reasons + told.lines.map(told.dated)
    }
}

extension OverduePattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let begin = finding.instant("since").map(told.when) ?? ""
        let due = finding.instant("due").map(told.when) ?? ""
        let expected = Wording.capitalised(told.rule.wording.awaited ?? expected)
        let one = "\(expected) was due by \(due) and is not known; it should have followed \(what) (\(begin))."
        let count = finding.count("count") ?? 1
        return count > 1 ? "\(one) It is one of \(count)." : one
    }

    private var expected: String {
        RuleWords.withArticle(unless.kinds.first?.noun.one ?? "answer")
    }

    private var what: String {
        switch since {
        case .nationalAlert: "the return of a child for whom a national alert went out"
        case .outOfAreaPlacement: "the placement in another authority's area"
        case .happening(let happening, _): happening.words
        }
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        var reasons: [String] = []
        for step in steps.prefix(finding.count("step") ?? 1) {
            switch step.after {
            case .elapsed(let span): reasons.append("Nothing within \(RuleWords.length(span)), weekends and all.")
            case .workingDays(let count):
                reasons.append("Nothing within \(count) working days; weekends and bank holidays do not count.")
            }
        }
        if finding.count("known") == 1 {
            reasons.append("The child was known to the CSE system, so it is more urgent.")
        }
        return reasons + told.lines.map(told.dated)
    }
}

extension Finding {
    func span(_ name: String) -> Span? {
        measures.first { $0.name == name }.flatMap { if case .span(let value) = $0.value { value } else { nil } }
    }
}

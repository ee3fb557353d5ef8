import SafeguardingModel

extension OverduePattern {
    func headline(_ finding: Finding, _ explained: ExplanationContext) -> String {
        let begin = finding.instant("since").map(explained.when) ?? ""
        let due = finding.instant("due").map(explained.when) ?? ""
        let expected = Wording.capitalised(explained.rule.wording.awaited ?? expected)
        if let answered = finding.instant("answered") {
            return "\(expected) was due by \(due) and came late, \(explained.when(answered)), after \(what) (\(begin))."
        }
        let one = "\(expected) was due by \(due) and is not known; it should have followed \(what) (\(begin))."
        let count = finding.count("outstanding") ?? 1
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

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
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

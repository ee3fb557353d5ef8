import SafeguardingModel

extension CountPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let nouns = told.rule.wording.counted ?? of.noun
        let count = Wording.count(finding.count("count") ?? 0, nouns.one, nouns.many)
        let counted = told.lines.filter { of.kinds.isEmpty || of.kinds.contains($0.kind) }
        let missing = (finding.count("missing") ?? 0) > 0 ? ", with the child missing in between" : ""
        let length = finding.span("within").map(RuleWords.length) ?? ""
        return "\(count) about the child within \(length), by \(RuleWords.sectors(told.sectors(counted)))\(missing)."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let count = finding.count("count") ?? 0
        let nouns = told.rule.wording.counted ?? of.noun
        let length = finding.span("within").map(RuleWords.length) ?? ""
        var reasons: [String] = []
        if count >= steps[0] {
            let steps = Wording.list(steps.map(String.init))
            reasons.append(
                "\(Wording.count(count, nouns.one, nouns.many)) within \(length); the rule speaks at \(steps)."
            )
        } else if let fewer = withMissingBetween {
            let missing = Wording.count(finding.count("missing") ?? 0, "missing episode", "missing episodes")
            reasons.append(
                "\(Wording.count(count, nouns.one, nouns.many)) within \(length), and \(missing) between the first and the last; then \(fewer) are enough."
            )
        }
        if finding.span("within") == longer?.within {
            reasons.append("There was a \(longer?.any.kinds.first?.noun.one ?? "fact"), so the longer time counts.")
        }
        if let condition { reasons.append("Each while this held: \(condition.words).") }
        return reasons + (of.kinds.isEmpty ? told.lines.map(told.dated) : told.dated(of.kinds))
    }
}

extension SectorsPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let length = finding.span("within").map(RuleWords.length) ?? ""
        let names = Wording.capitalised(RuleWords.sectors(finding.sectors))
        return
            "\(names) each told of a concern about the child within \(isKnown(finding) ? length : RuleWords.length(within))."
    }

    private func isKnown(_ finding: Finding) -> Bool { finding.count("known") == 1 }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let count = finding.count("sectors") ?? 0
        var reasons: [String] = []
        if isKnown(finding), let ifKnown {
            reasons.append("The child was known to the CSE system before.")
            reasons.append(
                "\(Wording.count(count, "sector", "sectors")) within \(RuleWords.length(ifKnown.within)); for a known child the rule asks for \(ifKnown.atLeast)."
            )
        } else {
            reasons.append(
                "\(Wording.count(count, "sector", "sectors")) within \(RuleWords.length(within)); the rule asks for \(atLeast)."
            )
        }
        for sector in RuleWords.ordered(finding.sectors) {
            let own = told.lines(of: sector)
            guard let first = own.first else { continue }
            let more = own.count > 1 ? " And \(own.count - 1) more." : ""
            reasons.append("\(Wording.capitalised(sector.words)): \(told.dated(told.lines[first]))\(more)")
        }
        return reasons
    }
}

extension TogetherPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        "Within \(RuleWords.length(within)) of the child: \(Wording.list(names))."
    }

    private var names: [String] { parts.map(\.phrase) }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        ["All of these within \(RuleWords.length(within)): \(Wording.list(names))."] + told.lines.map(told.dated)
    }
}

extension SequencePattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let first = told.lines.first.map { told.when($0) } ?? ""
        let last = told.lines.last.map { told.when($0) } ?? ""
        return "First \(noun(first: true)) (\(first)), then \(noun(first: false)) (\(last))."
    }

    private func noun(first isFirst: Bool) -> String {
        if isFirst, first.kinds.contains(.concernObserved) { return "a contact that worried somebody" }
        if !isFirst, case .missing = then { return "the child went missing" }
        return isFirst ? first.phrase : then.phrase
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        var reasons = ["The second came within \(RuleWords.length(within)) of the first."]
        if byAnotherSector { reasons.append("Another sector told it.") }
        if let condition { reasons.append("At that time \(condition.words).") }
        return reasons + told.lines.map(told.dated)
    }
}

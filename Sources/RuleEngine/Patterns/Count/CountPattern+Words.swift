import SafeguardingModel

extension CountPattern {
    /// Whether sectors or agencies are counted, and their agreement is what the finding is about.
    private var isOfSenders: Bool { distinct != .fact && elsewhere == nil && group == nil }

    /// The measures of a finding. Each form is marked by the word that it had as a pattern of its own, with which alerts
    /// have been published.
    func measures(_ count: Int, _ window: Span, _ missing: Int, _ isMetAsKnown: Bool) -> [Measure] {
        let mark = elsewhere != nil ? "elsewhere" : group != nil ? "unattended" : isOfSenders ? "sectors" : Self.word
        let length = elsewhere ?? (isMetAsKnown ? ifKnown?.within ?? window : window)
        var measures = [
            Measure("pattern", .text(mark)), Measure(isOfSenders ? "sectors" : "count", .count(count)),
            Measure("within", .span(length)),
        ]
        if mark == Self.word { measures.append(Measure("missing", .count(missing))) }
        if isOfSenders || ifKnown != nil { measures.append(Measure("known", .count(isMetAsKnown ? 1 : 0))) }
        return measures
    }

    func headline(_ finding: Finding, _ explained: ExplanationContext) -> String {
        let length = finding.span("within").map(RuleWords.length) ?? ""
        if elsewhere != nil {
            let agencies = Wording.list(explained.titles(of.kinds))
            return "While the child was missing, or shortly after, \(agencies) told of them, from another area."
        }
        if group != nil {
            let times = Wording.count(finding.count("count") ?? 0, "time", "times")
            let agency = explained.directory.title(of: AgencyName(rawValue: finding.text("agency") ?? ""))
            return
                "\(Wording.capitalised(agency)) was invited \(times) within \(length) to meetings about the child, and did not come."
        }
        if isOfSenders {
            let names =
                distinct == .sector ? RuleWords.sectors(finding.sectors) : Wording.list(explained.titles(of.kinds))
            return "\(Wording.capitalised(names)) each told of a concern about the child within \(length)."
        }
        let counted = explained.facts.filter { of.kinds.isEmpty || of.kinds.contains($0.kind) }
        let missing = (finding.count("missing") ?? 0) > 0 ? ", with the child missing in between" : ""
        return
            "\(number(finding, explained)) about the child within \(length), by \(RuleWords.sectors(explained.sectors(counted)))\(missing)."
    }

    /// Returns what was counted, as `3 referrals` or `2 sectors`.
    private func number(_ finding: Finding, _ explained: ExplanationContext) -> String {
        let nouns = explained.rule.wording.counted ?? of.noun
        return switch distinct {
        case .fact: Wording.count(finding.count("count") ?? 0, nouns.one, nouns.many)
        case .sector: Wording.count(finding.count("sectors") ?? 0, "sector", "sectors")
        case .agency: Wording.count(finding.count("sectors") ?? 0, "agency", "agencies")
        }
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        if let elsewhere {
            return [
                "Told during the absence or within \(RuleWords.length(elsewhere)) after it, by an agency of an area that has otherwise nothing to do with the child."
            ] + explained.facts.map(explained.dated)
        }
        let asked = Wording.list(steps.map(String.init))
        if group != nil {
            return ["Invited and absent \(finding.count("count") ?? 0) times; the rule speaks at \(asked)."]
                + explained.facts.map(explained.dated)
        }
        return met(finding, explained, asked) + circumstances(finding)
            + (distinct == .sector
                ? explained.bySector(finding)
                : of.kinds.isEmpty ? explained.facts.map(explained.dated) : explained.dated(of.kinds))
    }

    /// Returns the sentences about the number that was reached.
    private func met(_ finding: Finding, _ explained: ExplanationContext, _ asked: String) -> [String] {
        let number = "\(number(finding, explained)) within \(finding.span("within").map(RuleWords.length) ?? "")"
        if finding.count("known") == 1, let ifKnown {
            return [
                "The child was known to the CSE system before.",
                "\(number); for a known child the rule asks for \(ifKnown.reaches).",
            ]
        }
        if isOfSenders { return ["\(number); the rule asks for \(asked)."] }
        if (finding.count("count") ?? 0) >= steps[0] { return ["\(number); the rule speaks at \(asked)."] }
        guard let withMissingBetween else { return [] }
        let missing = Wording.count(finding.count("missing") ?? 0, "missing episode", "missing episodes")
        return [
            "\(number), and \(missing) between the first and the last; then \(withMissingBetween) are enough."
        ]
    }

    private func circumstances(_ finding: Finding) -> [String] {
        var sentences: [String] = []
        if finding.span("within") == longer?.within {
            sentences.append("There was a \(longer?.any.kinds.first?.noun.one ?? "fact"), so the longer time counts.")
        }
        if let condition { sentences.append("Each while this held: \(condition.words).") }
        return sentences
    }

    var requirements: [Requirement] {
        [elsewhere == nil ? .happening(of) : .elsewhere(of)] + (elsewhere == nil ? [] : [.happening(.missing)])
            + (ifKnown == nil ? [] : Requirement.known) + (condition?.requirements ?? [])
    }

    func unmet(_ context: inout EvaluationContext) -> String {
        if let elsewhere {
            return context.absences.all.contains(where: \.isMissing)
                ? "No agency of another area tells of the child while they are missing, or within \(RuleWords.length(elsewhere)) after."
                : "The child has not been reported missing."
        }
        if group != nil {
            return
                "Nobody who was invited stayed away \(Wording.count(steps[0], "time", "times")) within \(RuleWords.length(within))."
        }
        let recent = counted(nil, &context).filter { $0.at >= context.now - within.milliseconds }
        var senders = DistinctSenders()
        for moment in recent { senders.add(moment, distinct, &context) }
        let number =
            switch distinct {
            case .fact: Wording.count(recent.count, of.noun.one, of.noun.many)
            case .sector: Wording.count(senders.count(), "sector", "sectors")
            case .agency: Wording.count(senders.count(), "agency", "agencies")
            }
        let held = condition.map { ", each while this held: \($0.words)" } ?? ""
        return
            "\(Wording.capitalised(number)) in the last \(RuleWords.length(within))\(held); the rule asks for \(steps[0])."
    }
}

extension ExplanationContext {
    /// Returns the names of the agencies that sent facts of these kinds, sorted.
    fileprivate func titles(_ kinds: [EventKind]) -> [String] {
        let own = facts.filter { kinds.isEmpty || kinds.contains($0.kind) }
        return Set(own.map { Fact($0, in: directory).title(in: directory) }).sorted()
    }

    /// Returns the first fact of each sector, and how many more it sent.
    fileprivate func bySector(_ finding: Finding) -> [String] {
        RuleWords.ordered(finding.sectors).compactMap { sector in
            let own = indices(of: sector)
            guard let first = own.first else { return nil }
            let more = own.count > 1 ? " And \(own.count - 1) more." : ""
            return "\(Wording.capitalised(sector.words)): \(dated(facts[first]))\(more)"
        }
    }
}

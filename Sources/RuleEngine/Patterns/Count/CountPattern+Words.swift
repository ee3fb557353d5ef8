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

    static var placeholders: [String] {
        [
            "count", "counted", "ordinal", "within", "senders", "missing", "last", "agency", "agencies", "grade",
            "repeat",
        ]
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        if elsewhere != nil {
            return HeadlineTemplate("Seen out of area while missing, or just after[: {agencies}][ ({last})]")
        }
        if group != nil {
            return HeadlineTemplate("{agency} invited {count} times in {within} to meetings about {child}, and absent")
        }
        if isOfSenders { return HeadlineTemplate("{count} services raised concerns in {within}[: {senders}]") }
        return HeadlineTemplate("{counted} in {within}[, and missing in between: {missing}][ (last {last})]")
    }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let count = finding.count("count") ?? finding.count("sectors") ?? 0
        let counted = explained.own.filter { of.kinds.isEmpty || of.kinds.contains($0.kind) }
        let missing = finding.count("missing") ?? 0
        var values = [
            "count": "\(count)", "counted": number(finding, explained), "ordinal": RuleWords.ordinal(count),
            "within": finding.span("within").map(RuleWords.period) ?? "",
            "agencies": Wording.list(explained.titles(of.kinds)),
            "senders": distinct == .agency
                ? Wording.list(explained.titles(of.kinds)) : RuleWords.sectors(explained.sectors(counted)),
        ]
        values["repeat"] = count > 1 ? "\(count) times" : nil
        values["missing"] = missing > 0 ? Wording.count(missing, "time", "times") : nil
        values["agency"] = finding.text("agency").map {
            Wording.capitalised(explained.directory.title(of: AgencyName(rawValue: $0)))
        }
        guard let last = counted.last else { return values }
        values["last"] = explained.when(last)
        if !last.flags.contains(.restricted) { values["grade"] = last.value(.grade) ?? last.value(.category) }
        return values
    }

    /// Returns what was counted, as `3 referrals` or `2 services`.
    private func number(_ finding: Finding, _ explained: ExplanationContext) -> String {
        let nouns = explained.wording.counted ?? of.noun
        return switch distinct {
        case .fact: Wording.count(finding.count("count") ?? 0, nouns.one, nouns.many)
        case .sector: Wording.count(finding.count("sectors") ?? 0, "service", "services")
        case .agency: Wording.count(finding.count("sectors") ?? 0, "agency", "agencies")
        }
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        if let elsewhere {
            return [
                "While missing or within \(RuleWords.length(elsewhere)) after, reported by an agency of another area."
            ] + explained.facts.map(explained.dated)
        }
        let asked = Wording.list(steps.map(String.init))
        if group != nil {
            let times = Wording.count(finding.count("count") ?? 0, "time", "times")
            return ["Invited and absent \(times) (alert at \(asked))."] + explained.facts.map(explained.dated)
        }
        return met(finding, explained, asked) + circumstances(finding, explained)
            + (distinct == .sector
                ? explained.bySector(finding)
                : of.kinds.isEmpty ? explained.facts.map(explained.dated) : explained.dated(of.kinds))
    }

    /// Returns the sentences about the number that was reached.
    private func met(_ finding: Finding, _ explained: ExplanationContext, _ asked: String) -> [String] {
        let number = "\(number(finding, explained)) in \(finding.span("within").map(RuleWords.period) ?? "")"
        if finding.count("known") == 1, let ifKnown {
            return [
                "\(number) (alert at \(ifKnown.reaches), because {child} was already known to the CSE team)."
            ]
        }
        if isOfSenders || (finding.count("count") ?? 0) >= steps[0] { return ["\(number) (alert at \(asked))."] }
        guard let withMissingBetween else { return [] }
        let missing = Wording.count(finding.count("missing") ?? 0, "missing episode", "missing episodes")
        return ["\(number), with \(missing) in between (then alert at \(withMissingBetween))."]
    }

    private func circumstances(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        var sentences: [String] = []
        if let longer, finding.span("within") == longer.within {
            sentences.append(
                "Looked back \(RuleWords.length(longer.within)) because there was \(RuleWords.withArticle(longer.any.kinds.first?.noun.one ?? "report"))."
            )
        }
        if let words = condition?.words(finding, explained), !words.isEmpty {
            sentences.append("Counted because \(words).")
        }
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
            let more = own.count > 1 ? " And \(own.count - 1) later." : ""
            return "\(Wording.capitalised(RuleWords.sector(sector))): \(dated(facts[first]))\(more)"
        }
    }
}

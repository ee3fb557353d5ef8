import SafeguardingModel

extension SharedPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let children = finding.count("children") ?? 0
        let what =
            switch finding.subject {
            case .place: "One place"
            default: "One person, or something of theirs,"
            }
        let households = children == 1 ? "one child" : "\(children) children who do not live together"
        let also =
            also.map { " \(Wording.capitalised(Wording.list($0.sectors.map(\.words)))) told of it too." } ?? ""
        let silence = unless.map { " Nothing by \(Wording.list($0.sectors.map(\.words))) followed." } ?? ""
        return
            "\(what) stands in \(Wording.count(finding.count("count") ?? 0, "fact", "facts")) about \(households).\(also)\(silence)"
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let households = Wording.count(finding.count("children") ?? 0, "household", "households")
        let count = Wording.count(finding.count("count") ?? 0, "fact", "facts")
        let asked = "the rule asks for \(children) and \(facts)"
        var reasons = [
            finding.instant("since").map {
                "\(households) and \(count) since \(told.when($0)); \(asked) within \(RuleWords.length(within))."
            } ?? "\(households) and \(count) within \(RuleWords.length(within)); \(asked)."
        ]
        if finding.has("joined") {
            reasons.append(
                "The facts name it by different keys; another fact says that these are one person's or one place's."
            )
        }
        if let unless {
            reasons.append(
                "No \(Wording.list(unless.sectors.map(\.words))) fact named it within \(RuleWords.length(unless.within))."
            )
        }
        return reasons + told.byChild()
    }
}

extension MissingTogetherPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let agency = told.lines.first.map { Fact($0, in: told.directory).title(in: told.directory) } ?? "one place"
        return
            "\(Wording.count(finding.count("children") ?? 0, "child", "children")) were missing from \(agency) at the same time, gone within \(RuleWords.length(startWithin)) of each other."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let often =
            ifKnown.map { "; \($0) where one of them is known to the CSE system" } ?? ""
        return ["The same children, \(times) times within \(RuleWords.length(within))\(often)."] + told.byChild()
    }
}

extension ExplanationContext {
    /// Returns the evidence, each fact with its child: the first child, the second child, in order of their first fact.
    func byChild() -> [String] {
        var children: [Int32] = []
        return lines.map { line in
            guard let child = look.sharing?.child(of: line) else { return "Of the adult: \(dated(line))" }
            if !children.contains(child) { children.append(child) }
            let number = (children.firstIndex(of: child) ?? 0) + 1
            return "Child \(number): \(dated(line))"
        }
    }
}

import SafeguardingModel

extension SharedPattern {
    func headline(_ finding: Finding, _ explained: ExplanationContext) -> String {
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

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let households = Wording.count(finding.count("children") ?? 0, "household", "households")
        let count = Wording.count(finding.count("count") ?? 0, "fact", "facts")
        let asked = "the rule asks for \(children) and \(facts)"
        var reasons = [
            finding.instant("since").map {
                "\(households) and \(count) since \(explained.when($0)); \(asked) within \(RuleWords.length(within))."
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
        return reasons + explained.byChild()
    }

    func unmet(_ context: inout EvaluationContext) -> String {
        "It looks at a person, a place or a home that several children share, and not at one child."
    }

    func mayHold(_ summary: KeySummary, _ directory: AgencyRegister) -> Bool {
        guard !summary.isMeeting, summary.facts >= max(facts, children), summary.children >= children,
            summary.sectors.nonzeroBitCount >= sectors,
            summary.keys > 1 || summary.isOfConcern || summary.children <= mostSharing
        else { return false }
        if let of, !of.kinds.contains(where: { summary.kinds & (1 << UInt64($0.number)) != 0 }) { return false }
        guard let also else { return true }
        return directory.sectors.indices.contains {
            summary.sectors & (1 << UInt64($0)) != 0 && also.sectors.contains(directory.sectors[$0])
        }
    }
}

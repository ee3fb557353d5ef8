import SafeguardingModel

extension SharedPattern {
    static var placeholders: [String] { ["children", "count", "within", "last", "also"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let children = finding.count("children") ?? 0
        let counted = explained.facts.filter { explained.context.sharing?.child(of: $0) != nil }
        var values = [
            "children": children == 1 ? "one child" : "\(children) children who do not live together",
            "count": Wording.count(finding.count("count") ?? 0, "report", "reports"),
            "within": RuleWords.period(within),
        ]
        values["last"] = counted.last.map(explained.day)
        if let also {
            let heard = explained.sectors(explained.facts).filter(also.sectors.contains)
            values["also"] = heard.isEmpty ? nil : RuleWords.sectors(heard)
        }
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        HeadlineTemplate(
            "{shared} is linked to {children}\(also == nil ? "" : "[ and known to {also}]")[ (last {last})]"
        )
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let households = Wording.count(finding.count("children") ?? 0, "household", "households")
        let count = Wording.count(finding.count("count") ?? 0, "report", "reports")
        let least =
            "alert at \(Wording.count(children, "household", "households")) and \(Wording.count(facts, "report", "reports")) in \(RuleWords.length(within))"
        var reasons = [
            finding.instant("since").map { "\(households) and \(count) since \(explained.when($0)) (\(least))." }
                ?? "\(households) and \(count) in \(RuleWords.length(within)) (\(least))."
        ]
        if finding.has("joined") {
            reasons.append(
                "Reported in different ways; another report shows that these are one person's or one place's."
            )
        }
        if let unless {
            reasons.append(
                "No report by \(RuleWords.sectors(unless.sectors)) within \(RuleWords.length(unless.within))."
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

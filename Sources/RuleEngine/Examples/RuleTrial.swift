package import SafeguardingModel
package import StrictYAML

/// One rule under test: read together with the rules to which it refers, then read again with changes, against the same
/// examples.
package struct RuleTrial: Sendable {
    /// The rules as the files have them.
    package let rules: RuleSet
    package let rule: String
    private let others: [YAMLNode]
    private let examples: [RuleExample]

    /// - Parameter others: the files of the rules to which it refers.
    package init(
        _ file: SiteConfiguration.TextFile,
        beside others: [SiteConfiguration.TextFile],
        calendar: SiteConfiguration.TextFile?,
        zone: Zone
    ) throws(YAMLError) {
        var roots: [YAMLNode] = []
        for other in others { roots.append(try YAMLNode(parsing: other.text, file: other.name)) }
        self.others = roots
        rules = try RuleSet(files: [file] + others, calendar: calendar, zone: zone)
        let own = rules.rules.first { $0.file == file.name }
        rule = own?.name ?? ""
        examples = own?.examples ?? []
    }

    /// Returns the rules with another text in place of this rule's; nil where the reader refuses it.
    package func changed(_ root: YAMLNode) -> RuleSet? {
        var reading = PatternReading(selectors: SelectorTable())
        guard let own = try? Rule(root, examples: examples, &reading) else { return nil }
        var all = [own]
        for other in others {
            guard let rule = try? Rule(other, examples: [], &reading) else { return nil }
            all.append(rule)
        }
        return try? RuleSet(
            rules: all,
            selectors: reading.selectors,
            calendar: rules.calendar,
            relations: rules.relations,
            zone: rules.zone
        )
    }

    /// Whether each example holds; stops at the first that does not.
    package func holds(_ rules: RuleSet) -> Bool { RuleExamples.holds(rules, rule) }
}

import RuleEngine
public import SafeguardingModel
public import StrictYAML

/// How many mutants of a rule its own examples notice.
public struct MutationReport: Hashable, Sendable {
    public let rule: String
    public let file: String
    /// How many changes the reader took for a rule.
    public let mutants: Int
    /// Those that no example noticed: each asks for an example.
    public let survivors: [RuleMutant]

    public var killed: Int { mutants - survivors.count }

    /// Runs every mutant of a rule against the rule's examples.
    ///
    /// - Parameter files: all rules, among them those of which this one speaks.
    public init(
        _ file: SiteConfiguration.TextFile,
        among files: [SiteConfiguration.TextFile] = [],
        calendar: SiteConfiguration.TextFile? = nil,
        zone: Zone = .london
    ) throws(YAMLFault) {
        let others = RelatedRules(files).others(of: file)
        let bench = try RuleTrial(file, beside: others, calendar: calendar, zone: zone)
        let meaning = bench.rules.meaning
        var count = 0
        var survivors: [RuleMutant] = []
        for mutant in try RuleMutant.all(of: file) {
            // What is refused, or only says what is usual anyway, is no change that an example could notice.
            guard let rules = bench.changed(mutant.root), rules.meaning != meaning else { continue }
            count += 1
            if bench.holds(rules) { survivors.append(mutant) }
        }
        rule = bench.rule
        self.file = file.name
        mutants = count
        self.survivors = survivors
    }
}

extension [MutationReport] {
    /// Killed mutants of all, in thousandths; a rule without mutants counts for nothing.
    public var score: Int {
        let all = reduce(0) { $0 + $1.mutants }
        return all == 0 ? 1_000 : reduce(0) { $0 + $1.killed } * 1_000 / all
    }
}

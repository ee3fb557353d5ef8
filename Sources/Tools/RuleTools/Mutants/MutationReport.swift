import RuleEngine
public import SafeguardingModel
public import StrictYAML

/// The number of mutants of a rule that its own examples notice.
public struct MutationReport: Hashable, Sendable {
    /// The name of the rule.
    public let rule: String
    /// The name of the rule's file.
    public let file: String
    /// The number of changes that the reader accepts as a rule.
    public let mutants: Int
    /// The mutants that no example noticed: each asks for an example.
    public let survivors: [RuleMutant]

    /// The number of mutants that at least one example noticed.
    public var killed: Int { mutants - survivors.count }

    /// Runs every mutant of a rule against the rule's examples.
    ///
    /// - Parameter files: all rules, among them those to which this one refers.
    /// - Throws: ``YAMLError`` if the unchanged rule cannot be read.
    public init(
        _ file: SiteConfiguration.TextFile,
        among files: [SiteConfiguration.TextFile] = [],
        calendar: SiteConfiguration.TextFile? = nil,
        zone: Zone = .london
    ) throws(YAMLError) {
        let others = RelatedRules(files).others(of: file)
        let bench = try RuleTrial(file, beside: others, calendar: calendar, zone: zone)
        let meaning = bench.rules.meaning
        var count = 0
        var survivors: [RuleMutant] = []
        for mutant in try RuleMutant.all(of: file) {
            // A change that is refused, or that only writes a default out, cannot be noticed by an example.
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
    /// The share of all mutants that were noticed, in thousandths; 1,000 where there are none.
    public var score: Int {
        let all = reduce(0) { $0 + $1.mutants }
        return all == 0 ? 1_000 : reduce(0) { $0 + $1.killed } * 1_000 / all
    }
}

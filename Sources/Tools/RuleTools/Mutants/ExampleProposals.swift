import RuleEngine
public import SafeguardingModel
public import StrictYAML

/// Examples that notice mutants which a rule's own examples miss; the author reads each, and keeps or corrects it.
///
/// They are variations of the existing examples: facts moved to the edge of a window, replaced by other facts of the
/// rule's lists, repeated or left out. Such an example expects the findings that the rule has now.
public struct ExampleProposals: Hashable, Sendable {
    /// The examples in YAML, ready to be put under `examples:`.
    public let examples: [String]
    /// The mutants that these examples do not notice either.
    public let unnoticed: [RuleMutant]

    /// Tries variations of the file's examples until each survivor of the report is noticed or none is left.
    ///
    /// - Throws: ``YAMLError`` if the file cannot be read.
    public init(
        for report: MutationReport,
        _ file: SiteConfiguration.TextFile,
        among files: [SiteConfiguration.TextFile],
        calendar: SiteConfiguration.TextFile? = nil
    ) throws(YAMLError) {
        let others = RelatedRules(files).others(of: file)
        let tries = ExampleVariations.readable(try ExampleVariations.all(of: file), file, others)
        func outcomes(_ text: SiteConfiguration.TextFile) -> [RuleExamples.Outcome]? {
            let tried = SiteConfiguration.TextFile(
                name: text.name,
                text: "\(text.text)\n\(tries.map(\.lines).joined())"
            )
            guard let rules = try? RuleSet(files: [tried] + others, calendar: calendar) else { return nil }
            return RuleExamples.outcomes(in: rules, of: report.rule).filter {
                $0.example.hasPrefix(ExampleVariations.mark)
            }
        }
        let own = outcomes(file) ?? []
        var chosen: [Int] = []
        var unnoticed: [RuleMutant] = []
        var examples: [String] = []
        for mutant in report.survivors {
            guard let other = outcomes(mutant.file), other.count == own.count else {
                unnoticed.append(mutant)
                continue
            }
            if chosen.contains(where: { own[$0].found != other[$0].found }) { continue }
            guard let place = own.indices.first(where: { own[$0].found != other[$0].found }) else {
                unnoticed.append(mutant)
                continue
            }
            chosen.append(place)
            examples.append(tries[place].example(named: "not when \(mutant.change)", own[place]))
        }
        self.examples = examples
        self.unnoticed = unnoticed
    }
}

extension ExampleVariation {
    /// Returns the example as an author would write it.
    func example(named name: String, _ outcome: RuleExamples.Outcome) -> String {
        let said = outcome.found.map { said in
            let day = Zone.london.day(of: said.at).number - day0
            let clock = ExampleVariations.clock(Zone.london.secondsAfterMidnight(of: said.at))
            return "{ severity: \(said.severity.rawValue), day: \(day), at: \"\(clock)\", depth: \(said.depth) }"
        }
        let expect = said.isEmpty ? "nothing" : said.count == 1 ? said[0] : "[\(said.joined(separator: ", "))]"
        return text(named: name.map { $0 == "\"" ? "'" : String($0) }.joined(), expect: expect)
    }
}

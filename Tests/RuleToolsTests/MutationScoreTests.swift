import RuleTools
import SafeguardingModel
import TestKit
import Testing

/// Every small change of every shipped rule, against the rule's own examples.
@Suite("What the examples of the shipped rules notice")
struct MutationScoreTests {
    /// The mutants that they do not find, and why not.
    static let unnoticed: [String: [String]] = [
        // Two hundred children in one example are more than a reader can follow; twenty-six say that the number counts.
        "hot-place": ["'sharedByMoreThan: 200' becomes 201", "'sharedByMoreThan: 200' becomes 199"],
        // Of forty sessions more than 95 % and more than 96 % are both thirty-nine; of twenty fewer than 80 % and fewer
        // than 79 % are both fifteen: there is no history that could tell them apart.
        "school-pattern": ["'above: 95' becomes 96", "'below: 80' becomes 79"],
    ]

    static let rules = Result {
        try ShippedRules.files().map { String($0.name.split(separator: "/").last?.dropLast(5) ?? "") }
    }

    @Test("Every number, step, condition and item of a list is held by an example", arguments: try rules.get())
    func score(rule: String) throws {
        let files = try ShippedRules.files()
        let file = try #require(files.first { $0.name.hasSuffix("/\(rule).yaml") })
        let report = try MutationReport(file, among: files, calendar: ShippedRules.calendar())
        #expect(report.rule == rule && report.mutants > 0)
        #expect(
            report.survivors.map(\.change) == MutationScoreTests.unnoticed[rule, default: []],
            "refbus rules mutate \(rule) --propose"
        )
    }

    @Test("A word that looks like a length of time is none")
    func words() throws {
        let files = try ShippedRules.files()
        let file = try #require(files.first { $0.name.hasSuffix("/agencies-converge.yaml") })
        let changes = try RuleMutant.all(of: file).map(\.change)
        #expect(changes.contains("'40d' is left out of 'regulation'"))
        #expect(!changes.contains { $0.contains("becomes 41d") })
    }
}

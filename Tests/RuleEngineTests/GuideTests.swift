import Foundation
import RuleEngine
import SafeguardingModel
import StrictYAML
import TestKit
import Testing

@Suite("The guide to writing rules")
struct GuideTests {
    /// The examples of the page, by the pattern that each stands under.
    private static let blocks = Result {
        let page = ShippedRules.folder.deletingLastPathComponent().appendingPathComponent("Docs/writing-rules.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        return text.components(separatedBy: "\n### `").dropFirst().map { section -> (String, [String]) in
            let word = String(section.prefix { $0 != "`" })
            let blocks = section.components(separatedBy: "\n## ")[0].components(separatedBy: "```yaml\n").dropFirst()
            return (word, blocks.map { $0.components(separatedBy: "```")[0] })
        }
    }

    @Test("Every pattern stands in it, with an example")
    func complete() throws {
        #expect(try Self.blocks.get().map(\.0).sorted() == RuleSet.patternWords.sorted())
    }

    @Test("Its table of examples is read as four examples, each with a name of its own")
    func table() throws {
        let page = ShippedRules.folder.deletingLastPathComponent().appendingPathComponent("Docs/writing-rules.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## Examples").last)
        let block = section.components(separatedBy: "```yaml\n")[1].components(separatedBy: "```")[0]
        let examples = try YAMLNode(parsing: block, file: "Docs/writing-rules.md").openMapping().required("examples")
        #expect(
            try ExampleTable.plain(examples).map { try $0.openMapping().required("name").string() } == [
                "two sectors are worried, and then a third: on the last day: referral.made",
                "two sectors are worried, and then a third: on the last day: health.flagged",
                "two sectors are worried, and then a third: a second later", "it deepens with the fifth referral",
            ]
        )
    }

    @Test("Every example in it comes out, and the pattern needs its facts", arguments: RuleSet.patternWords)
    func examples(word: String) throws {
        let blocks = try #require(try Self.blocks.get().first { $0.0 == word }).1
        #expect(!blocks.isEmpty)
        for block in blocks { try check(block, word) }
    }

    private func check(_ block: String, _ word: String) throws {
        let text = """
            rule: guide
            version: 1
            status: active
            title: An example of the guide
            severity: medium
            tell: [cse-team]
            why: To show the pattern.
            source: the guide
            \(block.split(separator: "\n").joined(separator: "\n"))
              - name: nothing of the sort
                given: [{ day: 0, at: "10:00", from: police, type: nrm.referred }]
                expect: nothing
            """
        let file = SiteConfiguration.TextFile(name: "Docs/writing-rules.md", text: text)
        let rules = try RuleSet(files: [file], calendar: ShippedRules.calendar(), zone: .london)
        let failures = RuleExamples.failures(in: rules)
        #expect(failures.isEmpty, "\(word): \(failures.map(\.description).joined(separator: "\n"))")
    }
}

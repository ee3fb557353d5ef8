import Foundation
import RuleEngine
import SafeguardingModel
import TestKit
import Testing

@Suite("The rules that ship")
struct ShippedRuleTests {
    @Test("Every example in every rule file comes out")
    func examples() throws {
        let rules = try ShippedRules.load()
        let failures = RuleExamples.failures(in: rules)
        #expect(failures.isEmpty, "\n\(failures.map(\.description).joined(separator: "\n"))")
        #expect(RuleExamples.count(in: rules) >= 3 * rules.rules.count)
    }

    @Test("Docs/rules.md is what `refbus rules list --markdown` writes")
    func page() throws {
        let path = ShippedRules.folder.deletingLastPathComponent().appendingPathComponent("Docs/rules.md")
        #expect(try String(contentsOf: path, encoding: .utf8) == RuleTable.markdown(of: try ShippedRules.load()))
    }

    /// The published list, in its order.
    private static let published = [
        "found-with-person-of-concern", "contact-with-person-of-concern", "contact-while-missing", "repeated-referrals",
        "agencies-converge", "missing-escalates", "overnight-out-of-area", "grade-conflict", "away-miscoded",
        "return-interview-overdue", "placement-without-notice", "move-after-missing", "sexual-health-by-age",
        "shared-between-children", "missing-together", "missing-absent-attended", "out-of-area-sighting",
        "request-unacknowledged", "no-strategy-discussion", "referral-unanswered", "regulation-40-mismatch",
        "silent-partner", "closure-conflict", "withdrawal-not-exculpation", "fast-de-escalation",
        "name-in-several-interviews", "family-warnings-repeat", "found-nowhere-to-go", "agency-silent",
        "victim-as-suspect", "late-reporting", "gifts-and-missing", "no-nrm-referral", "adult-side-signal", "hot-place",
        "school-pattern", "care-entry-worse", "national-alert-lifecycle", "ageing-out", "never-reported-missing",
    ]

    @Test("All forty rules are there, active, under their published names, and each says which it is")
    func names() throws {
        let rules = try ShippedRules.load().rules
        #expect(rules.filter { $0.status == .active }.map(\.name) == Self.published.sorted())
        for (place, name) in Self.published.enumerated() {
            let text = try #require(try ShippedRules.files().first { $0.name.hasSuffix("/\(name).yaml") }).text
            #expect(text.hasPrefix("# R\(place < 9 ? "0" : "")\(place + 1)"), "\(name)")
        }
    }

    @Test("A file is named after its rule, and says why, for whom and from where")
    func files() throws {
        for rule in try ShippedRules.load().rules {
            #expect(rule.file == "Config/rules/\(rule.name).yaml")
            #expect(!rule.why.isEmpty && !rule.source.isEmpty && !rule.tell.isEmpty)
        }
    }
}

import RuleEngine
import SafeguardingModel
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

    @Test("The rules stand under their published names, and are active")
    func names() throws {
        let names = try ShippedRules.load().rules.filter { $0.status == .active }.map(\.name)
        #expect(
            Set(names).isSuperset(of: [
                "found-with-person-of-concern", "contact-with-person-of-concern", "contact-while-missing",
                "repeated-referrals", "agencies-converge", "missing-escalates", "overnight-out-of-area",
                "return-interview-overdue", "placement-without-notice", "missing-absent-attended", "grade-conflict",
                "away-miscoded", "move-after-missing", "sexual-health-by-age", "request-unacknowledged",
                "no-strategy-discussion", "referral-unanswered", "regulation-40-mismatch", "closure-conflict",
                "withdrawal-not-exculpation", "fast-de-escalation", "family-warnings-repeat", "found-nowhere-to-go",
                "victim-as-suspect", "late-reporting", "gifts-and-missing", "national-alert-lifecycle",
                "never-reported-missing",
            ])
        )
    }

    @Test("A file is named after its rule, and says why, for whom and from where")
    func files() throws {
        for rule in try ShippedRules.load().rules {
            #expect(rule.file == "Config/rules/\(rule.name).yaml")
            #expect(!rule.why.isEmpty && !rule.source.isEmpty && !rule.tell.isEmpty)
        }
    }
}

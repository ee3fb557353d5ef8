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

    @Test("The ten rules of the first release are there, active, under their names")
    func names() throws {
        let names = try ShippedRules.load().rules.filter { $0.status == .active }.map(\.name)
        #expect(
            Set(names).isSuperset(of: [
                "found-with-person-of-concern", "contact-with-person-of-concern", "contact-while-missing",
                "repeated-referrals", "agencies-converge", "missing-escalates", "overnight-out-of-area",
                "return-interview-overdue", "placement-without-notice", "missing-absent-attended",
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

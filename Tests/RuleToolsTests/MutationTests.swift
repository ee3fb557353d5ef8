import RuleTools
import SafeguardingModel
import Testing

@Suite("Mutants of rules")
struct MutationTests {
    @Test("A rule's examples notice a changed number, and what they miss is named with its line")
    func sample() throws {
        let weak = try MutationReport(.init(name: "sample.yaml", text: MutationTests.rule(boundary: "")))
        #expect(weak.survivors.map { "\($0.line) \($0.change)" } == ["8 'within: 30 d' becomes 31 d"])
        let nearly =
            "  - { name: late, given: [{ day: 1, from: police, type: referral.made }, { day: 31, at: \"00:01\", from: police, type: referral.made }], expect: nothing }\n"
        let strong = try MutationReport(.init(name: "sample.yaml", text: MutationTests.rule(boundary: nearly)))
        #expect(strong.survivors.isEmpty)
        #expect(strong.mutants == weak.mutants && strong.mutants >= 3)
        #expect([strong].score == 1_000 && [weak].score < 1_000)
    }

    @Test("A proposed example notices what the rule's own do not")
    func proposals() throws {
        let file = SiteConfiguration.TextFile(name: "sample.yaml", text: MutationTests.rule(boundary: ""))
        let proposals = try ExampleProposals(for: MutationReport(file), file, among: [file])
        #expect(proposals.unnoticed.isEmpty)
        #expect(proposals.examples.count == 1)
        let better = file.text + proposals.examples.joined()
        #expect(try MutationReport(.init(name: "sample.yaml", text: better)).survivors.isEmpty)
    }

    @Test("A mutant is the same file but for what the rule looks for")
    func frame() throws {
        let file = SiteConfiguration.TextFile(name: "sample.yaml", text: MutationTests.rule(boundary: ""))
        let mutants = try RuleMutant.all(of: file)
        #expect(mutants.contains { $0.change == "'reaches: 2' becomes 3" && $0.file.text.contains("reaches: [3]") })
        #expect(
            mutants.allSatisfy {
                $0.file.text.hasPrefix("rule: sample\n") && $0.file.text.hasSuffix("expect: nothing }\n")
            }
        )
    }

    private static func rule(boundary: String) -> String {
        """
        rule: sample
        version: 1
        status: active
        title: Sample
        severity: high
        why: Why it matters.
        source: A published review
        when: { count: { of: [referral.made], reaches: [2], within: 30 d } }
        tell: [cse-team]
        examples:
        \(boundary)  - { name: fires, given: [{ day: 1, at: "00:00", from: police, type: referral.made }, { day: 31, at: "00:00", from: police, type: referral.made }], expect: { severity: high, day: 31, at: "00:00" } }
          - { name: one, given: [{ day: 1, from: police, type: referral.made }], expect: nothing }

        """
    }
}

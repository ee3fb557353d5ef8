import RuleTools
import SafeguardingModel
import Testing

@Suite("What a careful colleague says of a rule file")
struct LintTests {
    @Test("Nothing is wrong with the shipped rules")
    func shipped() throws {
        let remarks = RuleLint.remarks(on: try ShippedRules.files(), calendar: try ShippedRules.calendar())
        let faults = remarks.filter { $0.weight == .fault }
        #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
    }

    @Test(
        "Each mistake is named at its line",
        arguments: [
            ("within: 30 d", "wihtin: 30 d", 8, "unknown key 'wihtin', did you mean 'within'?"),
            ("category: missing", "setting: missing", 8, "never carries 'setting'"),
            ("category: missing", "category: mising", 8, "'category' is never 'mising'"),
            ("quiet: 30 d", "quiet: 3 d", 8, "'quiet' is shorter than 'within'"),
            (
                "ifKnown: { atLeast: 2, within: 72 h }", "ifKnown: { atLeast: 3, within: 72 h }", 8,
                "unreachable: 'ifKnown'"
            ),
            ("Why it matters, in a sentence long enough to be of use to a reader.", "Short.", 6, "'why' is very short"),
            ("source: A published review", "source: \"2017\"", 7, "names nothing that a reader could find"),
            ("title: Sample", "title: A promiscuous lifestyle choice", 4, "'promiscuous' blames the child"),
            ("rule: sample", "rule: other", 1, "the file is named other.yaml"),
            ("mistakenWhen: [a drill]", "", 1, "'mistakenWhen' is missing"),
            ("expect: nothing", "expect: { severity: high, day: 3 }", 12, "the example 'one' does not come out"),
        ]
    )
    func mistakes(text: String, wrong: String, line: Int, says: String) {
        #expect(LintTests.sample.contains(text))
        let parts = LintTests.sample.split(separator: text, maxSplits: 1, omittingEmptySubsequences: false)
        let remarks = RuleLint.remarks(on: [.init(name: "rules/sample.yaml", text: parts.joined(separator: wrong))])
        #expect(remarks.contains { $0.message.contains(says) && $0.line == line }, "\(remarks)")
    }

    @Test("The sample itself is well")
    func sample() {
        let remarks = RuleLint.remarks(on: [.init(name: "rules/sample.yaml", text: LintTests.sample)])
        #expect(remarks.isEmpty, "\(remarks)")
    }

    @Test("Wording is found in any case, and not inside other words")
    func wording() {
        #expect(
            BlamingWords.found(in: "She is PUTTING herself at risk, again.").map(\.words) == ["putting herself at risk"]
        )
        #expect(BlamingWords.found(in: "The child was put at risk by an adult.").isEmpty)
    }

    private static let sample = """
        rule: sample
        version: 1
        status: active
        title: Sample
        severity: high
        why: Why it matters, in a sentence long enough to be of use to a reader.
        source: A published review
        when: { sectors: { of: [{ missing.reported: { category: missing } }, concern.observed, referral.made], atLeast: 3, within: 30 d, ifKnown: { atLeast: 2, within: 72 h }, quiet: 30 d } }
        tell: [cse-team]
        mistakenWhen: [a drill]
        examples:
          - { name: one, given: [{ day: 1, from: police, type: concern.observed }], expect: nothing }
          - { name: two, given: [{ day: 1, from: health, type: concern.observed }], expect: nothing }
          - name: three
            given:
              - { day: 1, from: police, type: concern.observed }
              - { day: 2, from: health, type: concern.observed }
              - { day: 3, from: education, type: concern.observed }
            expect: { severity: high, day: 3 }
        ask: [{ to: police, text: What is known? }]
        """
}

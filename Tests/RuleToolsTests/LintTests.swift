import RuleTools
import SafeguardingModel
import TestKit
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
                "ifKnown: { reaches: 2, within: 72 h }", "ifKnown: { reaches: 3, within: 72 h }", 8,
                "unreachable: 'ifKnown'"
            ),
            ("Why it matters, in a sentence long enough to be of use to a reader.", "Short.", 6, "'why' is very short"),
            ("source: A published review", "source: \"2017\"", 7, "names nothing that a reader could find"),
            ("title: Sample", "title: A promiscuous lifestyle choice", 4, "'promiscuous' blames the child"),
            ("rule: sample", "rule: other", 1, "the file is named other.yaml"),
            ("mistakenWhen: [a drill]", "", 1, "'mistakenWhen' is missing"),
            ("expect: nothing", "expect: { severity: high, day: 3 }", 12, "the example 'one' does not come out"),
            ("expect: nothing", "expect: noting", 12, "expected a mapping, found text"),
            (
                "why: Why it matters, in a sentence long enough to be of use to a reader.", "# no why", 1,
                "'why' is missing"
            ),
            ("source: A published review", "# no source", 1, "'source' is missing"),
            ("ask: [{ to: police, text: What is known? }]", "", 1, "'ask' is missing"),
            ("examples:", "exmaples:", 11, "unknown key 'exmaples', did you mean 'examples'?"),
            ("reaches: 3", "reaches: three", 8, "expected a whole number"),
            ("within: 30 d", "within: 30 fortnights", 8, "30 fortnights"),
            ("severity: high\n", "severity: hihg\n", 5, "did you mean 'high'?"),
            (
                "concern.observed, referral.made", "concern.observd, referral.made", 8,
                "did you mean 'concern.observed'?"
            ),
            ("concern.observed, referral.made", "concern.observed, concern.observed", 8, "stands twice in one list"),
            ("title: Sample", "title: The child is streetwise", 4, "write instead: what the child has had to learn"),
            ("name: two", "name: one", 13, "two examples have the same name"),
        ]
    )
    func mistakes(text: String, wrong: String, line: Int, says: String) {
        #expect(LintTests.sample.contains(text))
        let parts = LintTests.sample.split(separator: text, maxSplits: 1, omittingEmptySubsequences: false)
        let remarks = RuleLint.remarks(on: [.init(name: "rules/sample.yaml", text: parts.joined(separator: wrong))])
        #expect(remarks.contains { $0.message.contains(says) && $0.line == line }, "\(remarks)")
    }

    @Test(
        "Patterns that contradict themselves are named",
        arguments: [
            (
                "missingTrend: { count: { reaches: [3], within: 90 d }, faster: { atLeast: 3, within: 90 d, times: 2, thanIn: 30 d } }",
                "'thanIn' is shorter than 'within'"
            ),
            (
                "overdue: { since: [referral.made], unless: [referral.answered], steps: [{ after: 48 h, severity: low }, { after: 24 h, severity: high }] }",
                "this step comes no later than the one before it"
            ),
            (
                "count: { of: [referral.made], reaches: 1, within: 30 d, while: { ofAge: 16, youngerThan: 16 } }",
                "unreachable: nobody is at least 16 and younger than 16"
            ),
        ]
    )
    func contradictions(when: String, says: String) {
        let remarks = LintTests.remarks(when: when)
        #expect(remarks.contains { $0.message.contains(says) && $0.line == 8 }, "\(remarks)")
    }

    @Test(
        "A pattern of an earlier version is read, and written as it is said today",
        arguments: [
            (
                "sectors: { of: [concern.observed], atLeast: 3, within: 30 d, ifKnown: { atLeast: 2, within: 72 h } }",
                "count: { of: [concern.observed], reaches: 3, within: 30 d, ifKnown: { reaches: 2, within: 72 h }, distinct: sector }"
            ),
            (
                "elsewhere: { of: [missing.found], within: 48 h }",
                "count: { of: [missing.found], afterReturn: 48 h, where: elsewhere, distinct: agency, reaches: 1, within: 30 d }"
            ),
            (
                "unattended: { of: [strategy.held], reaches: [2, 4], within: 365 d }",
                "count: { of: [strategy.held], reaches: [2, 4], within: 365 d, per: absent agency }"
            ),
        ]
    )
    func earlierWords(earlier: String, today: String) {
        let remarks = LintTests.remarks(when: earlier)
        let message = "'\(earlier.prefix { $0 != ":" })' is an earlier word, still read. Write: \(today)"
        #expect(remarks.contains { $0.message == message && $0.line == 8 && $0.weight == .warning }, "\(remarks)")
        #expect(!LintTests.remarks(when: today).contains { $0.message.contains("earlier word") || $0.line == 8 })
        let wrong = LintTests.remarks(when: earlier.replacing("within", with: "wihtin"))
        #expect(wrong.contains { $0.message.contains("unknown key 'wihtin', did you mean 'within'?") && $0.line == 8 })
    }

    private static func remarks(when: String) -> [RuleRemark] {
        let lines = LintTests.sample.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasPrefix("when:") ? "when: { \(when) }" : String($0)
        }
        return RuleLint.remarks(on: [.init(name: "rules/sample.yaml", text: lines.joined(separator: "\n"))])
    }

    @Test(
        "A table of examples is read as strictly as a single one",
        arguments: [
            ("then: [{ name: a, expect: nothing }], expect: nothing", "each of its lines says what it expects"),
            ("then: [{ expect: nothing }]", "'name' is missing"),
            ("then: [{ name: a }]", "'expect' is missing"),
            ("then: [{ name: a, expct: nothing }]", "unknown key 'expct', did you mean 'expect'?"),
            (
                "given: [{ day: 1, from: police, each: [concern.observed] }, { day: 2, from: police, each: [concern.observed] }], expect: nothing",
                "only one line of an example may say 'each'"
            ),
            (
                "given: [{ day: 1, from: police, each: [concern.observd] }], expect: nothing",
                "did you mean 'concern.observed'?"
            ),
            (
                "given: [{ day: 1, from: police, type: concern.observed, each: { colour: [red] } }], expect: nothing",
                "unknown key 'colour'"
            ),
        ]
    )
    func tables(example: String, says: String) {
        let text = LintTests.sample.replacing("examples:\n", with: "examples:\n  - { name: table, \(example) }\n")
        let remarks = RuleLint.remarks(on: [.init(name: "rules/sample.yaml", text: text)])
        #expect(remarks.contains { $0.message.contains(says) && $0.line == 12 }, "\(remarks)")
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
        when: { count: { of: [{ missing.reported: { category: missing } }, concern.observed, referral.made], distinct: sector, reaches: 3, within: 30 d, ifKnown: { reaches: 2, within: 72 h }, quiet: 30 d } }
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

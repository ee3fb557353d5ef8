import RuleEngine
import SafeguardingModel
import StrictYAML
import TestKit
import Testing

@Suite("The language of rules")
struct RuleLanguageTests {
    private static func rule(_ name: String, _ body: String, _ examples: String) -> SiteConfiguration.TextFile {
        let text = """
            rule: \(name)
            version: 1
            status: active
            title: A rule of the test
            severity: medium
            tell: [cse-team]
            why: to test
            source: the test
            \(body)
            examples:
              - name: nothing of the sort
                given: [{ day: 0, at: "10:00", from: police, type: nrm.referred }]
                expect: nothing
            \(examples)
            """
        return SiteConfiguration.TextFile(name: "\(name).yaml", text: text)
    }

    private func failures(_ files: [SiteConfiguration.TextFile]) throws -> [String] {
        let rules = try RuleSet(files: files, calendar: ShippedRules.calendar(), zone: .london)
        return RuleExamples.failures(in: rules).map(\.description)
    }

    @Test(
        "Forms of counting that no sentence could explain together are refused, and which may stand together is said",
        arguments: [
            ("per: absent agency, distinct: sector, reaches: 2", "'distinct' does not go together with 'per'"),
            ("per: absent agency, where: elsewhere, afterReturn: 5 d, reaches: 1", "'where' does not go together"),
            ("per: absent agency, ifKnown: { reaches: 2, within: 5 d }, reaches: 3", "'ifKnown' does not go together"),
            ("per: absent agency, orWithMissingBetween: 2, reaches: 3", "with 'per', which stands beside 'of'"),
            ("distinct: sector, orWithMissingBetween: 2, reaches: 3", "'where' or 'ifKnown' only"),
            ("where: elsewhere, afterReturn: 5 d, orWithMissingBetween: 2, reaches: 3", "does not go together"),
            ("where: elsewhere, afterReturn: 5 d, reaches: 2", "'reaches' begins with 1"),
        ]
    )
    func countedTogether(form: String, message: String) {
        let body = "when: { count: { of: [strategy.held], within: 30 d, \(form) } }"
        let fault = #expect(throws: YAMLError.self) { try failures([Self.rule("counted", body, "")]) }
        #expect(fault?.message.contains(message) == true, "\(fault?.message ?? "nothing")")
    }

    @Test("A variant holds from its day on, and for its authority alone")
    func variants() throws {
        let body = """
            when: { count: { of: [concern.observed], reaches: 2, within: 30 d } }
            variants:
              - from: 2016-03-01
                authority: E08000012
                severity: high
                when: { count: { of: [concern.observed], reaches: 1, within: 30 d } }
            """
        func example(_ name: String, _ authority: String, _ day: Int, _ expected: String) -> String {
            """
              - name: \(name)
                given:
                  - { day: -9, at: "10:00", from: social-care, type: placement.started, data: { placement: p1, responsibleAuthority: \(authority) } }
                  - { day: \(day), at: "10:00", from: health, type: concern.observed, data: { indicators: upset } }
                expect: \(expected)
            """
        }
        let examples = [
            example("before the day", "E08000012", 56, "nothing"),
            example("on the day", "E08000012", 57, "{ severity: high, day: 57, at: \"10:00\" }"),
            example("another authority", "E08000011", 57, "nothing"),
        ].joined(separator: "\n")
        #expect(try failures([Self.rule("varied", body, examples)]) == [])
    }

    @Test("One rule may be silent where another has just spoken, and more urgent by a condition")
    func suppressionAndEscalation() throws {
        let loud = Self.rule(
            "loud",
            "when: { count: { of: [referral.made], reaches: 1, within: 30 d } }",
            """
              - name: fires
                given: [{ day: 0, at: "10:00", from: health, type: referral.made, data: { referral: r1 } }]
                expect: { severity: medium, day: 0, at: "10:00" }
            """
        )
        let body = """
            when: { count: { of: [concern.observed], reaches: 1, within: 5 d, quiet: 1 d } }
            escalate: [{ while: { known: true }, severity: high }]
            suppressedBy: { rules: [loud], within: 7 d }
            """
        let examples = """
              - name: before, on the seventh day, and after
                given:
                  - { day: -1, at: "10:00", from: health, type: concern.observed, data: { indicators: upset } }
                  - { day: 0, at: "10:00", from: health, type: referral.made, data: { referral: r1 } }
                  - { day: 7, at: "10:00", from: health, type: concern.observed, data: { indicators: upset } }
                  - { day: 9, at: "10:00", from: health, type: concern.observed, data: { indicators: upset } }
                expect:
                  - { severity: medium, day: -1, at: "10:00" }
                  - { severity: high, day: 9, at: "10:00" }
            """
        #expect(try failures([loud, Self.rule("quiet", body, examples)]) == [])
    }

    @Test("On the eighteenth birthday nothing counts any more, and nothing falls due")
    func birthday() throws {
        let body =
            "when: { overdue: { since: [referral.made], unless: [referral.answered], steps: [{ after: 24 h, severity: medium }] } }"
        let examples = """
              - name: due in the last second
                born: 1998-01-06
                given: [{ day: 0, at: "23:59:59", from: health, type: referral.made, data: { referral: r1 } }]
                expect: { severity: medium, day: 1, at: "23:59:59" }
              - name: due on the birthday
                born: 1998-01-06
                given: [{ day: 1, at: "00:00", from: health, type: referral.made, data: { referral: r1 } }]
                expect: nothing
              - name: born on 29 February, eighteen on 1 March
                born: 1998-03-01
                given: [{ day: 55, at: "23:00", from: health, type: referral.made, data: { referral: r1 } }]
                expect: { severity: medium, day: 56, at: "23:00" }
              - name: a birth date that is a typing error ends nothing
                born: 1948-01-06
                given: [{ day: 1, at: "00:00", from: health, type: referral.made, data: { referral: r1 } }]
                expect: { severity: medium, day: 2, at: "00:00" }
            """
        #expect(try failures([Self.rule("due", body, examples)]) == [])
    }

    @Test(
        "A headline shows what its pattern knows; anything else is refused with its line",
        arguments: [
            ("words: { headline: \"Seen {count} times\" }", nil),
            ("words: { headline: \"Seen {often}\" }", "the placeholder {often} is not known here"),
            ("words: { headline: \"Seen {count\" }", "a brace is not closed"),
            ("words: { late: \"Held {late} late\" }", "'late' is of no use here"),
        ]
    )
    func headlines(words: String, complaint: String?) throws {
        let body = "\(words)\nwhen: { count: { of: [referral.made], reaches: 1, within: 30 d } }"
        let example = """
              - name: fires
                given: [{ day: 0, at: "10:00", from: health, type: referral.made }]
                expect: { severity: medium, day: 0, at: "10:00" }
            """
        do throws(YAMLError) {
            _ = try RuleSet(files: [Self.rule("seen", body, example)])
            #expect(complaint == nil)
        } catch {
            #expect(complaint.map(error.message.contains) == true, "\(error)")
            #expect(error.line > 1)
        }
    }

    @Test("A rule may not speak of one that does not stand, nor of itself by a circle")
    func references() throws {
        func speaking(_ name: String, of other: String) -> SiteConfiguration.TextFile {
            Self.rule(
                name,
                "when: { count: { of: { rules: [\(other)] }, reaches: 1, within: 30 d } }",
                """
                  - name: fires
                    given: [{ day: 0, at: "10:00", from: health, type: referral.made }]
                    expect: { severity: medium, day: 0, at: "10:00" }
                """
            )
        }
        let unknown = #expect(throws: YAMLError.self) {
            try RuleSet(files: [speaking("one", of: "twoo"), speaking("two", of: "one")])
        }
        #expect(unknown?.message.contains("did you mean 'two'") == true)
        let circle = #expect(throws: YAMLError.self) {
            try RuleSet(files: [speaking("one", of: "two"), speaking("two", of: "one")])
        }
        #expect(circle?.message.contains("speaks of itself") == true)
    }
}

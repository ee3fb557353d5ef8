import Replay
import SafeguardingModel
import StrictYAML
import Testing

/// A case with one alert that deepens: repeated missing episodes of a child of thirteen.
private func trend(expect: String, extra: String = "") -> String {
    let lines = [(1, "19:00", "21:00"), (5, "18:00", "21:00"), (9, "18:00", "22:00"), (14, "18:00", "23:30")]
        .enumerated()
        .map { number, times in
            let (day, from, to) = times
            return """
                  - { day: \(day), at: "\(from)", from: police, type: missing.reported, child: q1, data: { episode: e\(number), category: missing } }
                  - { day: \(day), at: "\(to)", from: police, type: missing.found, child: q1, data: { episode: e\(number) } }
                  - { day: \(day + 1), at: "10:00", from: social-care, type: return-interview.completed, child: q1, data: { episodes: [e\(number)] } }
                """
        }
    // Before any agency has been silent for long.
    return script(events: lines.joined(separator: "\n") + extra, expect: expect, until: "{ day: 30 }")
}

private func run(_ text: String, permutations: Int = 0) async throws -> ScriptResult {
    let player = ScriptPlayer(site: try Shipped.site())
    return try await player.run(Script(parsing: text, file: "test.yaml"), seed: 7, permutations: permutations) {
        CoreTarget()
    }
}

@Suite("Expectations are judged")
struct JudgingTests {
    @Test("A rule file that cannot be read is an error with its line, and not a play without rules")
    func brokenRule() async throws {
        var site = try Shipped.site()
        site.rules[0].text += "\nwen: never\n"
        let never = try Script(
            parsing: script(events: "  []", expect: "[{ about: q1, never: true }]"),
            file: "test.yaml"
        )
        await #expect(throws: YAMLError.self) {
            try await ScriptPlayer(site: site).run(never, seed: 1, permutations: 0) { CoreTarget() }
        }
    }

    @Test(
        "A line is met or not, and says what happened instead",
        arguments: [
            ("rule: missing-escalates, about: q1", nil),
            ("rule: missing-escalates, about: q1, by: { day: 9, at: '18:00' }", nil),
            ("rule: missing-escalates, about: q1, after: { day: 9, at: '18:00' }, by: { day: 9 }", nil),
            ("rule: missing-escalates, about: q1, by: { day: 9, at: '17:59' }", "too late, by day 9 17:59"),
            ("rule: missing-escalates, about: q1, after: { day: 9, at: '18:01' }", "too early, not before day 9 18:01"),
            ("rule: missing-escalates, about: q1, severity: medium, sectors: [police]", nil),
            ("rule: missing-escalates, about: q1, severity: high", "it reached medium, not high"),
            ("rule: missing-escalates, about: q1, sectors: [police, social-care]", "no evidence of social care"),
            ("rule: missing-escalates, about: q1, withdrawn: true", "it was not withdrawn"),
            ("rule: missing-escalates, about: q1, exercise: true", "it was never raised"),
            ("rule: missing-escalates, about: q1, deepens: { by: { day: 9 } }", nil),
            ("rule: missing-escalates, about: q1, deepens: { severity: high }", "no deepening to high"),
            ("rule: missing-escalates, about: q2", "it was never raised"),
            ("rule: agencies-converge", "it was never raised"),
            ("rule: missing-escalates, never: true", "missing-escalates about q1, raised day 9 18:00"),
            ("rule: missing-escalates, about: q1, by: { day: 9, at: '17:59' }, never: true", nil),
            ("about: q2, never: true", nil), ("about: q1, atMost: 1", nil),
            ("about: q1, atMost: 0", "there was one:"),
        ] as [(String, String?)]
    )
    func lines(line: String, instead: String?) async throws {
        let result = try await run(trend(expect: "[{ \(line) }]"))
        let verdict = try #require(result.verdicts.first)
        #expect(verdict.isMet == (instead == nil), "\(verdict.instead)")
        if let instead { #expect(verdict.instead.joined(separator: "\n").contains(instead), "\(verdict.instead)") }
    }

    @Test("'nothingElse' wants every alert to answer to a line in full")
    func nothingElse() async throws {
        let met = try await run(trend(expect: "[{ rule: missing-escalates, about: q1 }, { nothingElse: true }]"))
        #expect(met.isMet)
        for line in ["{ rule: missing-escalates, about: q1, after: { day: 20 } }", "{ about: q1, atMost: 3 }"] {
            let result = try await run(trend(expect: "[\(line), { nothingElse: true }]"))
            #expect(result.verdicts.last?.isMet == false)
        }
    }

    @Test(
        "An alert of a rule on trial counts where a line names its rule, and nowhere else",
        arguments: [
            ("about: q1, never: true", true), ("about: q1, atMost: 0", true), ("nothingElse: true", true),
            ("rule: missing-escalates, never: true", false), ("rule: missing-escalates, about: q1", true),
        ]
    )
    func onTrial(line: String, isMet: Bool) async throws {
        var site = try Shipped.site()
        let place = try #require(site.rules.firstIndex { $0.name.hasSuffix("missing-escalates.yaml") })
        site.rules[place].text = site.rules[place].text.replacing("status: active", with: "status: trial")
        let script = try Script(parsing: trend(expect: "[{ \(line) }]"), file: "test.yaml")
        let result = try await ScriptPlayer(site: site).run(script, seed: 7, permutations: 0) { CoreTarget() }
        #expect(result.play.alerts.map(\.isTrial) == [true])
        #expect(result.verdicts.map(\.isMet) == [isMet], "\(result.verdicts)")
    }

    @Test("A duplicate changes nothing; the same id with other content is refused")
    func duplicates() async throws {
        let once = try await run(trend(expect: "[]"))
        let text = trend(expect: "[]").replacing("child: q1, data", with: "child: q1, times: 3, data")
        let thrice = try await run(text)
        #expect(thrice.play.plan.steps.count == 3 * once.play.plan.steps.count)
        #expect(thrice.play.summaries == once.play.summaries)
    }

    @Test("What an offline agency tells comes when it is back, in its order")
    func offline() throws {
        let events = (1...4).map {
            "  - { id: h\($0), day: \($0), at: \"10:00\", from: home, type: concern.observed, child: q1, data: { indicators: [x] } }"
        }.joined(separator: "\n")
        let more = "offline: [{ agency: home, from: { day: 2 }, to: { day: 9, at: \"09:00\" } }]"
        let script = try Script(parsing: script(events: events, more: more), file: "test.yaml")
        let moments = DeliveryPlan(script).steps.map { script.calendar.text($0.at) }
        #expect(moments == ["day 1 10:00", "day 9 09:00", "day 9 09:00", "day 9 09:00"])
    }

    @Test("Two plays of one script are alike, alert by alert")
    func alike() async throws {
        var result = try await run(trend(expect: "[]"))
        let player = ScriptPlayer(site: try Shipped.site())
        try await player.compare(&result, with: CoreTarget())
        #expect(result.targetFaults == [])
        try await player.compare(&result, with: LossyTarget(losing: 7))
        #expect(!result.targetFaults.isEmpty && !result.isMet)
    }
}

@Suite("Other orders of arrival")
struct ArrivalTests {
    @Test("One seed is one order; none arrives before it was written down or after the end")
    func seeds() throws {
        let script = try Script(path: Shipped.folder + "/child-s.yaml")
        let plan = DeliveryPlan(script)
        #expect(plan.rearranged(seed: 3) == plan.rearranged(seed: 3))
        #expect(plan.rearranged(seed: 3) != plan.rearranged(seed: 4))
        for step in plan.rearranged(seed: 5).steps {
            guard case .delivery(let delivery) = step else { continue }
            #expect(delivery.at >= delivery.document.event.recorded && delivery.at <= script.until)
        }
        #expect(Set(plan.rearranged(seed: 5).steps.map(\.at)).count > 50)
    }

    @Test("Decisions of one moment stay in their order, whatever the seed")
    func decisionsInOrder() throws {
        let decisions = (1...4).map {
            "  - { id: d\($0), day: 3, at: \"10:00\", from: desk, type: identity.decided, data: { same: [police/q1, home/q1] } }"
        }
        let plan = DeliveryPlan(
            try Script(parsing: script(events: decisions.joined(separator: "\n")), file: "test.yaml")
        )
        for seed in UInt64(1)...20 { #expect(plan.rearranged(seed: seed) == plan, "seed \(seed)") }
    }

    @Test("A target that depends on the order is found out, with the seed and the difference")
    func orderDependent() async throws {
        let player = ScriptPlayer(site: try Shipped.site())
        let script = try Script(parsing: trend(expect: "[]"), file: "test.yaml")
        let result = try await player.run(script, seed: 40, permutations: 20) { LossyTarget(losing: 7) }
        let fault = try #require(result.orderFaults.first)
        #expect(fault.seed >= 40 && fault.seed < 60)
        #expect(result.orderFaults.allSatisfy { $0.missing.count + $0.additional.count >= 1 })
        let words = result.failureLines.joined(separator: "\n")
        #expect(words.contains("other orders of arrival end otherwise; smallest difference, seed \(fault.seed):"))
        #expect(words.contains("missing-escalates about q1"))
    }
}

/// A broken target, for the tests of what finds it out: it loses the event that comes as number so and so.
final class LossyTarget: ScriptTarget {
    private let core = CoreTarget()
    private let lost: Int
    private var count = 0

    init(losing number: Int) { lost = number }

    func configure(_ configuration: SiteConfiguration, at instant: Instant) async throws {
        try await core.configure(configuration, at: instant)
    }
    func advance(to instant: Instant) async throws { try await core.advance(to: instant) }
    func deliver(_ delivery: Delivery) async throws {
        count += 1
        if count != lost { try await core.deliver(delivery) }
    }
    func decide(_ decision: Decision, at instant: Instant) async throws -> Position {
        try await core.decide(decision, at: instant)
    }
    func finish() async throws -> [Alert] { try await core.finish() }
}

@Suite("Reports of a replay")
struct ReportTests {
    @Test("A met script is one line")
    func metLine() async throws {
        let result = try await run(trend(expect: "[{ rule: missing-escalates, about: q1 }]"), permutations: 2)
        #expect(
            result.summaryLine
                == "met      test.yaml  1 expectation, 1 alert, 12 events, 2 other orders (seed 7): A test"
        )
        #expect(result.failureLines == ["test.yaml: A test"])
    }

    @Test("An unmet one says what was expected, what happened instead, and when what was told")
    func timeline() async throws {
        let result = try await run(trend(expect: "[{ rule: missing-escalates, about: q1, severity: high }]"))
        let text = result.failureLines.joined(separator: "\n")
        #expect(text.contains("expected: missing-escalates about q1, reaching high\n"))
        #expect(text.contains("instead: missing-escalates about q1, raised day 9 18:00, reached medium"))
        #expect(text.contains("    D1 19:00   police       missing.reported (e0, missing)\n"))
        #expect(text.contains("    D9 18:00                                                RAISED missing-escalates"))
        #expect(TextReport([result]).text.hasSuffix("0 of 1 scripts met"))
    }

    @Test("JUnit has a case for each line and one for the orders, and escapes what XML needs escaped")
    func junit() async throws {
        let text = trend(expect: "[{ rule: missing-escalates, about: q2 }, { about: q1, atMost: 3 }]")
            .replacing("title: A test", with: "title: A <test> & \"more\"")
        let xml = JUnitReport([try await run(text, permutations: 1)]).xml
        #expect(xml.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"))
        #expect(
            xml.contains(#"<testsuite name="A &lt;test&gt; &amp; &quot;more&quot;" tests="3" failures="1" errors="0">"#)
        )
        #expect(xml.contains(#"<failure message="it was never raised">"#))
        #expect(xml.contains(#"name="1 other orders of arrival end alike"/>"#))
    }

    @Test("The result for programs holds each alert's course")
    func json() async throws {
        let json = try await run(trend(expect: "[{ rule: missing-escalates, about: q1 }]")).json
        #expect(json["met"] == true)
        let alert = try #require(json["alerts"]?.array?.first)
        #expect(alert["rule"] == "missing-escalates" && alert["raised"] == "2016-01-13T18:00:00Z")
        #expect(alert["changes"]?.array?.isEmpty == false)
    }

    @Test("No report of an alert names the child")
    func names() async throws {
        let result = try await run(trend(expect: "[{ rule: missing-escalates, about: q1, severity: high }]"))
        let all = TextReport([result]).text + JUnitReport([result]).xml + result.json.text
        #expect(!all.contains("Ada") && !all.contains("2001-06-15"))
    }
}

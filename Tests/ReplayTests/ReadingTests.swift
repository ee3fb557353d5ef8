import EventFormat
import Replay
import SafeguardingModel
import Testing

@Suite("Scripts that people write")
struct ReadingTests {
    private func documents(_ script: Script) -> [EventDocument] {
        script.steps.compactMap { if case .event(let document) = $0.content { document } else { nil } }
    }

    private func events(_ text: String) throws -> [Event] {
        documents(try Script(parsing: text, file: "test.yaml")).map(\.event)
    }

    @Test("The example of the contract is read, whole")
    func whole() throws {
        let script = try Script(parsing: example, file: "example.yaml")
        #expect(script.title == "Three agencies, one week")
        #expect(script.agencies.map(\.name) == ["home", "social-care", "police", "health"])
        #expect(script.agencies.first?.authority == "E08000012")
        #expect(script.steps.count == 5)
        #expect(script.permutations == 20)
        #expect(script.expectations.count == 4)
        #expect(script.calendar.text(script.until) == "day 51 00:00")
        #expect(script.warnings == [])
    }

    @Test("Events are documents of the event format, made of what the script says and nothing else")
    func document() throws {
        let documents = documents(try Script(parsing: example, file: "example.yaml"))
        let text = String(decoding: documents[2].bytes, as: UTF8.self)
        #expect(
            text == """
                {"specversion":"1.0","id":"example-3","source":"/police/script","type":"referralbus.v1.missing.found",\
                "time":"2016-01-05T07:15:00Z","recordedtime":"2016-01-05T07:15:00Z","subject":"s1",\
                "datacontenttype":"application/json","data":{"child":{"givenName":"Ada","familyName":"Example",\
                "born":"2001-06-15","sex":"F","postcode":"L36 9YU"},"episode":"e1",\
                "foundWith":[{"name":"Male Five","handles":["h77"]}],\
                "foundPlace":{"kind":"home","postcode":"L1 1AA","uprn":"38000001"}}}
                """
        )
        #expect(documents[2].event.links.map(\.role) == [.foundPlace, .foundWith])
    }

    @Test("The shorthand 'known' is a flag that social care raises")
    func known() throws {
        let event = try #require(documents(try Script(parsing: example, file: "example.yaml")).first?.event)
        #expect(event.kind == .statusStarted && event.agency == "social-care")
        #expect(event.fields == [Field(.status, "cse-flag")])
        #expect(event.occurred.earliest == Instant(rfc3339: "2015-12-05T00:00:00Z"))
    }

    @Test("An agency knows a child as its record says, and else as the script does")
    func variant() throws {
        let text = script(
            events: """
                  - { day: 0, at: "10:00", from: home, type: concern.observed, child: q1, data: { indicators: [gifts] } }
                  - { day: 0, at: "10:00", from: police, type: concern.observed, child: q1, data: { indicators: [gifts] } }
                """,
            more: "records: [{ agency: home, child: q1, subject: H-7, givenName: Adda, familyName: '' }]"
        )
        let events = try events(text)
        #expect(events.map(\.subject) == ["H-7", "q1"])
        #expect(events.map { $0.child?.givenName } == ["Adda", "Ada"])
        #expect(events.map { $0.child?.familyName } == ["", "Example"])
        #expect(events[0].child?.born == CivilDay("2001-06-15"))
    }

    @Test("Days have the clock of their place, in summer, in winter and in the nights between")
    func summerTime() throws {
        let line = { (day: Int, at: String) in
            "  - { day: \(day), at: \"\(at)\", from: police, type: concern.observed, child: q1, data: { indicators: [x] } }"
        }
        // Day 83 is 27 March 2016, day 300 is 30 October 2016.
        let text = script(
            events: [line(82, "23:30"), line(83, "00:30"), line(83, "02:30"), line(300, "00:30"), line(300, "02:30")]
                .joined(separator: "\n"),
            until: "{ day: 301 }"
        )
        #expect(
            try events(text).map { $0.occurred.earliest.rfc3339 } == [
                "2016-03-26T23:30:00Z", "2016-03-27T00:30:00Z", "2016-03-27T01:30:00Z", "2016-10-29T23:30:00Z",
                "2016-10-30T02:30:00Z",
            ]
        )
    }

    @Test("A line without a clock time tells only the day, and comes when the day is over")
    func dayPrecision() throws {
        let text = script(
            events: "  - { day: 3, from: police, type: concern.observed, child: q1, data: { indicators: [x] } }"
        )
        let script = try Script(parsing: text, file: "test.yaml")
        let event = try #require(documents(script).first?.event)
        #expect(event.occurred.precision == .day)
        #expect(script.calendar.text(event.occurred.earliest) == "day 3 00:00")
        #expect(script.steps.map { script.calendar.text($0.arrives) } == ["day 4 00:00"])
    }

    @Test("A line for several days is as many events; days inside the data become times")
    func severalDays() throws {
        let events = try events(
            script(
                events: """
                      - { day: [1, 3, 5], at: "09:00", from: education, type: attendance.marked, child: q1, data: { code: O, session: am } }
                      - { day: 6, at: "09:00", from: police, type: missing.reported, child: q1, data: { episode: e, category: missing, lastSeen: { day: 5, at: "22:00" } } }
                    """
            )
        )
        #expect(events.map(\.id) == ["test-1", "test-2", "test-3", "test-4"])
        #expect(events.last?.fields.value(.lastSeen) == "2016-01-09T22:00:00Z")
    }

    @Test("A placement is the responsible authority's unless the line says whose")
    func responsible() throws {
        let events = try events(
            script(
                events: """
                      - { day: 1, at: "09:00", from: social-care, type: placement.started, child: q1, data: { placement: p, hostAuthority: E08000012 } }
                    """
            )
        )
        #expect(events[0].fields.value(.responsibleAuthority) == "E08000011")
    }

    @Test("A number that fails its check digit is a warning, not an error")
    func warning() throws {
        let text = script(
            events:
                "  - { day: 1, at: \"09:00\", from: health, type: concern.observed, child: q1, data: { indicators: [x], child: { nhsNumber: '9990000019' } } }"
        )
        let script = try Script(parsing: text, file: "test.yaml")
        #expect(script.warnings.count == 1)
        #expect(script.warnings.first?.hasPrefix("test.yaml:15:") == true)
        #expect(script.warnings.first?.contains("9990000019") == false)
    }

    @Test(
        "A mistake is an error with its line, what was expected, and what was probably meant",
        arguments: [
            ("from: polcie, type: concern.observed, child: q1, data: { indicators: [x] }", "did you mean 'police'?"),
            (
                "from: police, type: concern.observd, child: q1, data: { indicators: [x] }",
                "did you mean 'concern.observed'?"
            ),
            ("from: police, type: concern.observed, child: q3, data: { indicators: [x] }", "did you mean 'q1'?"),
            ("from: police, type: concern.observed, child: q1, data: { indicator: [x] }", "did you mean 'indicators'?"),
            ("from: police, type: concern.observed, child: q1, data: { indicators: [] }", "$.data.indicators"),
            ("from: police, type: concern.observed, data: { indicators: [x] }", "the key 'child' is missing"),
            ("from: police, type: concern.observed, child: q1, dta: {}", "did you mean 'data'?"),
            (
                "from: police, type: missing.found, child: q1, data: { episode: e9 }",
                "no missing.reported names the episode 'e9'"
            ),
            (
                "from: police, type: missing.found, child: q2, data: { episode: e1 }",
                "no missing.reported names the episode 'e1'"
            ),
            (
                "from: police, type: missing.found, child: q1, data: { episode: e1, foundWith: [m2] }",
                "did you mean 'm1'?"
            ),
            (
                "from: police, type: missing.found, child: q1, data: { episode: e1, foundPlace: p2 }",
                "did you mean 'p1'?"
            ),
            ("from: police, type: missing.graded, child: q1, data: { episode: e1, grade: lo }", "did you mean 'low'?"),
            (
                "from: police, type: event.withdrawn, data: { of: a2, reason: x }",
                "police sends no event with the id 'a2'"
            ),
            ("from: home, type: event.withdrawn, data: { of: a1, reason: x }", "home sends no event with the id 'a1'"),
            ("from: desk, type: identity.decided, data: { same: [police/q1] }", "expected two records"),
            ("from: desk, type: identity.decided, data: { same: [police/q1, hme/q1] }", "did you mean 'home'?"),
            (
                "from: desk, type: identity.decided, data: { takenBack: d9 }",
                "the desk makes no decision with the id 'd9'"
            ),
            (
                "from: desk, type: identity.decided, data: { same: [police/q1, home/q1], different: [] }",
                "expected one of"
            ),
            ("from: police, type: concern.observed, child: q1, times: 0, data: { indicators: [x] }", "from 1 to 1000"),
            (
                "from: police, type: concern.observed, child: q1, arrives: { day: 99 }, data: { indicators: [x] }",
                "line 16 arrives on day 99"
            ),
        ]
    )
    func mistake(line: String, says: String) throws {
        let text = script(
            events: """
                  - { id: a1, day: 0, at: "10:00", from: police, type: missing.reported, child: q1, data: { episode: e1, category: missing } }
                  - { day: 1, at: "10:00", \(line) }
                """
        )
        let words = try #require(complaint(text))
        #expect(words.contains(says))
        #expect(words.hasPrefix("test.yaml:16:") || says.contains("arrives"), "\(words)")
    }

    @Test("An event that an offline agency keeps beyond the end of the play is an error with its line")
    func offlineAtTheEnd() throws {
        let event =
            "  - { day: 5, at: \"10:00\", from: home, type: concern.observed, child: q1, data: { indicators: [x] } }"
        for (end, says) in [(60, nil), (61, "line 15 arrives on day 62 00:00, when home is back")] {
            let more = "offline: [{ agency: home, from: { day: 2 }, to: { day: \(end) } }]"
            let words = complaint(script(events: event, more: more))
            if let says { #expect(words?.contains(says) == true, "\(words ?? "")") } else { #expect(words == nil) }
        }
    }

    @Test(
        "A decision can be taken back only after it is made, however the lines stand",
        arguments: [(3, 4, true), (3, 3, true), (4, 3, false)]
    )
    func takenBackFirst(made: Int, takenBack: Int, isRight: Bool) throws {
        let text = script(
            events: """
                  - { id: d1, day: \(made), at: "10:00", from: desk, type: identity.decided, data: { same: [police/q1, home/q1] } }
                  - { day: \(takenBack), at: "10:00", from: desk, type: identity.decided, data: { takenBack: d1 } }
                """
        )
        let words = complaint(text)
        #expect((words == nil) == isRight, "\(words ?? "")")
        #expect(
            isRight || words?.contains("test.yaml:16: 'd1' is taken back before it is made") == true,
            "\(words ?? "")"
        )
    }

    @Test(
        "A mistake elsewhere is an error too",
        arguments: [
            ("title: A test", "titel: A test", "did you mean 'title'?"),
            ("synthetic: true", "synthetic: perhaps", "expected true or false"),
            ("day0: 2016-01-04", "day0: 2016-02-30", "expected a day"),
            ("sector: residential", "sector: residental", "did you mean 'residential'?"),
            ("until: { day: 60 }", "until: { dy: 60 }", "did you mean 'day'?"),
            ("born: 2001-06-15", "born: 2001-06-31", "test.yaml"),
            ("givenName: Ada", "givnName: Ada", "did you mean 'givenName'?"),
            ("expect: []", "expect: [{ about: q1, never: yes }]", "expected true or false"),
            ("expect: []", "expect: [{ about: q9, atMost: 3 }]", "did you mean 'q1'?"),
            ("expect: []", "expect: [{ rule: x, about: q1, atMost: 3 }]", "'rule' does not go with 'atMost'"),
            ("expect: []", "expect: [{ about: q1, severity: high }]", "the key 'rule' is missing"),
            ("expect: []", "expect: [{ rule: x, sectors: [heath] }]", "is not known here"),
            ("expect: []", "expect: [{ rule: x, severity: hihg }]", "did you mean 'high'?"),
            ("expect: []", "expect: [{ rule: x, after: { day: 9 }, by: { day: 7 } }]", "'by' is before 'after'"),
        ]
    )
    func mistakeElsewhere(right: String, wrong: String, says: String) throws {
        let line =
            "  - { day: 0, at: \"10:00\", from: home, type: concern.observed, child: q1, data: { indicators: [x] } }"
        let words = try #require(complaint(script(events: line).replacing(right, with: wrong)))
        #expect(words.contains(says))
    }

    @Test("A rule that nobody knows is refused, because 'never' would be met by its typing error")
    func unknownRule() throws {
        let line =
            "  - { day: 0, at: \"10:00\", from: home, type: concern.observed, child: q1, data: { indicators: [x] } }"
        let text = script(events: line, expect: "[{ rule: missing-escalate, about: q1, never: true }]")
        let script = try Script(parsing: text, file: "test.yaml")
        #expect(throws: (any Error).self) { try script.check(rules: ["agencies-converge"]) }
        let right = text.replacing("missing-escalate,", with: "missing-escalates,")
        try Script(parsing: right, file: "test.yaml").check(rules: ["agencies-converge"])
    }
}

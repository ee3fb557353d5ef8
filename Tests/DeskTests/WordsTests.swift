import Accounts
import Desk
import SafeguardingModel
import Testing

@Suite("The words of the screens")
struct WordsTests {
    private static let times = Times(zone: .london, now: World.start)

    @Test("Every kind of event has a plain sentence", arguments: EventKind.allCases)
    func everyKind(kind: EventKind) {
        let fields = FieldName.allCases.map { Field($0, "sample-word") }
        for fields in [[], fields] {
            var fact = Sample.fact(kind)
            fact.fields = fields
            let text = EventSentence.text(fact, times: Self.times)
            #expect(text.hasSuffix(".") && text.first?.isUppercase == true)
            #expect(!text.contains(kind.rawValue) && !text.contains("sample-word") && !text.contains("  "))
            #expect(!text.lowercased().contains("no concern"))
        }
    }

    @Test(
        "Sentences say what was told",
        arguments: [
            (
                EventKind.missingReported,
                [.init(.missingFrom, "care"), .init(.grade, "low"), .init(.lastSeen, "2016-01-03T17:30:00Z")],
                "Reported missing from care, graded low risk, last seen Sun 3 Jan 2016 17:30."
            ),
            (.missingReported, [.init(.category, "away")], "Reported away without permission."),
            (
                .referralDecided, [.init(.band, "low"), .init(.outcome, "nfa")],
                "Referral assessed as low risk, outcome nfa."
            ),
            (
                .concernObserved,
                [.init(.indicators, "gifts"), .init(.indicators, "older-friends"), .init(.observedBy, "parent")],
                "Concern noted by a parent: gifts and older friends."
            ),
            (.disclosureWithdrawn, [], "The disclosure was taken back, which does not show that it was untrue."),
        ] as [(EventKind, [Field], String)]
    )
    func sentences(kind: EventKind, fields: [Field], expected: String) {
        var fact = Sample.fact(kind)
        fact.fields = fields
        #expect(EventSentence.text(fact, times: Self.times) == expected)
    }

    @Test("People and places are named as the agency called them")
    func mentions() {
        var fact = Sample.fact(.missingFound)
        fact.links = [
            Link(role: .foundWith, label: "Male Five", keys: [], kind: "person"),
            Link(role: .foundPlace, label: "", keys: [LinkKey(.uprn, "38000001")], kind: "home"),
            Link(role: .foundWith, label: "Male Five", keys: [], kind: "person"),
        ]
        #expect(EventSentence.text(fact, times: Self.times) == "Found; with Male Five; at 38000001.")
    }

    @Test(
        "Spans are said as people say them",
        arguments: [
            (0, "less than a minute"), (59, "less than a minute"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"),
            (11_100, "3 h 5 min"), (86_400, "1 day"), (172_800, "2 days"), (-5, "less than a minute"),
        ]
    )
    func spans(seconds: Int64, words: String) {
        #expect(Times.words(.seconds(seconds)) == words)
    }

    @Test(
        "A time leaves out what is plain today",
        arguments: [
            ("2016-01-04T08:05:00Z", "08:05"), ("2016-03-12T20:40:00Z", "Sat 12 Mar 20:40"),
            ("2015-09-12T19:40:00Z", "Sat 12 Sep 2015 20:40"),
        ]
    )
    func shortTimes(text: String, words: String) throws {
        let instant = try #require(Instant(rfc3339: text))
        #expect(Self.times.short(instant).words == words)
    }

    @Test("What a source cannot tell is not invented")
    func dayPrecision() throws {
        let day = try #require(Instant(rfc3339: "2015-09-12T00:00:00+01:00"))
        let text = Self.times.text(Occurrence(day, precision: .day))
        #expect(text.words == "Sat 12 Sep 2015, time not given" && text.machine == "2015-09-12")
    }

    @Test(
        "An age is that of today, and of then where it differs",
        arguments: [
            ("2015-12-01T00:00:00Z", "14"), ("2013-12-01T00:00:00Z", "12 then, 14 now"),
        ]
    )
    func ages(then: String, words: String) throws {
        let born = CivilDay("2001-06-15")
        #expect(Self.times.age(born: born, at: try #require(Instant(rfc3339: then))) == words)
    }
}

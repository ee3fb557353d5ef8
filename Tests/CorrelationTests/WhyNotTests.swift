import Correlation
import RuleEngine
import SafeguardingModel
import Testing

@Suite("Why not, and what is missing")
struct WhyNotTests {
    /// One of three sorts of fact is missing; the other two are there.
    private static func oneShort() -> Story {
        var story = Story()
        story.missing(onDay: 3, "19:00", lasting: .hours(7), episode: "e1")
        story.interviewed(onDay: 4, "e1")
        story.add(.healthAttended, by: "health", onDay: 4, "03:10", [Field(.setting, "emergency")])
        story.until = at(5, "09:00")
        return story
    }

    private static func at(_ day: Int, _ clock: String = "00:00") -> Instant { Story.at(day, clock) }

    private func child(_ played: Played) throws -> ChildID { try #require(played.correlator.children.first) }

    @Test(
        "One fact short: it says which, and until when; adding it makes the rule speak, and a minute later it does not"
    )
    func nearest() throws {
        let story = Self.oneShort()
        let played = try story.play()
        let why = try #require(
            played.correlator.whyNot(try child(played), "missing-absent-attended", at: Self.at(5, "09:00"))
        )
        #expect(!why.speaks)
        #expect(why.unmet == ["A school attendance mark is not known in the last 7 days."])
        let nearest = try #require(why.nearest)
        #expect(
            nearest.sentence
                == "One fact short: a school attendance mark by education (code N), before Fri 15 Jan 2016 01:59."
        )
        #expect(nearest.facts.map(\.kind) == [.attendanceMarked])
        #expect(try speaks(story, with: nearest, after: .zero))
        #expect(try !speaks(story, with: nearest, after: .minutes(2)))
    }

    private func speaks(_ story: Story, with nearest: NearMiss, after delay: Span) throws -> Bool {
        var played = try story.play()
        for (number, fact) in nearest.facts.enumerated() {
            let at = nearest.by + delay
            let event = Event(
                source: "/school/test",
                id: "added-\(number)",
                kind: fact.kind,
                occurred: Occurrence(at),
                recorded: at,
                subject: "c1-school",
                child: Story.person("c1"),
                fields: fact.fields,
                links: fact.links
            )
            played.apply(.event(event, from: "school"), at: at)
        }
        return !played.alerts("missing-absent-attended").isEmpty
    }

    @Test("Where time alone does it, it says when")
    func time() throws {
        var story = Story()
        story.add(.referralMade, by: "school", onDay: 0, "10:00", [Field(.referral, "r1")])
        story.until = Self.at(0, "12:00")
        let played = try story.play()
        let why = try #require(
            played.correlator.whyNot(try child(played), "referral-unanswered", at: Self.at(0, "12:00"))
        )
        #expect(why.unmet == ["What happened has been followed in time, or is not yet due."])
        #expect(why.nearest?.facts == [])
        #expect(why.nearest?.by == Self.at(2))
    }

    @Test("A rule that speaks has no why-not")
    func speaks() throws {
        var story = Self.oneShort()
        story.add(.attendanceMarked, by: "school", onDay: 4, "09:00", [Field(.code, "N"), Field(.session, "am")])
        let played = try story.play()
        let why = try #require(
            played.correlator.whyNot(try child(played), "missing-absent-attended", at: Self.at(5, "09:00"))
        )
        #expect(why.speaks && why.unmet.isEmpty && why.nearest == nil)
    }

    @Test("It says whom a fact would have to name, and no bound where there is none")
    func contact() throws {
        var story = Story()
        story.add(
            .personListed,
            by: "police",
            onDay: -30,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [Story.handle("h77", role: .listed)]
        )
        story.missing(onDay: 3, "19:00", lasting: .hours(7), episode: "e1")
        story.until = Self.at(5, "09:00")
        let played = try story.play()
        let rule = "found-with-person-of-concern"
        let why = try #require(played.correlator.whyNot(try child(played), rule, at: Self.at(5, "09:00")))
        let expected =
            "One fact short: a return by police with somebody on a register, or called of concern,"
            + " at any time until the eighteenth birthday."
        #expect(why.nearest?.sentence == expected)
    }

    @Test("Of a rule about several children it says who would have to be named by whom")
    func shared() throws {
        var story = Story()
        story.add(
            .concernObserved,
            by: "school",
            onDay: 3,
            "10:00",
            [Field(.indicators, "older friends")],
            links: [Story.handle("h77")]
        )
        story.until = Self.at(5, "09:00")
        let played = try story.play()
        let rule = "shared-between-children"
        let why = try #require(played.correlator.whyNot(try child(played), rule, at: Self.at(5, "09:00")))
        #expect(
            why.unmet == [
                "Nothing that the child's facts name is named about as many other children as the rule asks for."
            ]
        )
        let sentence = why.nearest?.sentence ?? ""
        #expect(sentence.contains("about another child, who lives elsewhere"), "\(sentence)")
        #expect(sentence.contains("names the same online name"), "\(sentence)")
    }
}

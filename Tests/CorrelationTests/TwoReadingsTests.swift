import Correlation
import SafeguardingModel
import Testing

@Suite("What the two readings of the rules once saw differently")
struct TwoReadingsTests {
    private func evidence(_ rule: String, _ story: Story) throws -> [[String]] {
        let played = try story.play()
        let ids = Dictionary(
            uniqueKeysWithValues: played.entries.compactMap { entry -> (Position, String)? in
                if case .event(let event, _) = entry.body { (entry.position, event.id) } else { nil }
            }
        )
        return played.alerts(rule).map { $0.finding.evidence.compactMap { ids[$0] } }
    }

    private func listing(_ story: inout Story, _ handle: String, onDay day: Int, register: String = "rso") {
        story.add(
            .personListed,
            by: "police",
            onDay: day,
            "11:00",
            child: nil,
            [Field(.register, register)],
            links: [Story.handle(handle, role: .listed)]
        )
    }

    private func mention(_ story: inout Story, _ links: [Link], onDay day: Int, by agency: AgencyName = "home") {
        story.add(.concernObserved, by: agency, onDay: day, "20:00", [Field(.indicators, "upset")], links: links)
    }

    @Test("What is overdue together rests on every register entry that began it, and not on the last alone")
    func allEntries() throws {
        var story = Story()
        listing(&story, "h1", onDay: 0)
        listing(&story, "h2", onDay: 1)
        mention(&story, [Story.handle("h1")], onDay: 2)
        mention(&story, [Story.handle("h2")], onDay: 4)
        #expect(try evidence("no-strategy-discussion", story) == [["police-1", "police-2", "home-3", "home-4"]])
    }

    @Test("A fact that calls somebody of concern and is contact with them is one piece of evidence")
    func onceEach() throws {
        var story = Story()
        mention(&story, [Story.handle("h1", role: .personOfConcern)], onDay: 2)
        mention(&story, [Story.handle("h1")], onDay: 4)
        let found = try evidence("contact-with-person-of-concern", story)
        #expect(found == [["home-1"]])
        #expect(try evidence("no-strategy-discussion", story) == [["home-1"]])
    }

    @Test("An interview of which only the day is known may have followed the return of that day")
    func interviewOfTheDay() throws {
        var story = Story()
        story.missing(onDay: 1, "10:00", lasting: .hours(4), episode: "e1")
        story.add(.returnInterviewCompleted, by: "social-care", onDay: 1, nil, [Field(.episodes, "own-7")])
        #expect(try evidence("return-interview-overdue", story).isEmpty)
    }

    @Test("Of a session marked twice the last mark counts, and it is the evidence")
    func lastMark() throws {
        var story = Story()
        for day in 0..<5 {
            let fields = [Field(.code, day == 2 ? "P" : "N"), Field(.session, "am")]
            story.add(.attendanceMarked, by: "school", onDay: day, "09:00", fields)
        }
        story.add(
            .attendanceMarked,
            by: "school",
            onDay: 2,
            "15:00",
            id: "again",
            [Field(.code, "N"), Field(.session, "am")]
        )
        #expect(
            try evidence("school-pattern", story) == [["school-1", "school-2", "again", "school-4", "school-5"]]
        )
    }

    @Test("A report told twice is one absence: two children are not missing together twice by it")
    func toldTwice() throws {
        var story = Story()
        for (child, clock) in [("c1", "18:00"), ("c2", "19:00"), ("c2", "19:20")] {
            let fields = [Field(.episode, "\(child)-e"), Field(.category, "missing")]
            story.add(.missingReported, by: "home", onDay: 1, clock, child: child, fields)
        }
        #expect(try evidence("missing-together", story).isEmpty)
    }

    @Test("What is named twice in one single fact is not shared")
    func oneFact() throws {
        var story = Story()
        let links = [Story.handle("h1"), Link(role: .mentioned, keys: [LinkKey(.handle, "h1")], kind: "person")]
        story.add(.intelligenceRecorded, by: "probation", onDay: 1, "10:00", links: links)
        #expect(try evidence("adult-side-signal", story).isEmpty)
        story.add(.concernObserved, by: "school", onDay: 2, "10:00", [Field(.indicators, "upset")], links: links)
        let found = try evidence("adult-side-signal", story)
        #expect(found == [["probation-1"]])
    }

    @Test("What is shared on the eighteenth birthday or later counts no more")
    func grownUp() throws {
        func story(born: String) -> Story {
            var story = Story()
            mention(&story, [Story.handle("h1")], onDay: 1)
            mention(&story, [Story.handle("h1")], onDay: 3, by: "school")
            story.told[1].event.subject = "c2-school"
            story.told[1].event.child = Story.person("c2")
            story.told[1].event.child?.born = CivilDay(born)
            return story
        }
        #expect(try evidence("shared-between-children", story(born: "1998-01-08")) == [["home-1", "school-2"]])
        #expect(try evidence("shared-between-children", story(born: "1998-01-07")).isEmpty)
    }

    @Test("Children who have a home's address in their records are not one household, whoever told that it is a home's")
    func homeAddress() throws {
        var story = Story()
        for (day, child) in ["c1", "c2"].enumerated() {
            mention(&story, [Story.handle("h1")], onDay: day + 1)
            story.told[day].event.subject = "\(child)-home"
            story.told[day].event.child = Story.person(child)
            story.told[day].event.child?.givenName = ["Ada", "Zachary"][day]
            story.told[day].event.child?.familyName = ["Example", "Sampleton"][day]
            story.told[day].event.child?.born = CivilDay(["2001-06-15", "1999-11-02"][day])
            story.told[day].event.child?.postcode = "L1 1AA"
            story.told[day].event.child?.address = "1 Sample Street"
        }
        #expect(try evidence("shared-between-children", story).isEmpty)
        let home = Link(role: .mentioned, keys: [LinkKey(.premises, "L1 1AA|1 sample street")], kind: "home")
        story.add(.homeNotified, by: "home", onDay: 0, "09:00", child: "c3", [Field(.regulation, "41")], links: [home])
        let found = try evidence("shared-between-children", story)
        #expect(found == [["home-1", "home-2"]])
    }

    @Test("An order is broken when it is broken, although whose phone it was comes to light after it has ended")
    func orderBroken() throws {
        let phone = LinkKey(.phone, "447700900123")
        var story = Story()
        listing(&story, "h1", onDay: 0, register: "cawn")
        mention(&story, [Link(role: .mentioned, keys: [phone], kind: "phone")], onDay: 5)
        story.add(
            .personUnlisted,
            by: "police",
            onDay: 9,
            "11:00",
            child: nil,
            [Field(.register, "cawn")],
            links: [Story.handle("h1", role: .listed)]
        )
        #expect(try evidence("contact-while-missing", story).isEmpty)
        story.add(
            .intelligenceRecorded,
            by: "police",
            onDay: 20,
            "10:00",
            child: nil,
            links: [Link(role: .mentioned, keys: [phone, LinkKey(.handle, "h1")], kind: "person")]
        )
        let played = try story.play()
        #expect(played.alerts("contact-while-missing").map(\.finding.enteredAt) == [Story.at(20, "10:00")])
        #expect(played.alerts("contact-with-person-of-concern").isEmpty)
        #expect(try evidence("contact-while-missing", story) == [["police-1", "home-2", "police-4"]])
    }
}

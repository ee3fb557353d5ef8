import Correlation
import RuleEngine
import SafeguardingModel
import TestKit
import Testing

@Suite("One agency's flood about one child")
struct FloodTests {
    /// A site that judges few facts of one agency about one child.
    private static func begun(_ limits: FactLimits? = FactLimits(aDay: 10, inAll: 20)) throws -> Played {
        var played = Played()
        played.apply(try configuration(limits), at: Story.beginning)
        return played
    }

    private static func configuration(_ limits: FactLimits?) throws -> JournalEntry.Body {
        .configuration(
            SiteConfiguration(
                agencies: Story.agencies,
                rules: try ShippedRules.files(),
                calendar: try ShippedRules.calendar(),
                limits: limits
            )
        )
    }

    /// Concerns of the school about one child, one a day.
    private static func concerns(_ count: Int, every hours: Int = 24, child: String = "c1") -> Story {
        var story = Story()
        for number in 0..<count {
            let clock = "\(number * hours % 24):\(10 + number % 50)"
            let fields = [Field(.indicators, "unexplained gifts")]
            story.add(.concernObserved, by: "school", onDay: number * hours / 24, clock, child: child, fields)
        }
        story.until = Story.at(count * hours / 24 + 3)
        return story
    }

    private static func judged(_ played: Played, of subject: String = "c1-school") -> Int {
        let child = played.correlator.child(of: RecordKey(agency: "school", subject: subject))
        return child.map { played.correlator.chronology(of: $0).count } ?? 0
    }

    @Test(
        "A flood about one child costs less than five times what the same costs about a hundred, and without limits far more"
    )
    func work() throws {
        func linesRead(children: Int, _ limits: FactLimits) throws -> Int {
            var story = Story()
            for number in 0..<500 {
                let child = "c\(number % children)"
                let hour = "\(number % 24):\(10 + number % 50)"
                story.missing(onDay: number / 24, hour, lasting: .minutes(30), episode: "e\(number)", child: child)
            }
            return try story.play(ticks: false, after: Self.begun(limits)).correlator.linesRead
        }
        let (limits, none) = (FactLimits(aDay: 100, inAll: 100), FactLimits(aDay: 10_000, inAll: 10_000))
        let many = try linesRead(children: 100, limits)
        let (one, unlimited) = (try linesRead(children: 1, limits), try linesRead(children: 1, none))
        #expect(one < 5 * many, "\(one) lines read about one child, \(many) about a hundred")
        #expect(unlimited > 20 * many, "\(unlimited) lines read about one child without limits")
    }

    @Test(
        "What comes beyond the limits is kept and counted, and what came first is judged",
        arguments: [
            ("as many as are judged in all", 20, 24, 20, 0), ("more in all", 27, 24, 20, 7),
            ("as many as are judged of a day", 10, 1, 10, 0), ("more on one day", 15, 1, 10, 5),
        ]
    )
    func limits(name: String, told: Int, every: Int, judged: Int, aside: Int) throws {
        let played = try Self.concerns(told, every: every).play(after: Self.begun())
        #expect(Self.judged(played) == judged)
        #expect(played.correlator.setAsideCount == aside)
        let listed = played.correlator.factsSetAside
        #expect(listed.map(\.positions.count) == (aside > 0 ? [aside] : []))
        #expect(listed.allSatisfy { $0.record == RecordKey(agency: "school", subject: "c1-school") })
    }

    @Test("A year's marks of a school, sent on one day, are all judged under the usual limits")
    func backlog() throws {
        var story = Story()
        for day in 0..<365 {
            for session in ["am", "pm"] {
                let clock = session == "am" ? "09:00" : "13:00"
                let mark = [Field(.code, "N"), Field(.session, session)]
                story.add(.attendanceMarked, by: "school", onDay: day, clock, mark, arrives: Story.at(366))
            }
        }
        story.until = Story.at(367)
        let played = try story.play(after: Self.begun(nil))
        #expect(Self.judged(played) == 730)
        #expect(played.correlator.setAsideCount == 0)
    }

    @Test("Other agencies, and other children, are judged as before")
    func others() throws {
        var story = Self.concerns(30)
        story.add(.referralMade, by: "health", onDay: 31, "09:00", [Field(.referral, "r1")])
        story.add(.disclosureMade, by: "school", onDay: 31, "10:00", child: "c2", [])
        let played = try story.play(after: Self.begun())
        #expect(played.correlator.setAsideCount == 10)
        let child = try #require(played.correlator.child(of: RecordKey(agency: "health", subject: "c1-health")))
        #expect(played.correlator.chronology(of: child).contains { $0.kind == .referralMade })
        #expect(Self.judged(played, of: "c2-school") == 1)
    }

    @Test("Higher limits let all of it be judged, as if they had stood from the beginning")
    func raised() throws {
        var played = try Self.concerns(40).play(after: Self.begun())
        #expect(played.correlator.setAsideCount == 20)
        played.apply(try Self.configuration(FactLimits(aDay: 10, inAll: 100)), at: Story.at(44))
        #expect(played.correlator.setAsideCount == 0)
        #expect(Self.judged(played) == 40)
        let straight = try Self.concerns(40).play(after: Self.begun(FactLimits(aDay: 10, inAll: 100)))
        func essences(_ played: Played) -> Set<Essence> {
            Set(played.correlator.alerts.filter { !$0.isWithdrawn }.map(Essence.init))
        }
        #expect(essences(played) == essences(straight))
    }

    @Test("What is set aside can be withdrawn, and comes only once")
    func withdrawn() throws {
        var story = Self.concerns(25)
        let last = try #require(story.told.last)
        story.told.append(last)
        story.add(.eventWithdrawn, by: "school", onDay: 26, "09:00", [], corrects: last.event.id)
        let played = try story.play(after: Self.begun())
        #expect(played.correlator.setAsideCount == 4)
        #expect(played.correlator.factsSetAside.first?.positions.count == 4)
    }

    @Test("A correction of what is judged is judged, however many there are; one of what is set aside stays aside")
    func corrected() throws {
        var story = Self.concerns(25)
        for (number, told) in [3, 24].map({ ($0, story.told[$0]) }) {
            let fields = [Field(.indicators, "tired")]
            story.add(.concernObserved, by: "school", onDay: number, "12:00", fields, corrects: told.event.id)
            story.told[story.told.count - 1].arrives = Story.at(27)
        }
        let played = try story.play(after: Self.begun())
        let child = try #require(played.correlator.child(of: RecordKey(agency: "school", subject: "c1-school")))
        let facts = played.correlator.chronology(of: child)
        #expect(facts.count == 20)
        #expect(facts.count { $0.value(.indicators) == "tired" } == 1)
        #expect(played.correlator.setAsideCount == 5)
    }

    @Test("A restart from the journal sets the same aside and says the same")
    func restart() throws {
        let played = try Self.concerns(30).play(after: Self.begun())
        var again = Played()
        for entry in played.entries { again.apply(entry.body, at: entry.at) }
        #expect(again.effects == played.effects)
        #expect(again.correlator.factsSetAside == played.correlator.factsSetAside)
    }

    private static let counting = """
        rule: counting
        version: 1
        status: active
        title: Concerns
        severity: medium
        tell: [cse-team]
        why: To be counted.
        source: none
        when:
          count: { of: [concern.observed], reaches: [2, 50], within: 365 d }
        examples:
          - name: two concerns
            given:
              - { days: [0, 1], at: "10:00", from: education, type: concern.observed, data: { indicators: gifts } }
            expect: { severity: medium, day: 1, at: "10:00" }
          - name: nothing told
            given:
              - { day: 0, at: "10:00", from: health, type: health.flagged, data: { code: x } }
            expect: nothing
        """

    /// A site with one rule, which counts concerns.
    private static func counting(_ limits: FactLimits? = nil) throws -> Played {
        let rule = SiteConfiguration.TextFile(name: "counting.yaml", text: counting)
        var played = Played()
        let site = SiteConfiguration(agencies: Story.agencies, rules: [rule], limits: limits)
        played.apply(.configuration(site), at: Story.beginning)
        return played
    }

    @Test("Every alert about the child says that not all is judged, but not to whoever may not know of the record")
    func told() throws {
        let played = try Self.concerns(24).play(after: Self.counting(FactLimits(aDay: 10, inAll: 20)))
        let alert = try #require(played.correlator.alerts.first)
        let sentence =
            "4 further facts of Sample Academy about the child are kept and not judged: more came than is judged of one "
            + "child. Does its reference stand for one child alone?"
        #expect(alert.explanation.unknown.contains(sentence))
        let closed: Set<RecordKey> = [RecordKey(agency: "school", subject: "c1-school")]
        let other = played.correlator.alert(alert.id, for: Clearance(closed: closed) { _ in false })
        #expect(other?.explanation.unknown.contains { $0.contains("not judged") } == false)
    }

    @Test("Of very many facts an alert names the first and the last, and counts the others; the finding has them all")
    func excerpt() throws {
        let played = try Self.concerns(1_050, every: 6).play(after: Self.counting())
        let alert = try #require(played.correlator.alerts.first)
        let all = alert.finding.evidence
        #expect(all.count == 50)
        #expect(alert.explanation.evidence.map(\.position) == Array(all.prefix(20) + all.suffix(20)))
        #expect(alert.explanation.evidenceLeftOut == 10)
        #expect(alert.explanation.reasons.contains("And 11 more."))
        let written = alert.abridged
        #expect(written.finding.evidence == Array(all.prefix(20) + all.suffix(20)))
        #expect(written.evidenceLeftOut == 10)
    }

    /// Concerns a day apart, of which the latest comes first and another every minute: each makes it begin a day earlier.
    private static func backwards(_ count: Int) -> Story {
        var story = concerns(count)
        for number in story.told.indices {
            story.told[number].arrives = Story.at(count + 1) + .minutes(Int64(count - number))
        }
        story.until = Story.at(count + 2)
        return story
    }

    @Test(
        "What changes again and again without deepening is told at once at first, then every ten minutes, and in the end"
    )
    func often() throws {
        let played = try Self.backwards(90).play(after: Self.counting())
        let alert = try #require(played.correlator.alerts.first)
        let revised = played.effects.joined().compactMap { effect -> Alert? in
            if case .revised(let alert) = effect { alert } else { nil }
        }
        // Twenty, one when it deepens with the fiftieth, and one every ten minutes of the rest.
        #expect((22...30).contains(revised.count), "\(revised.count) times told of 88 changes")
        #expect(revised.last?.finding == alert.finding)
        #expect(alert.revisions.count == 40)
        #expect(alert.revisionsLeftOut == 48)
        #expect(revised.contains { $0.finding.depth == 3 })
    }

    @Test("How often time is told to pass decides nothing of what is told")
    func ticks() throws {
        func told(_ ticks: Bool) throws -> [String] {
            try Self.backwards(70).play(ticks: ticks, after: Self.counting()).effects.joined().compactMap(\.alert).map {
                "\($0.finding.enteredAt) \($0.finding.depth) \($0.finding.evidence.count) \($0.revisions.last?.at ?? $0.raisedAt)"
            }
        }
        let often = try told(true)
        #expect(often.count > 20)
        #expect(try told(false) == often)
    }
}

import Correlation
import SafeguardingModel
import Testing

@Suite("What is told, put right or decided years later counts for three years")
struct YearsLateTests {
    private static let bound = 3 * 366

    /// A visit at the age of eleven, which no rule leaves untold.
    private static func visit(arrives day: Int) -> Story {
        var story = Story()
        story.add(
            .healthAttended,
            by: "health",
            onDay: 0,
            "10:00",
            [Field(.setting, "sexual-health")],
            arrives: Story.at(day)
        )
        for index in story.told.indices { story.told[index].event.child?.born = CivilDay("2004-06-15") }
        story.until = Story.at(day + 10)
        return story
    }

    @Test(
        "A late fact raises what it shows; beyond the bound it is counted",
        arguments: [0, 367, 800, 1_080, 1_110, 2_500]
    )
    func late(days: Int) throws {
        let correlator = try Self.visit(arrives: days).play().correlator
        let isInTime = days < Self.bound
        #expect(correlator.alerts.contains { $0.rule == "sexual-health-by-age" && !$0.isWithdrawn } == isInTime)
        #expect(correlator.tooOld == (isInTime ? 0 : 1))
    }

    @Test(
        "A late withdrawal takes the alert back; beyond the bound it is counted",
        arguments: [367, 800, 1_080, 1_110]
    )
    func withdrawn(days: Int) throws {
        var story = Self.visit(arrives: 0)
        let visit = story.told[0]
        story.add(.eventWithdrawn, by: "health", onDay: days, "09:00", corrects: visit.event.id)
        story.until = Story.at(days + 10)
        let correlator = try story.play().correlator
        let isInTime = days < Self.bound
        let alert = try #require(correlator.alerts.first { $0.rule == "sexual-health-by-age" })
        #expect(alert.isWithdrawn == isInTime)
        #expect(correlator.tooOld == (isInTime ? 0 : 1))
    }

    @Test("A decision taken back years later takes its alert back", arguments: [385, 800, 1_050])
    func decision(days: Int) throws {
        var story = Story()
        for (day, agency) in [(0, "police"), (3, "school"), (5, "home")] {
            let fields = [Field(.indicators, "unexplained gifts")]
            story.add(.concernObserved, by: AgencyName(rawValue: agency), onDay: day, "11:00", fields)
            // Nothing but their references: only a person can say that they are one child.
            story.told[story.told.count - 1].event.child = PersonRecord()
        }
        story.until = Story.at(10)
        var played = try story.play()
        let records = ["police", "school", "home"].map {
            RecordKey(agency: AgencyName(rawValue: $0), subject: "c1-\($0)")
        }
        played.apply(.decision(Decision(.same(records), by: "sample")), at: Story.at(11))
        let position = Position(played.entries.count)
        #expect(played.correlator.alerts.contains { $0.rule == "agencies-converge" && !$0.isWithdrawn })
        played.apply(.decision(Decision(.takenBack(position: position), by: "sample")), at: Story.at(days))
        let standing = played.correlator.alerts.filter { !$0.isWithdrawn }
        #expect(!standing.contains { $0.rule == "agencies-converge" })
    }

    @Test("An alert about what children share keeps its evidence when its facts are forgotten")
    func shared() throws {
        var story = Story()
        for (day, child) in [(0, "c1"), (2, "c2"), (4, "c3")] {
            story.add(
                .concernObserved,
                by: "police",
                onDay: day,
                "11:00",
                child: child,
                [Field(.indicators, "older friends")],
                links: [Story.handle("example77")]
            )
        }
        story.until = Story.at(10)
        var played = try story.play()
        let before = try #require(played.correlator.alerts.first { $0.finding.subject.child == nil })
        #expect(!before.explanation.evidence.isEmpty)
        for year in 1...8 {
            played.pass(to: Story.at(year * 366))
            played.apply(.tick, at: Story.at(year * 366))
        }
        let after = try #require(played.correlator.alerts.first { $0.id == before.id })
        #expect(!after.isWithdrawn)
        #expect(after.explanation.evidence.map(\.position) == before.explanation.evidence.map(\.position))
    }
}

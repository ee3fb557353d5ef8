import Correlation
import SafeguardingModel
import Testing

/// An alert about what children share, and what becomes of it when more becomes known.
@Suite("Every further child is told of, and none drops out")
struct FurtherChildTests {
    private static let car = LinkKey(.vehicle, "CV10SYN")
    private static let phone = LinkKey(.phone, "447700900123")

    private static func story(_ told: [(day: Int, child: String, agency: AgencyName, key: LinkKey)]) -> Story {
        var story = Story()
        for one in told {
            let link = Link(role: .mentioned, keys: [one.key], kind: "person")
            story.add(.concernObserved, by: one.agency, onDay: one.day, "10:00", child: one.child, links: [link])
        }
        story.until = Story.at(260)
        return story
    }

    private func shared(_ played: Played) -> [Alert] { played.alerts("shared-between-children") }

    @Test("The fourth girl stands in the evidence, and whoever had taken note is to take note again")
    func fourth() throws {
        let story = Self.story([
            (0, "c1", "school", Self.car), (90, "c2", "home", Self.car), (160, "c3", "police", Self.car),
            (200, "c4", "college", Self.car),
        ])
        var played = try Story.begun.get()
        for told in story.told.prefix(3) { played.apply(.event(told.event, from: told.agency), at: told.arrives) }
        let id = try #require(shared(played).first?.id)
        played.apply(.decision(Decision(.acknowledge(alert: id), by: "sample")), at: Story.at(161))
        #expect(shared(played).first?.acknowledgeBy == nil)
        played.apply(.event(story.told[3].event, from: story.told[3].agency), at: story.told[3].arrives)
        let alert = try #require(shared(played).first)
        #expect(alert.id == id && alert.finding.evidence.count == 4 && alert.life == .new)
        #expect(alert.acknowledgeBy != nil)
        #expect(alert.explanation.headline.contains("4 children who do not live together"))
        #expect(alert.explanation.reasons.first?.contains("since") == true)
    }

    @Test("Nobody's time to take note grows longer by a further child")
    func deadline() throws {
        let story = Self.story([
            (0, "c1", "school", Self.car), (1, "c2", "home", Self.car), (2, "c3", "police", Self.car),
        ])
        var played = try Story.begun.get()
        for told in story.told { played.apply(.event(told.event, from: told.agency), at: told.arrives) }
        let due = try #require(shared(played).first?.acknowledgeBy)
        let more = Self.story([(2, "c4", "college", Self.car)]).told[0]
        played.apply(.event(more.event, from: more.agency), at: more.arrives + .milliseconds(1))
        #expect(shared(played).first?.acknowledgeBy == due)
    }

    @Test("Two keys that police give to one man: one alert with all children, and the other says where it went")
    func joined() throws {
        var story = Self.story([
            (0, "c1", "school", Self.car), (9, "c2", "home", Self.car), (20, "c3", "school", Self.phone),
            (30, "c4", "home", Self.phone),
        ])
        let man = Link(role: .mentioned, keys: [Self.car, Self.phone], kind: "person")
        story.add(.intelligenceRecorded, by: "police", onDay: 40, "10:00", child: nil, links: [man])
        let played = try story.play()
        let alert = try #require(shared(played).first)
        #expect(shared(played).count == 1 && alert.severity == .critical)
        #expect(alert.explanation.evidence.map(\.kind).contains(.intelligenceRecorded))
        #expect(alert.finding.evidence.count == 5)
        #expect(alert.explanation.reasons.contains { $0.contains("Reported in different ways") })
        let gone = try #require(played.correlator.alerts.first { $0.rule == alert.rule && $0.isWithdrawn })
        #expect(
            gone.withdrawal?.sentence.contains(
                "part of the alert raised Wed 13 Jan 2016 10:00, which holds all its facts"
            ) == true
        )
    }
}

import Correlation
import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Adults who are possibly one")
struct AdultDecisionTests {
    /// Police list a man; the home hears his name from a child whom it had reported missing, and no more.
    private func played(name: String = "Kas Sample", restricted: Bool = false) throws -> Played {
        var story = Story()
        story.until = Story.at(20)
        story.add(
            .personListed,
            by: "police",
            onDay: 0,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [Link(role: .listed, label: "Kas Sample", keys: [LinkKey(.handle, "h77")], kind: "person")],
            restricted: restricted
        )
        for day in [2, 4, 6] {
            story.add(
                .referralMade,
                by: "home",
                onDay: day,
                "10:00",
                [Field(.referral, "r\(day)")],
                links: [Self.named(name)]
            )
        }
        return try story.play()
    }

    private static func named(_ name: String) -> Link { Link(role: .mentioned, label: name, keys: [], kind: "person") }

    private func hints(_ correlator: Correlator) -> [String] {
        correlator.alerts.flatMap(\.explanation.unknown).filter { $0.hasPrefix("Possibly the same adult") }
    }

    private func contacts(_ played: Played) -> Int { played.alerts("contact-with-person-of-concern").count }

    private let pair = [LinkKey(.handle, "h77"), LinkKey(.reference, "home/~c1-home/kas-sample")]

    @Test("Alerts tell it under what is not known, without a value, and no rule fires by it")
    func told() throws {
        let played = try played()
        #expect(contacts(played) == 0)
        let hints = hints(played.correlator)
        #expect(
            hints.first
                == "Possibly the same adult: somebody of whom Sample Police told, and somebody of whom Sample House told; given"
                + " name the same, family name the same (145 points). A person is to say (refbus identity list --people)."
        )
        #expect(played.correlator.possibleAdults.map(\.keys) == [pair])
    }

    @Test("What restricted facts alone tell is told as in confidence")
    func restricted() throws {
        let hints = hints(try played(restricted: true).correlator)
        #expect(hints.first?.contains("Sample Police told in confidence") == true)
    }

    @Test("A first name alone is told nobody")
    func firstName() throws {
        let played = try played(name: "Kas")
        #expect(hints(played.correlator) == [])
        #expect(played.correlator.possibleAdults == [])
    }

    @Test(
        "A person's 'same' raises what the rules then see, taken back it is withdrawn, and said again it stands again"
    )
    func same() throws {
        var played = try played()
        let before = played.correlator
        played.apply(.decision(Decision(.samePerson(pair, exercise: false), by: "sample")), at: Story.at(21))
        let decided = Position(played.entries.count)
        #expect(contacts(played) == 1)
        #expect(hints(played.correlator) == [])
        let raised = try #require(played.effects[played.effects.count - 1].compactMap(\.alert).first)
        #expect(raised.rule == "contact-with-person-of-concern")
        played.apply(.decision(Decision(.takenBack(position: decided), by: "sample")), at: Story.at(22))
        #expect(contacts(played) == 0)
        let withdrawal = try #require(played.correlator.alert(raised.id)?.withdrawal)
        #expect(withdrawal.sentence.contains("a person decided about adults (entry \(decided + 1))"))
        #expect(played.correlator.standingFindings == before.standingFindings)
        #expect(hints(played.correlator) == hints(before))
        played.apply(.decision(Decision(.takenBack(position: decided + 1), by: "sample")), at: Story.at(23))
        #expect(contacts(played) == 1)
    }

    @Test("'Different' is told no more, and changes no alert")
    func different() throws {
        var played = try played()
        let before = played.correlator
        played.apply(.decision(Decision(.differentPeople(pair, exercise: false), by: "sample")), at: Story.at(21))
        #expect(hints(played.correlator) == [])
        #expect(played.correlator.standingFindings == before.standingFindings)
    }

    @Test("A drill's decision says nothing of the real world")
    func drill() throws {
        var played = try played()
        played.apply(.decision(Decision(.samePerson(pair, exercise: true), by: "sample")), at: Story.at(21))
        #expect(contacts(played) == 0)
    }

    @Test("Decided before a word of it is known, while it comes, or after: the same alerts", arguments: 0...5)
    func anyMoment(place: Int) throws {
        var story = Story()
        story.until = Story.at(20)
        let listed = Link(role: .listed, label: "Kas Sample", keys: [LinkKey(.handle, "h77")], kind: "person")
        story.add(
            .personListed,
            by: "police",
            onDay: 0,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [listed]
        )
        for day in [2, 4, 6] {
            story.add(
                .concernObserved,
                by: "home",
                onDay: day,
                "10:00",
                [Field(.indicators, "gifts")],
                links: [Self.named("Kas Sample")]
            )
        }
        let withdrawn = story.told[1].event.id
        story.add(
            .eventWithdrawn,
            by: "home",
            onDay: 7,
            "10:00",
            [Field(.of, withdrawn), Field(.reason, "wrong child")],
            corrects: withdrawn
        )
        var played = try Story.begun.get()
        let decision = JournalEntry.Body.decision(Decision(.samePerson(pair, exercise: false), by: "sample"))
        for (number, told) in story.told.enumerated() {
            if number == place { played.apply(decision, at: Story.at(8)) }
            played.apply(.event(told.event, from: told.agency), at: Story.at(8))
        }
        if place >= story.told.count { played.apply(decision, at: Story.at(8)) }
        let alert = try #require(played.alerts("contact-with-person-of-concern").first)
        #expect(contacts(played) == 1)
        let positions = played.entries.indices.filter { place in
            guard case .event(let event, _) = played.entries[place].body else { return false }
            return event.id == story.told[0].event.id || event.id == story.told[2].event.id
        }
        #expect(
            Set(alert.finding.evidence) == Set(positions.map { Position($0 + 1) }),
            "the listing, and what was not withdrawn"
        )
    }
}

extension Correlator {
    /// The standing findings, whatever they are called.
    fileprivate var standingFindings: [String] {
        alerts.filter { !$0.isWithdrawn }.map { "\($0.rule) \($0.severity) \($0.finding.evidence)" }.sorted()
    }
}

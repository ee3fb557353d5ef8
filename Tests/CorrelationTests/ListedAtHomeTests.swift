import Correlation
import SafeguardingModel
import Testing

/// A register lists somebody where a child lives: no fact about the child has to say so.
@Suite("Listed at the child's own address")
struct ListedAtHomeTests {
    private static func listing(_ link: Link, onDay day: Int, in story: inout Story) {
        let register = [Field(.register, "rso")]
        story.add(.personListed, by: "police", onDay: day, "09:00", child: nil, register, links: [link])
    }

    private static let man = Link(
        role: .listed,
        label: "Male Sample",
        keys: [LinkKey(.reference, "police/p1")],
        kind: "person",
        traits: [.address(postcode: "L36 9YU", house: "1 Sample Street")]
    )

    private static func child(onDay day: Int, postcode: String, address: String, in story: inout Story) {
        story.add(.concernObserved, by: "school", onDay: day, "10:00", [Field(.indicators, "tired")])
        story.told[story.told.count - 1].event.child?.postcode = postcode
        story.told[story.told.count - 1].event.child?.address = address
    }

    private func entered(_ story: Story) throws -> [Instant] {
        try story.play().alerts("contact-with-person-of-concern").filter { $0.severity == .critical }
            .map(\.finding.enteredAt)
    }

    @Test("Whichever was told first, it is told when both are", arguments: [true, false])
    func both(isListedFirst: Bool) throws {
        var story = Story()
        Self.listing(Self.man, onDay: isListedFirst ? 0 : 6, in: &story)
        Self.child(onDay: isListedFirst ? 6 : 0, postcode: "L36 9YU", address: "1", in: &story)
        #expect(try entered(story) == [Story.at(6, isListedFirst ? "10:00" : "09:00")])
    }

    @Test(
        "Another house, and a house that is not known, are not the child's",
        arguments: [("L36 9YU", "3 Sample Street"), ("L36 9YU", ""), ("L36 9YT", "1 Sample Street")]
    )
    func elsewhere(postcode: String, address: String) throws {
        var story = Story()
        Self.listing(Self.man, onDay: 0, in: &story)
        Self.child(onDay: 6, postcode: postcode, address: address, in: &story)
        #expect(try entered(story).isEmpty)
    }

    @Test("That he had left the register before the child came takes it back, whenever it is told")
    func unlisted() throws {
        var story = Story()
        Self.listing(Self.man, onDay: 0, in: &story)
        Self.child(onDay: 6, postcode: "L36 9YU", address: "1", in: &story)
        #expect(try entered(story) == [Story.at(6, "10:00")])
        let register = [Field(.register, "rso")]
        let told = Story.at(9, "09:00")
        story.add(
            .personUnlisted,
            by: "police",
            onDay: 3,
            "09:00",
            child: nil,
            register,
            links: [Self.man],
            arrives: told
        )
        #expect(try entered(story).isEmpty)
    }

    private static func intelligence(
        _ links: [Link],
        by agency: AgencyName = "police",
        child: String? = nil,
        in story: inout Story
    ) {
        story.add(.intelligenceRecorded, by: agency, onDay: 9, "09:00", child: child, links: links)
    }

    private static let home = Link(
        role: .mentioned,
        keys: [LinkKey(.premises, "L36 9YU|1 sample street")],
        kind: "home"
    )
    private static let named = Link(role: .mentioned, keys: man.keys, kind: "person")
    private static let other = Link(role: .mentioned, keys: [LinkKey(.reference, "police/p2")], kind: "person")
    private static let resident = Link(role: .mentioned, keys: man.keys, kind: "person", traits: man.traits)

    @Test(
        "His home comes from police intelligence; that about another child is contact for that child, whose home it may be",
        arguments: [
            ([named, home], "police", nil, 1), ([resident], "police", nil, 1), ([resident, other], "police", nil, 1),
            ([resident], "police", "c2", 2), ([named, other, home], "police", nil, 0),
            ([named, home], "police", "c2", 1),
            ([named, home], "school", nil, 0), ([other, home], "police", nil, 0), ([named], "police", nil, 0),
        ] as [([Link], AgencyName, String?, Int)]
    )
    func intelligence(links: [Link], agency: AgencyName, child: String?, count: Int) throws {
        for isListedFirst in [true, false] {
            var story = Story()
            var man = Self.man
            man.traits = []
            Self.listing(man, onDay: isListedFirst ? 0 : 12, in: &story)
            Self.child(onDay: 6, postcode: "L36 9YU", address: "1, Sample St.", in: &story)
            Self.intelligence(links, by: agency, child: child, in: &story)
            #expect(try entered(story).count == count)
        }
    }

    @Test("The alert says that intelligence gives the home, and holds it", arguments: [nil, "c2"])
    func told(child: String?) throws {
        var story = Story()
        var man = Self.man
        man.traits = []
        Self.listing(man, onDay: 0, in: &story)
        Self.child(onDay: 6, postcode: "L36 9YU", address: "1 Sample Street", in: &story)
        Self.intelligence([Self.resident], child: child, in: &story)
        let played = try story.play()
        let alert = try #require(
            played.alerts("contact-with-person-of-concern").first { alert in
                alert.subject.child == played.correlator.child(of: RecordKey(agency: "school", subject: "c1-school"))
            }
        )
        let explanation = try #require(played.correlator.alert(alert.id)).explanation
        #expect(
            explanation.headline.hasPrefix(
                "Male Sample, a registered sex offender, lives at {child}'s own address, as police say ("
            )
        )
        #expect(explanation.reasons.contains { $0.hasPrefix("Where they live: ") })
        #expect(explanation.evidence.count == 2)
    }

    @Test("An entry's end is not that of somebody else at the same address", arguments: [true, false])
    func twoAtOneAddress(isOther: Bool) throws {
        let address = LinkKey(.premises, "L36 9YU|1 sample street")
        let men = ["p1", "p2"].map {
            Link(role: .listed, keys: [LinkKey(.reference, "police/\($0)"), address], kind: "person")
        }
        var story = Story()
        for man in men { Self.listing(man, onDay: 0, in: &story) }
        for man in isOther ? [men[1]] : men {
            let register = [Field(.register, "rso")]
            story.add(.personUnlisted, by: "police", onDay: 3, "09:00", child: nil, register, links: [man])
        }
        Self.child(onDay: 6, postcode: "L36 9YU", address: "1", in: &story)
        #expect(try entered(story).count == (isOther ? 1 : 0))
    }

    @Test(
        "A home that comes from intelligence is where the child is placed, however either is written",
        arguments: [
            (LinkKey(.premises, "L36 9YU|1"), LinkKey(.premises, "L36 9YU|1 sample street"), 1),
            (LinkKey(.uprn, "38000001"), LinkKey(.uprn, "38000001"), 1),
            (LinkKey(.premises, "L36 9YU|3"), LinkKey(.premises, "L36 9YU|1 sample street"), 0),
            (LinkKey(.uprn, "38000002"), LinkKey(.uprn, "38000001"), 0),
        ]
    )
    func placed(home: LinkKey, placement: LinkKey, count: Int) throws {
        for isListedFirst in [true, false] {
            var story = Story()
            var man = Self.man
            man.traits = []
            Self.listing(man, onDay: isListedFirst ? 0 : 12, in: &story)
            let place = Link(role: .mentioned, keys: [placement], kind: "home")
            let fields = [Field(.placement, "p1")]
            story.add(.placementStarted, by: "social-care", onDay: 6, "10:00", fields, links: [place])
            Self.intelligence([Self.named, Link(role: .mentioned, keys: [home], kind: "home")], in: &story)
            #expect(try entered(story).count == count)
        }
    }

    @Test("Somebody of whom the register tells no more than a name and an address")
    func unrecognised() throws {
        var story = Story()
        var man = Self.man
        man.keys = []
        Self.listing(man, onDay: 0, in: &story)
        Self.child(onDay: 6, postcode: "L36 9YU", address: "1 Sample Street", in: &story)
        #expect(try entered(story).count == 1)
    }
}

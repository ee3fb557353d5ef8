import Correlation
import SafeguardingModel
import Testing

/// With whom a child is found on two evenings within ninety days, and what agencies told of them.
@Suite("Found twice: who somebody is to the child decides")
struct FoundTwiceTests {
    /// Somebody as an agency describes them: a name, a role, an age, and whether there is a telephone number.
    struct Who: Sendable {
        var name = ""
        var role = ""
        var age: Int?
        var phone: String? = "447700900101"

        func link(_ place: Link.Role) -> Link {
            let relation = role.isEmpty ? Relation(name: name) : Relation(role: role)
            var link = Link(
                role: place,
                label: name,
                keys: phone.map { [LinkKey(.phone, $0)] } ?? [],
                kind: "person",
                traits: age.map { [.age($0)] } ?? [],
                relation: relation
            )
            if Relation.isInformative(role: role), relation != .ofConcern { link.called = role }
            return link
        }
    }

    private static func story(_ first: Who, _ second: Who, by agency: AgencyName = "police") -> Story {
        var story = Story()
        story.missing(onDay: 0, "18:00", lasting: .hours(2), episode: "e1", links: [first.link(.foundWith)])
        story.interviewed(onDay: 1, "e1")
        story.missing(
            onDay: 20,
            "18:00",
            lasting: .hours(2),
            by: agency,
            episode: "e2",
            links: [second.link(.foundWith)]
        )
        story.interviewed(onDay: 21, "e2")
        return story
    }

    private static func severities(_ story: Story) throws -> [Severity] {
        try story.play().alerts("found-with-person-of-concern").map(\.severity)
    }

    @Test(
        "The same person",
        arguments: [
            (Who(name: "Bo", role: "brother", age: 19), []), (Who(name: "Fo", role: "foster brother"), []),
            (Who(name: "Max", role: "step-father"), []), (Who(name: "Kay", role: "keyworker"), []),
            (Who(name: "Bo", role: "boyfriend", age: 16), []), (Who(name: "Bo", role: "boyfriend", age: 24), [.high]),
            (Who(name: "Max", role: "mother's partner"), [.high]), (Who(name: "Al", role: "taxi driver"), [.high]),
            (Who(name: "young female"), [.high]), (Who(name: "unknown male", age: 15), []),
        ] as [(Who, [Severity])]
    )
    func same(who: Who, expected: [Severity]) throws {
        #expect(try Self.severities(Self.story(who, who)) == expected)
    }

    @Test(
        "Somebody without a key, in one agency's same words: where the words are an adult's",
        arguments: [
            ("unknown adult male", "", [.high]), ("unknown male", "", [.high]),
            ("older man in a blue van", "", [.high]),
            ("Al", "taxi driver", [.high]), ("Chloe", "", []), ("young female", "", []), ("mother", "", []),
            ("male friend", "friend", []), ("", "taxi driver", []),
        ] as [(String, String, [Severity])]
    )
    func described(name: String, role: String, expected: [Severity]) throws {
        let who = Who(name: name, role: role, phone: nil)
        #expect(try Self.severities(Self.story(who, who)) == expected)
    }

    @Test(
        "Another adult the second time",
        arguments: [
            (Who(name: "Lee", age: 40, phone: "447700900102"), [.high]),
            (Who(name: "unknown woman", phone: nil), [.high]),
            (Who(name: "Lee", role: "uncle", age: 40, phone: nil), []),
            (Who(name: "PC 1234 Lee", age: 40, phone: nil), []),
            (Who(name: "Lee", phone: "447700900102"), []), (Who(name: "Lee", role: "friend", phone: nil), []),
        ] as [(Who, [Severity])]
    )
    func others(second: Who, expected: [Severity]) throws {
        let story = Self.story(Who(name: "Sam", age: 36), second)
        #expect(try Self.severities(story) == expected)
    }

    @Test("One man in two agencies' same words may be two men: an adult each time")
    func twoAgencies() throws {
        let who = Who(name: "unknown man", phone: nil)
        let alert = try #require(
            try Self.story(who, who, by: "home").play().alerts("found-with-person-of-concern").first
        )
        #expect(
            alert.explanation.headline.hasPrefix("Found 2 times with different adults not known as family in 90 days")
        )
    }

    @Test(
        "What another agency tells of the same telephone number counts, also where it comes afterwards",
        arguments: [-5, 25]
    )
    func told(day: Int) throws {
        for (who, expected) in [
            (Who(name: "Jo", role: "mother"), []), (Who(name: "Fay", age: 14), []),
            (Who(name: "Fay", age: 31), [.high]),
        ] as [(Who, [Severity])] {
            var story = Self.story(Who(name: "Jo"), Who(name: "Jo"))
            story.add(.concernObserved, by: "home", onDay: day, "10:00", links: [who.link(.mentioned)])
            let standing = try story.play().correlator.alerts.filter {
                $0.rule == "found-with-person-of-concern" && !$0.isWithdrawn
            }
            #expect(standing.map(\.severity) == expected, "\(who)")
        }
    }

    @Test("The reasons say who it is, and by whose word")
    func words() throws {
        var story = Self.story(Who(name: "Max", role: "mother's partner"), Who(name: "Max"))
        let listed = Link(role: .listed, keys: [LinkKey(.phone, "447700900101")], kind: "person")
        story.add(
            .personListed,
            by: "police",
            onDay: -9,
            "09:00",
            child: nil,
            [Field(.register, "rso")],
            links: [listed]
        )
        var told = Who(name: "Max", role: "mum's boyfriend").link(.mentioned)
        told.role = .mentioned
        story.add(.concernObserved, by: "home", onDay: -5, "10:00", links: [told])
        story.add(.concernObserved, by: "school", onDay: -4, "10:00", links: [told], restricted: true)
        let alert = try #require(try story.play().alerts("found-with-person-of-concern").first)
        let who =
            "Who they are: a registered sex offender, as Sample Police says; “mum's boyfriend”, as Sample House says; "
            + "“mother's partner”, as Sample Police says."
        #expect(alert.explanation.reasons.contains(who), "\(alert.explanation.reasons)")
    }
}

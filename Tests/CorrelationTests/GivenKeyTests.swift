import Correlation
import SafeguardingModel
import Testing

/// A phone that stands in the facts of twenty-eight children, and whose it is.
@Suite("What police give to somebody who is listed is no switchboard's")
struct GivenKeyTests {
    private static let phone = LinkKey(.phone, "447700900100")
    private static let name = LinkKey(.nameAndBirth, "male sample|1970-01-01")
    private static let reference = LinkKey(.reference, "police/N-7")

    private static func person(_ keys: [LinkKey], _ role: Link.Role = .mentioned) -> Link {
        Link(role: role, keys: keys, kind: "person")
    }

    /// - Parameter giving: what the facts that give the phone say, each by its day.
    private static func children(alertedBy giving: [(day: Int, keys: [LinkKey])], of agency: AgencyName) throws -> Int {
        var story = Story()
        let register = [Field(.register, "rso")]
        let listed = person([name], .listed)
        story.add(.personListed, by: "police", onDay: 2, "09:00", child: nil, register, links: [listed])
        for (day, keys) in giving {
            let links = [person(keys)]
            story.add(.intelligenceRecorded, by: agency, onDay: day, "09:00", child: nil, links: links)
        }
        for number in 1...28 {
            let child = "x\(number)"
            let fields = [Field(.indicators, "car")]
            let links = [person([phone])]
            story.add(.concernObserved, by: "school", onDay: 3 + number, "10:00", child: child, fields, links: links)
        }
        let alerts = try story.play().correlator.alerts
        return alerts.count { $0.rule == "contact-with-person-of-concern" && !$0.isWithdrawn }
    }

    @Test("By name and birth date, by the agency's reference, before the listing and after", arguments: [0, 3, 40])
    func given(day: Int) throws {
        #expect(try Self.children(alertedBy: [(day, [Self.name, Self.phone])], of: "police") == 28)
        let steps = [(day, [Self.name, Self.reference]), (day + 1, [Self.reference, Self.phone])]
        #expect(try Self.children(alertedBy: steps, of: "police") == 28)
    }

    @Test("Where another agency gives it, what more than twenty-five children have weighs nothing")
    func told() throws {
        #expect(try Self.children(alertedBy: [(0, [Self.name, Self.phone])], of: "health") == 25)
    }
}

/// A friend with whom a child is found twice, and an age told elsewhere.
@Suite("A friend whom any agency knows to be of age is an adult")
struct FriendAgeTests {
    private static let phone = LinkKey(.phone, "447700900100")

    private static func story(_ traits: [PersonTrait], _ keys: [LinkKey], onDay day: Int, of child: String) -> Story {
        var story = Story()
        let friend = Link(role: .foundWith, keys: [phone], kind: "person", relation: .friend)
        for (number, day) in [0, 20].enumerated() {
            story.missing(onDay: day, "18:00", lasting: .hours(2), episode: "e\(number)", links: [friend])
            story.interviewed(onDay: day + 1, "e\(number)")
        }
        let told = Link(role: .mentioned, keys: keys, kind: "person", traits: traits)
        let fields = [Field(.indicators, "car")]
        story.add(.concernObserved, by: "home", onDay: day, "10:00", child: child, fields, links: [told])
        return story
    }

    @Test(
        "By age or birth date, of this child or another, before and after",
        arguments: [
            ([.age(35)], -5, "c1", 1), ([.age(35)], 30, "c2", 1), ([.age(15)], -5, "c1", 0),
            ([.born(CivilDay(number: 5_000))], 30, "c1", 1), ([.age(15), .born(CivilDay(number: 5_000))], 5, "c2", 1),
            ([.age(17)], -730, "c2", 1), ([.age(17)], -200, "c2", 0), ([.age(18)], 30, "c2", 1), ([], 5, "c1", 0),
        ] as [([PersonTrait], Int, String, Int)]
    )
    func elsewhere(traits: [PersonTrait], day: Int, child: String, count: Int) throws {
        let story = Self.story(traits, [Self.phone], onDay: day, of: child)
        #expect(try story.play().alerts("found-with-person-of-concern").count == count)
    }

    @Test("The same age told of an earlier day is another age")
    func earlier() throws {
        var story = Self.story([.age(17)], [Self.phone], onDay: 25, of: "c2")
        let told = Link(role: .mentioned, keys: [Self.phone], kind: "person", traits: [.age(17)])
        let fields = [Field(.indicators, "car")]
        let arrives = Story.at(28)
        story.add(.concernObserved, by: "home", onDay: -730, child: "c3", fields, links: [told], arrives: arrives)
        #expect(try story.play().alerts("found-with-person-of-concern").count == 1)
    }

    @Test("A name with a birth date told with the phone")
    func named() throws {
        let keys = [Self.phone, LinkKey(.nameAndBirth, "kev dummy|1990-01-01")]
        let story = Self.story([], keys, onDay: 30, of: "c2")
        #expect(try story.play().alerts("found-with-person-of-concern").map(\.severity) == [.high])
    }
}

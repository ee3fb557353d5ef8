import Correlation
import SafeguardingModel
import Testing

/// A man with whom a child is found twice, and what was known of him.
@Suite("A known past makes nothing less")
struct KnownPastTests {
    private static let man = Link(role: .foundWith, keys: [LinkKey(.reference, "police/p1")], kind: "person")

    private static func story(listedOn day: Int, endingOn end: Int?, toldOn arrives: Int) -> Story {
        var story = Story()
        for (number, day) in [0, 20].enumerated() {
            story.missing(onDay: day, "18:00", lasting: .hours(2), episode: "e\(number)", links: [man])
            story.interviewed(onDay: day + 1, "e\(number)")
        }
        let link = Link(role: .listed, keys: man.keys, kind: "person")
        let register = [Field(.register, "rso")]
        let told = Story.at(arrives, "09:00")
        story.add(.personListed, by: "police", onDay: day, "09:00", child: nil, register, links: [link], arrives: told)
        guard let end else { return story }
        story.add(
            .personUnlisted,
            by: "police",
            onDay: end,
            "09:00",
            child: nil,
            register,
            links: [link],
            arrives: told
        )
        return story
    }

    @Test(
        "Off the register before the first time: high as for anybody, and the past stands in it",
        arguments: [-300, 30]
    )
    func past(told: Int) throws {
        let played = try Self.story(listedOn: -300, endingOn: -200, toldOn: told).play()
        let alert = try #require(played.alerts("found-with-person-of-concern").first)
        #expect(alert.severity == .high && alert.finding.enteredAt == Story.at(20, "20:00"))
        #expect(alert.explanation.evidence.map(\.kind).contains(.personListed))
        #expect(alert.explanation.reasons.contains { $0.hasPrefix("Known about them before: ") })
        #expect(alert.explanation.headline.contains("formerly of concern"))
        #expect(played.correlator.alerts.filter { $0.rule == alert.rule }.allSatisfy { !$0.isWithdrawn })
    }

    @Test("On the register at the time it is contact, and told once")
    func present() throws {
        let played = try Self.story(listedOn: -30, endingOn: nil, toldOn: -30).play()
        #expect(played.alerts("found-with-person-of-concern").map(\.severity) == [.critical])
    }

    @Test("Off the register between the two times: contact the first time, and found again the second")
    func between() throws {
        let played = try Self.story(listedOn: -30, endingOn: 10, toldOn: 10).play()
        #expect(Set(played.alerts("found-with-person-of-concern").map(\.severity)) == [.critical, .high])
    }
}

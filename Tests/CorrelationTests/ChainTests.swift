import Correlation
import SafeguardingModel
import Testing

/// Police know somebody by an online name; another fact says that the name and a phone are one adult's; the child's fact
/// names the phone alone.
@Suite("Contact over facts that lead from one key to another")
struct ChainTests {
    private static let phone = LinkKey(.phone, "447700900123")
    private static let handle = LinkKey(.handle, "h77")
    private static let vehicle = LinkKey(.vehicle, "AB12CDE")

    private static func world(_ tying: [[LinkKey]], on days: [Int] = [2, 3, 4, 5], named: LinkKey = phone) -> Story {
        var story = Story()
        story.add(
            .personListed,
            by: "police",
            onDay: 1,
            "11:00",
            child: nil,
            [Field(.register, "rso")],
            links: [Link(role: .listed, keys: [handle], kind: "person")]
        )
        for (day, keys) in zip(days, tying) {
            let link = Link(role: .mentioned, keys: keys, kind: "person")
            story.add(.intelligenceRecorded, by: "police", onDay: day, "12:00", child: nil, links: [link])
        }
        let link = Link(role: .mentioned, keys: [named], kind: "person")
        story.add(
            .concernObserved,
            by: "home",
            onDay: 10,
            "20:00",
            id: "named",
            [Field(.indicators, "upset")],
            links: [link]
        )
        return story
    }

    private func contacts(_ story: Story) throws -> [Alert] {
        try story.play().alerts("contact-with-person-of-concern")
    }

    @Test("The phone leads to the person, and every fact on the way is evidence")
    func chain() throws {
        let alert = try #require(try contacts(Self.world([[Self.handle, Self.phone]])).first)
        #expect(alert.finding.enteredAt == Story.at(10, "20:00"))
        #expect(alert.explanation.evidence.map(\.kind) == [.personListed, .intelligenceRecorded, .concernObserved])
        #expect(alert.explanation.reasons.contains { $0.hasPrefix("The connection: ") })
        #expect(alert.explanation.reasons.contains { $0.contains("Phone: 07700 900123 (also in 2).") })
        #expect(alert.explanation.reasons.contains { $0.contains("Online name: h77 (also in 1).") })
    }

    private static let names = (1...4).map { LinkKey(.reference, "police/p\($0)") }

    @Test(
        "So far it leads, and no further",
        arguments: [
            ("nothing ties them", [], phone, 0),
            ("two facts", [[handle, names[0]], [names[0], phone]], phone, 1),
            ("three facts", [[handle, names[0]], [names[0], names[1]], [names[1], phone]], phone, 1),
            (
                "four facts",
                [[handle, names[0]], [names[0], names[1]], [names[1], names[2]], [names[2], phone]], phone, 0
            ),
            ("their car", [[handle, vehicle]], vehicle, 1),
            ("a car that two adults were seen in", [[handle, vehicle], [vehicle, phone]], phone, 0),
        ] as [(String, [[LinkKey]], LinkKey, Int)]
    )
    func length(what: String, tying: [[LinkKey]], named: LinkKey, count: Int) throws {
        #expect(try contacts(Self.world(tying, named: named)).count == count, "\(what)")
    }

    @Test(
        "It is contact from when the last of them comes to light; for a year before and after",
        arguments: [
            (day: 50, entered: 50 as Int?), (375, 375), (376, nil), (-354, 10), (-355, nil),
        ]
    )
    func time(day: Int, entered: Int?) throws {
        var story = Self.world([[Self.handle, Self.phone]], on: [day])
        story.until = Story.at(400)
        let days = try contacts(story).map { Zone.london.day(of: $0.finding.enteredAt).number - Story.day0.number }
        #expect(days == [entered].compactMap(\.self))
    }

    @Test("What very many children have leads nowhere, and neither does what stands beside very many others")
    func everybodys() throws {
        var story = Self.world([[Self.handle, Self.names[0]], [Self.names[0], Self.phone]])
        #expect(try contacts(story).count == 1)
        for number in 1...26 {
            let link = Link(role: .mentioned, keys: [Self.names[0]], kind: "person")
            story.add(.healthAttended, by: "health", onDay: 6, "09:00", child: "x\(number)", links: [link])
        }
        #expect(try contacts(story).count == 27, "the police give it to them, so it is contact for each child")
        for index in story.told.indices where story.told[index].event.kind == .intelligenceRecorded {
            story.told[index].agency = "health"
            story.told[index].event.source = "/health/test"
        }
        #expect(try contacts(story).isEmpty, "a health service gives it to them")
        var board = Self.world([[Self.handle, Self.phone]])
        for number in 1...25 {
            let keys = [Self.phone, LinkKey(.handle, "other\(number)")]
            let link = Link(role: .mentioned, keys: keys, kind: "person")
            board.add(.intelligenceRecorded, by: "police", onDay: 6, "09:00", child: nil, links: [link])
        }
        #expect(try contacts(board).isEmpty)
    }

    @Test("With any fact of the chain withdrawn it falls, however they came", arguments: 0..<3)
    func withdrawn(gone: Int) throws {
        var story = Self.world([[Self.handle, Self.names[0]], [Self.names[0], Self.phone]])
        var event = story.told[gone].event
        (event.id, event.kind, event.corrects) = ("gone", .eventWithdrawn, event.id)
        story.told.append(.init(event: event, agency: "police", arrives: Story.at(20)))
        #expect(try contacts(story).isEmpty)
        story.told.reverse()
        for index in story.told.indices { story.told[index].arrives = Story.at(20) }
        #expect(try contacts(story).isEmpty)
    }
}

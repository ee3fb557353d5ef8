import Correlation
import SafeguardingModel
import TestKit
import Testing

@Suite("What people decide about adults gives the same alerts, whenever it is decided")
struct AdultPropertyTests {
    private enum Said {
        case decide(Decision.Kind)
        /// The content of the decision of this number.
        case takeBack(Int)
    }

    private static let keys = [
        LinkKey(.handle, "h77"), LinkKey(.handle, "h88"), LinkKey(.phone, "447700900123"),
        LinkKey(.phone, "447700900132"),
        LinkKey(.reference, "home/~c1-home/kas-sample"), LinkKey(.reference, "school/~c2-school/kas"),
    ]

    /// A generated story in which facts also name adults, some by a mere name, and what people decided.
    private static func world(_ dice: inout SeededGenerator) -> (story: Story, said: [Said]) {
        var story = Story.generated(&dice)
        let names = ["Kas Sample", "Kas", "unknown male", ""]
        for index in story.told.indices where story.told[index].event.corrects == nil && dice.happens(oneIn: 2) {
            let some = keys.prefix(4).filter { _ in dice.happens(oneIn: 3) }
            let role: Link.Role = dice.happens(oneIn: 3) ? .personOfConcern : .mentioned
            let link = Link(
                role: role,
                label: names.randomElement(using: &dice) ?? "",
                keys: Array(some),
                kind: "person"
            )
            story.told[index].event.links.append(link)
        }
        var said: [Said] = []
        for number in 0..<5 {
            let pair = Array(keys.shuffled(using: &dice).prefix(2))
            if number > 0, dice.happens(oneIn: 4) {
                said.append(.takeBack(Int.random(in: 0..<number, using: &dice)))
            } else if dice.happens(oneIn: 3) {
                said.append(.decide(.differentPeople(pair, exercise: false)))
            } else {
                said.append(.decide(.samePerson(pair, exercise: false)))
            }
        }
        return (story, said)
    }

    /// Facts in this order, and the decisions among them at random places, in their own order.
    private static func play(_ story: Story, _ told: [Story.Told], _ said: [Said], _ dice: inout SeededGenerator) throws
        -> Played
    {
        var played = try Story.begun.get()
        let places = said.map { _ in Int.random(in: 0...told.count, using: &dice) }.sorted()
        var positions: [Position] = []
        func decide(_ number: Int) {
            let kind: Decision.Kind =
                switch said[number] {
                case .decide(let kind): kind
                case .takeBack(let earlier): .takenBack(position: positions[earlier])
                }
            played.apply(.decision(Decision(kind, by: "sample")), at: Story.at(101))
            positions.append(Position(played.entries.count))
        }
        for (place, one) in told.enumerated() {
            for number in said.indices where places[number] == place { decide(number) }
            played.apply(.event(one.event, from: one.agency), at: Story.at(101))
        }
        for number in said.indices where places[number] == told.count { decide(number) }
        played.pass(to: story.until)
        played.apply(.tick, at: max(story.until, Story.at(102)))
        return played
    }

    private static func essences(_ played: Played) -> Set<Essence> {
        Set(played.correlator.alerts.filter { !$0.isWithdrawn }.map(Essence.init))
    }

    @Test("Any order of facts, decisions anywhere among them", arguments: Array(UInt64(1)...UInt64(20)))
    func anyOrder(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let (story, said) = AdultPropertyTests.world(&dice)
        let expected = AdultPropertyTests.essences(try AdultPropertyTests.play(story, story.told, said, &dice))
        for round in 0..<3 {
            let told = story.told.shuffled(using: &dice) + story.told.filter { _ in dice.happens(oneIn: 6) }
            let found = AdultPropertyTests.essences(try AdultPropertyTests.play(story, told, said, &dice))
            #expect(
                found == expected,
                "seed \(seed), round \(round): \(found.symmetricDifference(expected).map { "\($0.rule) \($0.evidence) \($0.explanation.unknown)" })"
            )
        }
    }

    @Test("What stands after decisions is what the rules say from scratch", arguments: Array(UInt64(1)...UInt64(12)))
    func fromScratch(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let (story, said) = AdultPropertyTests.world(&dice)
        let played = try AdultPropertyTests.play(story, story.told.shuffled(using: &dice), said, &dice)
        let now = played.entries.last?.at ?? .distantPast
        let findings =
            played.correlator.children.flatMap { played.correlator.findings(about: $0, at: now) }
            + played.correlator.sharedFindings(at: now)
        #expect(
            Set(played.correlator.alerts.filter { !$0.isWithdrawn }.map(\.finding)) == Set(findings),
            "seed \(seed)"
        )
    }

    @Test("All decisions taken back: as if none had been made", arguments: Array(UInt64(1)...UInt64(20)))
    func undone(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let (story, said) = AdultPropertyTests.world(&dice)
        let without = AdultPropertyTests.essences(try AdultPropertyTests.play(story, story.told, [], &dice))
        let made = said.filter { if case .decide = $0 { true } else { false } }
        let all = made + made.indices.map(Said.takeBack)
        let found = AdultPropertyTests.essences(try AdultPropertyTests.play(story, story.told, all, &dice))
        #expect(found == without, "seed \(seed)")
    }
}

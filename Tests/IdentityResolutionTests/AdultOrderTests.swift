import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Who of the adults is who does not depend on the order")
struct AdultOrderTests {
    enum Step {
        case learn(AdultFact)
        /// The fact came, was withdrawn and came again.
        case again(AdultFact)
        case decide(Decision.Kind, Position)
    }

    private static let keys = [
        "handle:h77", "handle:h78", "handle:sample77", "handle:sampel77", "phone:447700900123", "phone:447700900132",
        "vehicle:AB12CDE", "vehicle:AB12CDF", "reference:police/N-4", "name+born:john sample|1980-01-31",
    ]

    static func world(_ chance: inout SeededGenerator) -> [Step] {
        let names = ["", "Kas", "John Sample", "Jon Sample", "unknown male \"Kaz\"", "Adam Sample", "Liz"]
        var steps: [Step] = (1...22).map { position in
            let count = Int.random(in: 0...3, using: &chance)
            let traits: [PersonTrait] = [.age(30), .age(55), .alias("Kaz"), .address(postcode: "L36 9YU", house: "4")]
            var fact = told(
                Position(position),
                by: chance.pick(["home", "police", "school"]),
                of: chance.pick([nil, 100, 101, 200, 300]),
                chance.pick(names),
                keys: (0..<count).map { _ in chance.pick(keys) }.sorted(),
                chance.pick(traits)
            )
            fact.links[0].keys = Array(Set(fact.links[0].keys)).sorted()
            fact.isRestricted = Int.random(in: 0..<4, using: &chance) == 0
            return position % 5 == 0 ? .again(fact) : .learn(fact)
        }
        let named = keys.map(adult) + ["home/~R-100/kas", "school/~R-101/john-sample"].map { LinkKey(.reference, $0) }
        for position in 1...7 as ClosedRange<Position> {
            let pair = (0..<Int.random(in: 2...3, using: &chance)).map { _ in chance.pick(named) }
            switch Int.random(in: 0..<5, using: &chance) {
            case 0, 1: steps.append(.decide(.samePerson(pair, exercise: false), position))
            case 2, 3: steps.append(.decide(.differentPeople(pair, exercise: false), position))
            default:
                steps.append(.decide(.takenBack(position: Position(Int.random(in: 1...7, using: &chance))), position))
            }
        }
        return steps
    }

    static func play(_ steps: [Step]) -> AdultWorld {
        var world = AdultWorld()
        for step in steps {
            switch step {
            case .learn(let fact): world.learn(fact)
            case .again(let fact):
                world.learn(fact)
                _ = world.book.forget(fact.position)
                _ = world.book.learn(fact)
            case .decide(let kind, let position): _ = world.book.decide(kind, at: position)
            }
        }
        return world
    }

    static let seeds: [UInt64] = Array(1...20) + [UInt64.random(in: 1_000...999_999_999)]

    @Test("Any order, facts that went and came again, decisions before and after: one hash", arguments: seeds)
    func order(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let steps = AdultOrderTests.world(&chance)
        let first = AdultOrderTests.play(steps)
        for _ in 0..<6 {
            let again = AdultOrderTests.play(steps.shuffled(using: &chance))
            #expect(again.hash == first.hash, "seed \(seed)")
        }
    }

    @Test("Whoever is not compared because too little is told of them would not have been told", arguments: seeds)
    func leftOut(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var (usual, eager) = (AdultWorld(), AdultWorld())
        var settings = IdentitySettings.withNames
        settings.people.ask = 0
        eager.book = AdultBook(settings: settings)
        for case .learn(var fact) in AdultOrderTests.world(&chance) + AdultOrderTests.world(&chance) {
            fact.position += eager.facts.count * 100
            // Of most people nothing but a number or an online name is told.
            if Bool.random(using: &chance) { (fact.links[0].label, fact.links[0].traits) = ("", []) }
            for other in ["h12340", "h12341"] where Bool.random(using: &chance) {
                fact.links.append(Link(role: .mentioned, keys: [LinkKey(.handle, other)], kind: "handle"))
            }
            usual.learn(fact)
            eager.learn(fact)
        }
        #expect(usual.possible == eager.possible.filter { $0.points >= IdentitySettings().people.ask }, "seed \(seed)")
    }

    @Test("A decision taken back equals one never made, by one hash of everything", arguments: seeds.suffix(20))
    func undo(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let steps = AdultOrderTests.world(&chance)
        let without = AdultOrderTests.play(steps).hash
        let pair = [adult("handle:h77"), LinkKey(.reference, "home/~R-100/kas")]
        for kind in [Decision.Kind.samePerson(pair, exercise: false), .differentPeople(pair, exercise: false)] {
            var with = steps + [.decide(kind, 20)]
            with.insert(.decide(.takenBack(position: 20), 21), at: Int.random(in: 0...steps.count, using: &chance))
            #expect(AdultOrderTests.play(with).hash == without, "seed \(seed)")
        }
    }

    @Test("What learning, forgetting and deciding name is all that reads otherwise", arguments: seeds.prefix(20))
    func touched(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var world = AdultWorld()
        var read: [Position: [Link]] = [:]
        for step in AdultOrderTests.world(&chance).shuffled(using: &chance) {
            var positions: [Position] = []
            switch step {
            case .learn(let fact), .again(let fact):
                positions = world.book.learn(fact) + [fact.position]
            case .decide(let kind, let position): positions = world.book.decide(kind, at: position)
            }
            for position in positions {
                if let told = world.book.originalLinks(of: position) {
                    read[position] = world.book.links(told, of: position)
                }
            }
            for (position, links) in read {
                let told = world.book.originalLinks(of: position) ?? []
                #expect(world.book.links(told, of: position) == links, "seed \(seed), fact \(position)")
            }
        }
    }
}

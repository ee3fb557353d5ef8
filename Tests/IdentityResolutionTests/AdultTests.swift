import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Adults of whom agencies tell")
struct AdultTests {
    @Test(
        "Two adults are told as possibly one where enough agrees",
        arguments: [
            (told(1, of: 100, "Kas"), told(2, by: "school", of: 101, "Kas"), "first name, named with the same child"),
            (told(1, "John Sample"), told(2, by: "police", "John Sample"), "the full name"),
            (
                told(1, "Jon Sample"), told(2, by: "police", "John Sample", keys: ["handle:js1"]),
                "the full name, a slip apart"
            ),
            (
                told(1, of: 100, "Kas"), told(2, by: "police", of: 101, keys: ["handle:kas_77"]),
                "an online name with the name in it"
            ),
            (
                told(1, "", keys: ["handle:sample77"], .alias("Kaz")),
                told(2, by: "police", "Kaz", keys: ["handle:sampel77"]), "slip and nickname"
            ),
            (
                told(1, "Kas", keys: ["phone:447700900123"]),
                told(2, by: "police", "Kas", keys: ["phone:447700900132"]), "a phone one slip apart"
            ),
            (
                told(1, "Kas", keys: ["vehicle:AB12CDE"]), told(2, by: "police", "Kas", keys: ["vehicle:AB12CDF"]),
                "a vehicle one slip apart"
            ),
            (
                told(1, "Kas", .address(postcode: "L36 9YU", house: "4 Sample Street")),
                told(
                    2,
                    by: "police",
                    "Kas",
                    keys: ["handle:zz9"],
                    .address(postcode: "L36 9YU", house: "4 SAMPLE STREET")
                ), "address"
            ),
            (
                told(1, of: 100, "Liz"), told(2, by: "school", of: 101, "Elizabeth Example", .alias("Liz")),
                "a pet name that is an alias"
            ),
        ]
    )
    func possible(left: AdultFact, right: AdultFact, what: String) {
        #expect(AdultWorld([left, right]).possible.count == 1, "\(what)")
        #expect(AdultWorld([right, left]).possible == AdultWorld([left, right]).possible, "\(what)")
    }

    @Test(
        "For somebody who may not know of a fact it is as if it were not there, in whatever order the others name adults"
    )
    func knowing() {
        let facts = [
            told(1, of: 100, keys: ["handle:other1"]),
            told(2, of: 100, keys: ["handle:sample77"], .alias("Kaz")),
            told(3, by: "police", "Kaz", keys: ["handle:sampel77"], restricted: true),
        ]
        let (world, without) = (AdultWorld(facts), AdultWorld(Array(facts.dropLast())))
        for named in [[1, 2], [2, 1]] as [[Position]] {
            let all = world.book.possible(namedIn: named, knowing: { _ in true }, AdultWorld.child, world.records)
            #expect(all.contains { $0.keys == [adult("handle:sampel77"), adult("handle:sample77")] })
            let some = world.book.possible(
                namedIn: named,
                knowing: { !$0.isRestricted },
                AdultWorld.child,
                world.records
            )
            #expect(some == without.possible)
        }
    }

    @Test(
        "Guard: what looks alike and says nothing is not told",
        arguments: [
            (told(1, "Kas"), told(2, by: "police", "Kas", keys: ["handle:h77"]), "a first name alone"),
            (told(1, "Kas", .age(30)), told(2, by: "police", "Kas", .age(31)), "a first name and a guessed age"),
            (told(1, of: 100, "unknown adult male"), told(2, by: "school", of: 101, "unknown male"), "nobody's name"),
            (told(1, of: 100, "her boyfriend"), told(2, by: "school", of: 101, "boyfriend"), "a word for anybody"),
            (
                told(1, "Adam Sample", .address(postcode: "L36 9YU", house: "4")),
                told(2, "Bert Sample", .address(postcode: "L36 9YU", house: "4")), "brothers at one address"
            ),
            (
                told(1, "John Sample", .born(CivilDay(number: 0)), .address(postcode: "L36 9YU", house: "4")),
                told(2, "John Sample", .born(CivilDay(number: -9_000)), .address(postcode: "L36 9YU", house: "4")),
                "father and son with one name"
            ),
            (told(1, "Jane Sample", .age(19)), told(2, "Jane Sample", .age(44)), "mother and daughter with one name"),
            (told(1, of: 100, "Adam"), told(2, by: "school", of: 101, "Bert"), "two men about one child"),
            (
                told(1, keys: ["handle:sample77"]), told(2, keys: ["handle:sample78"]),
                "online names alike and nothing else"
            ),
        ]
    )
    func silent(left: AdultFact, right: AdultFact, what: String) {
        #expect(AdultWorld([left, right]).possible == [], "\(what)")
    }

    @Test("No setting makes a first name alone tell anything")
    func firstNameAlone() throws {
        let text = "identity: 1\nlinkBy: [upn]\npeople: { ask: 1, weights: { given-name: { same: 900 } } }\n"
        let settings = try IdentitySettings(parsing: text, file: "identity.yaml")
        var world = AdultWorld()
        world.book = AdultBook(settings: settings)
        for fact in [told(1, "Kas"), told(2, by: "police", "Kas", keys: ["handle:h77"])] { world.learn(fact) }
        #expect(world.possible == [])
        world.learn(told(3, by: "police", of: 100, "Kas", keys: ["handle:h77"]))
        world.learn(told(4, by: "school", of: 101, "Kas"))
        #expect(world.pairs == [["handle:h77", "reference:school/~R-101/kas"]])
    }

    @Test("Guard: a professional's phone in twenty records makes nobody of those who stand beside it")
    func professionalsPhone() {
        let names = ["Adam", "Bert", "Cleo", "Dora", "Emil", "Finn", "Gita", "Hugo", "Ines", "Jona"]
        let families = [
            "Abbot", "Baker", "Carver", "Draper", "Elder", "Fisher", "Glover", "Harper", "Ironside", "Joiner", "Keeper",
            "Lorimer", "Mason", "Naylor", "Osler", "Potter", "Quarrier", "Roper", "Sawyer", "Turner",
        ]
        let facts = (0..<20).map { place in
            told(
                Position(place + 1),
                of: UInt32(place * 100),
                "\(names[place % 10]) \(families[place])",
                keys: ["phone:447700900999", "handle:own-\(families[place])"]
            )
        }
        let world = AdultWorld(facts)
        #expect(world.possible == [])
        #expect(world.book.keys(ofAdultWith: adult("handle:own-Draper")) == [adult("handle:own-Draper")])
    }

    @Test("Everybody has many names: a common first name is compared within a bound, whatever the numbers")
    func bounded() {
        var world = AdultWorld()
        for place in 0..<400 {
            world.learn(
                told(
                    Position(place + 1),
                    of: UInt32(place * 100),
                    "John",
                    keys: ["handle:\(place * 7_919)q\(place * 104_729)"]
                )
            )
        }
        #expect(world.possible == [])
    }

    @Test("What is told in confidence alone may not be named")
    func restricted() {
        let world = AdultWorld([
            told(1, "John Sample"), told(2, by: "police", "John Sample", keys: ["handle:h77"], restricted: true),
        ])
        #expect(world.possible.map(\.isNameable) == [[false, true]])
        #expect(world.possible.map(\.agencies) == [[["police"], ["home"]]])
    }
}

@Suite("People decide about adults")
struct AdultDecisionTests {
    private func two() -> AdultWorld {
        AdultWorld([
            told(1, of: 100, "Kas"), told(2, by: "school", of: 101, "Kas", keys: ["handle:h77"]),
            told(3, by: "police", of: 300, keys: ["handle:h77", "phone:447700900123"]),
        ])
    }

    private let pair = [adult("reference:home/~R-100/kas"), adult("handle:h77")]

    @Test(
        "Until a person says so a mere name joins nothing; 'same' gives both a key in common, taken back it is as before"
    )
    func same() throws {
        var world = two()
        let before = world.hash
        #expect(world.pairs == [["handle:h77", "reference:home/~R-100/kas"]])
        #expect(world.book.links(world.facts[0].links, of: 1) == world.facts[0].links)
        #expect(world.book.decide(.samePerson(pair, exercise: false), at: 7).sorted() == [1, 2, 3])
        let keys = (0..<3).map { Set(world.book.links(world.facts[$0].links, of: Position($0 + 1)).flatMap(\.keys)) }
        let common = keys[0].intersection(keys[1]).intersection(keys[2])
        #expect(common.count == 1)
        #expect(world.possible == [])
        #expect(world.book.why(pair[0], pair[1]) == "one adult: so a person decided")
        _ = world.book.decide(.takenBack(position: 7), at: 8)
        #expect(world.hash == before)
    }

    @Test("'Different' is not asked again, and holds against what would join them another way")
    func different() {
        var world = two()
        _ = world.book.decide(.differentPeople(pair, exercise: false), at: 7)
        #expect(world.possible == [])
        _ = world.book.decide(.samePerson([pair[0], adult("handle:other")], exercise: false), at: 8)
        _ = world.book.decide(.samePerson([pair[1], adult("handle:other")], exercise: false), at: 9)
        #expect(world.book.keys(ofAdultWith: pair[0])?.contains(pair[1]) == false)
        #expect(world.book.why(pair[0], pair[1]) == "not one adult: so a person decided")
    }

    @Test(
        "Two who share a phone are parted by a person: each keeps its own, and the phone goes where it stood most often"
    )
    func parted() {
        var world = AdultWorld([
            told(1, of: 100, keys: ["handle:a1", "phone:447700900123"]),
            told(2, of: 100, keys: ["handle:a1", "phone:447700900123"]),
            told(3, of: 200, keys: ["handle:b2", "phone:447700900123"]),
        ])
        #expect(world.book.keys(ofAdultWith: adult("handle:a1"))?.count == 3)
        _ = world.book.decide(.differentPeople([adult("handle:a1"), adult("handle:b2")], exercise: false), at: 9)
        #expect(world.book.keys(ofAdultWith: adult("handle:b2")) == [adult("handle:b2")])
        #expect(
            world.book.links(world.facts[2].links, of: 3).map { $0.keys.map(\.description) } == [
                ["handle:b2"], ["phone:447700900123"],
            ]
        )
        #expect(world.book.links(world.facts[0].links, of: 1) == world.facts[0].links)
    }

    @Test(
        "Of two decisions about one pair the later holds, in whatever order they come",
        arguments: [[4, 5], [5, 4]]
    )
    func later(order: [Position]) {
        var world = two()
        for position in order {
            let kind =
                position == 4
                ? Decision.Kind.differentPeople(pair, exercise: false) : .samePerson(pair, exercise: false)
            _ = world.book.decide(kind, at: position)
        }
        #expect(world.book.keys(ofAdultWith: pair[0])?.contains(pair[1]) == true)
    }
}

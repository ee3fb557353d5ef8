import IdentityResolution
import SafeguardingModel
import Testing

@Suite("One child, a person is asked, or two children")
struct ZoneTests {
    enum Outcome { case one, ask, two }

    private func outcome(_ records: [(String, PersonRecord)]) -> Outcome {
        var resolver = Resolver(settings: .withNames)
        resolver.learn(records)
        if resolver.areOne(records[0].0, records[1].0) { return .one }
        return resolver.pending.isEmpty ? .two : .ask
    }

    private static let home = ("L36 9YU", "1 Sample Street")

    private static func at(_ name: String, _ born: String = "", sex: String = "", nhs: String = "", upn: String = "")
        -> PersonRecord
    {
        person(name, born: born, sex: sex, nhs: nhs, upn: upn, postcode: home.0, address: home.1)
    }

    @Test(
        "Guards: who lives together, is born together or has one name is not one child",
        arguments: [
            ("twins", at("Ada Example", "2001-06-15"), at("Bea Example", "2001-06-15"), Outcome.two),
            ("twins alike", at("Kayla Example", "2001-06-15"), at("Kyla Example", "2001-06-15"), .two),
            (
                "twins with one number", at("Ada Example", "2001-06-15", nhs: Numbers.nhs[0]),
                at("Bea Example", "2001-06-15", nhs: Numbers.nhs[0]), .ask
            ),
            (
                "one child with a name that no table knows, and two numbers",
                at("Ada Example", "2001-06-15", nhs: Numbers.nhs[0], upn: Numbers.upn[0]),
                at("Pixie Example", "2001-06-15", nhs: Numbers.nhs[0], upn: Numbers.upn[0]), .one
            ),
            ("sisters", at("Nell Example", "2001-05-05"), at("Nina Example", "2003-05-05"), .two),
            ("a sister without a birth date", at("Nell Example", "2001-05-05"), at("Nina Example"), .two),
            ("mother and daughter of one name", at("Ada Example", "2001-06-15"), at("Ada Example", "1979-03-02"), .two),
            ("one of the two of one name", at("Ada Example", "2001-06-15"), at("Ada Example"), .ask),
            ("a baby that has no name yet", at("baby Example", "2001-06-15"), at("Ada Example", "2001-06-15"), .ask),
            (
                "namesakes with two NHS numbers", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0]),
                person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[1]), .two
            ),
            (
                "at one address with two NHS numbers", at("Ada Example", "2001-06-15", nhs: Numbers.nhs[0]),
                at("Ada Example", "2001-06-15", nhs: Numbers.nhs[1]), .ask
            ),
            ("cousins", at("Ada Example", "2001-06-15"), at("Ada Zorba", "2001-06-15"), .ask),
            ("a number that fails its check, alone", person(nhs: "9990000019"), person(nhs: "9990000019"), .two),
            (
                "one child, moved, by a number that fails, a slip in the name",
                person("Catherine Example", born: "2001-06-15", nhs: "9990000019"),
                person("Cathrine Example", born: "2001-06-15", nhs: "9990000019"), .one
            ),
            (
                "day and month exchanged at one home", at("Ada Example", "2001-06-05"), at("Ada Example", "2001-05-06"),
                .one
            ),
            (
                "day and month exchanged", person("Ada Example", born: "2001-06-05"),
                person("Ada Example", born: "2001-05-06"), .ask
            ),
            ("an unknown birthday at one home", at("Ada Example", "2001-06-15"), at("Ada Example", "2001-01-01"), .one),
            (
                "a slip and a nickname at one home", at("Elizabeth Example", "2001-06-15"),
                at("Beth Exampel", "2001-06-15"), .one
            ),
            ("nothing in common", person("Ada Example"), person("Bea Sample"), .two),
        ]
    )
    func guards(what: String, left: PersonRecord, right: PersonRecord, expected: Outcome) {
        #expect(outcome([("police/1", left), ("health/1", right)]) == expected, "\(what)")
    }

    @Test("An alias puts the pair to a person and never joins alone")
    func alias() {
        var aliased = ZoneTests.at("Ada Example", "2001-06-15")
        aliased.aliases = ["Bea Example", "Zed"]
        for name in ["Bea Example", "Zed Example"] {
            #expect(outcome([("police/1", aliased), ("health/1", ZoneTests.at(name, "2001-06-15"))]) == .ask)
        }
    }

    @Test("A home in which nine children live says nothing of who they are; the same address of a family does")
    func home() {
        func pair(neighbours: Int) -> [(String, PersonRecord)] {
            var records = [
                ("police/1", ZoneTests.at("Ada Example", "2001-06-15")),
                ("health/1", ZoneTests.at("Ada Exampel", "2001-06-16")),
            ]
            for index in 0..<neighbours {
                let name = [
                    "Bo One", "Cy Two", "Di Three", "Ed Four", "Flo Five", "Gus Six", "Hal Seven", "Ida Eight",
                ][index]
                records.append(("home/\(index)", ZoneTests.at(name, "200\(index)-0\(index + 1)-11")))
            }
            return records
        }
        #expect(outcome(pair(neighbours: 2)) == .one)
        #expect(outcome(pair(neighbours: 8)) != .one)
        #expect(outcome(pair(neighbours: 8).reversed().reversed()) != .one)
    }

    @Test("A record that might as well be one of two children is neither's, and waits")
    func contested() {
        var resolver = Resolver()
        resolver.learn([
            ("health/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("health/2", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[1])),
            ("school/1", person("Ada Example", born: "2001-06-15")),
        ])
        #expect(resolver.children.count == 3)
        let waiting = resolver.pending.map { $0.records.map(\.description) }
        #expect(waiting == [["health/1", "school/1"], ["health/2", "school/1"]])
        _ = resolver.decide(.same([key("health/1"), key("school/1")]), at: 1)
        #expect(resolver.areOne("health/1", "school/1") && !resolver.areOne("health/2", "school/1"))
    }

    @Test("What waits says why, is asked once for two children, and ends with either answer")
    func pending() throws {
        var resolver = Resolver()
        resolver.learn([
            ("police/1", person("Ada Example", born: "2001-06-15")),
            ("school/1", person("Adda Example", born: "2001-06-05")),
            ("college/2", person("Adda Example", born: "2001-06-05")),
        ])
        let pair = try #require(resolver.pending.first)
        #expect(resolver.pending.count == 1)
        #expect(pair.records == [key("college/2"), key("police/1")])
        #expect(pair.points == 190)
        #expect(
            pair.why == "given name one slip apart, family name the same, birth date one slip apart (190 points), "
                + "which is not enough"
        )
        let child = try #require(resolver.child(of: key("college/2")))
        #expect(resolver.pending(of: child) == [pair])
        _ = resolver.decide(.different([key("police/1"), key("college/2")]), at: 1)
        #expect(resolver.pending.isEmpty)
        #expect(!resolver.areOne("police/1", "school/1"))
        _ = resolver.decide(.takenBack(position: 1), at: 2)
        #expect(resolver.pending == [pair])
        _ = resolver.decide(.same([key("police/1"), key("school/1")]), at: 3)
        #expect(resolver.pending.isEmpty && resolver.children.count == 1)
    }

    @Test("A later record does not bring together two children whom a person has parted")
    func bridge() {
        var resolver = Resolver()
        resolver.learn([
            ("police/1", ZoneTests.at("Ada Example", "2001-06-15")),
            ("health/1", ZoneTests.at("Ada Example", "2001-06-15")),
        ])
        #expect(resolver.areOne("police/1", "health/1"))
        _ = resolver.decide(.different([key("police/1"), key("health/1")]), at: 1)
        for agency in ["school", "home", "council"] {
            resolver.learn([("\(agency)/1", ZoneTests.at("Ada Example", "2001-06-15", upn: Numbers.upn[0]))])
            #expect(!resolver.areOne("police/1", "health/1"))
        }
    }
}

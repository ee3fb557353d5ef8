import IdentityResolution
import SafeguardingModel
import Testing

/// Each with what five agencies would write, whole families at once: what must not melt together.
@Suite("Who lives together, shares a number or a name stays who they are")
struct GuardTests {
    private static let agencies = ["police", "health", "school", "council", "home"]

    /// Every agency knows every child, each with its own reference.
    private func played(_ children: [PersonRecord]) -> Resolver {
        var resolver = Resolver(settings: .withNames)
        for agency in GuardTests.agencies {
            for (number, child) in children.enumerated() { _ = resolver.learn(key("\(agency)/\(number)"), child) }
        }
        return resolver
    }

    private func expectApart(_ resolver: Resolver, _ count: Int) {
        #expect(resolver.children.count == count)
        for number in 0..<count {
            for agency in GuardTests.agencies { #expect(resolver.areOne("police/\(number)", "\(agency)/\(number)")) }
        }
        #expect(resolver.pending == [], "nobody is asked")
    }

    private func at(_ name: String, _ born: String, _ address: String = "1 Sample Street", sex: String = "")
        -> PersonRecord
    {
        person(name, born: born, sex: sex, postcode: "L36 9YU", address: address)
    }

    @Test("Twins and siblings at one address")
    func twinsAndSiblings() {
        expectApart(
            played([
                at("Kayla Example", "2001-06-15", sex: "F"), at("Kyla Example", "2001-06-15", sex: "F"),
                at("Nell Example", "2003-01-02", sex: "F"), at("Nina Example", "2004-01-02", sex: "F"),
                at("Alex Example", "2006-06-15", sex: "M"),
            ]),
            5
        )
    }

    @Test("A children's home's address shared by nine children, two of one name and three of one birthday")
    func home() {
        let nine = [
            ("Ada Example", "2001-06-15"), ("Bo Sample", "2001-06-15"), ("Cy Third", "2001-06-15"),
            ("Ada Example", "2003-02-03"), ("Di Fourth", "2000-01-04"), ("Ed Fifth", "2002-11-30"),
            ("Flo Sixth", "2001-08-09"), ("Gus Seventh", "2004-04-05"), ("Hal Eighth", "2000-12-12"),
        ]
        expectApart(played(nine.map { at($0.0, $0.1, "Sample House") }), 9)
    }

    @Test("A local authority's number that a professional wrote into twenty children's records")
    func professionalsNumber() {
        let names = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"]
        let children = (0..<20).map { number in
            var child = at(
                "\(names[number % 10]) \(["Example", "Sample"][number / 10])",
                "200\(number % 9)-0\(1 + number % 8)-\(10 + number % 18)",
                "\(number) Sample Street"
            )
            child.localAuthorityId = "TEAM7"
            return child
        }
        expectApart(played(children), 20)
    }

    @Test("Mother and daughter with one name at one address")
    func motherAndDaughter() {
        expectApart(played([at("Ada Example", "1982-03-02", sex: "F"), at("Ada Example", "2001-06-15", sex: "F")]), 2)
    }

    @Test("A deliberate alias joins nobody by itself, and the two are put to a person")
    func deliberateAlias() {
        var resolver = Resolver(settings: .withNames)
        var hidden = at("Ada Example", "2001-06-15")
        hidden.aliases = ["Bea Sample"]
        resolver.learn([
            ("police/1", hidden), ("health/1", at("Bea Sample", "2001-06-15")),
        ])
        #expect(!resolver.areOne("police/1", "health/1"))
        #expect(resolver.pending.map { $0.records.map(\.description) } == [["health/1", "police/1"]])
        _ = resolver.decide(.same([key("police/1"), key("health/1")]), at: 1)
        #expect(resolver.areOne("police/1", "health/1"))
    }
}

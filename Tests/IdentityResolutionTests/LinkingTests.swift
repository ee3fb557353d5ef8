import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Records become children")
struct LinkingTests {
    @Test(
        "Two records are one child where something that identifies is the same",
        arguments: [
            (person(nhs: "999 000 0018"), person(nhs: "9990000018")),
            (person(upn: Numbers.upn[0]), person(upn: Numbers.upn[0].lowercased())),
            (person(pnc: Numbers.pnc[0]), person(pnc: Numbers.pnc[0].filter { $0 != "/" })),
            (person("Ada Example", born: "2001-06-15"), person("ADA example", born: "2001-06-15")),
            (person("Anne-Marie O'Example", born: "2001-06-15"), person("ANNEMARIE OEXAMPLE", born: "2001-06-15")),
            (person("Zoë Müller-Løve", born: "2001-06-15"), person("Zoe Mullerlove", born: "2001-06-15")),
            (person("Ada Newman", born: "2001-06-15"), person("ADA NEWMAN", born: "2001-06-15")),
            (person("Li Na", born: "2001-06-15"), person("LI NA", born: "2001-06-15")),
            (person("Tobe Noman", born: "2001-06-15"), person("Tobe NOMAN", born: "2001-06-15")),
            (person("Zoe\u{308} Exämple", born: "2001-06-15"), person("zoë example", born: "2001-06-15")),
        ]
    )
    func linked(left: PersonRecord, right: PersonRecord) {
        var resolver = Resolver()
        resolver.learn([("police/1", left), ("health/1", right)])
        #expect(resolver.areOne("police/1", "health/1"))
    }

    @Test(
        "Two records stay two where it is not, or nobody's in particular",
        arguments: [
            (person("Ada Example", born: "2001-06-15"), person("Ada Example", born: "2001-06-16")),
            (person("Ada Example", born: "2001-06-15"), person("Ada Sample", born: "2001-06-15")),
            (person("Ada Example"), person("Ada Example")),
            (person("Ada", born: "2001-06-15"), person("Ada", born: "2001-06-15")),
            (person(nhs: "9990000019"), person(nhs: "9990000019")),
            (person(nhs: "0000000000"), person(nhs: "0000000000")),
            (person("Unknown Example", born: "2001-06-15"), person("unknown Example", born: "2001-06-15")),
            (person("Ada N/A", born: "2001-06-15"), person("Ada n/a", born: "2001-06-15")),
            (person("NULL NULL", born: "2001-06-15"), person("NULL NULL", born: "2001-06-15")),
            (person("Nil Nil", born: "2001-06-15"), person("NA NIL", born: "2001-06-15")),
            (person(), person()),
            (person("Ana Lee", born: "2001-06-15"), person("An Alee", born: "2001-06-15")),
        ]
    )
    func apart(left: PersonRecord, right: PersonRecord) {
        var resolver = Resolver()
        resolver.learn([("police/1", left), ("health/1", right)])
        #expect(!resolver.areOne("police/1", "health/1"))
    }

    @Test("An alias links nobody")
    func alias() {
        var aliased = person("Ada Example", born: "2001-06-15")
        aliased.aliases = ["Bea Example"]
        var resolver = Resolver()
        resolver.learn([("police/1", aliased), ("health/1", person("Bea Example", born: "2001-06-15"))])
        #expect(!resolver.areOne("police/1", "health/1"))
    }

    @Test("A record gathers what its events say, and links when name and birth date have come apart in two of them")
    func gathered() {
        var resolver = Resolver()
        resolver.learn([
            ("police/1", person("Ada Example", born: "2001-06-15")), ("health/1", person("Ada Example")),
        ])
        #expect(!resolver.areOne("police/1", "health/1"))
        let change = resolver.learn(key("health/1"), person(born: "2001-06-15"))
        #expect(resolver.areOne("police/1", "health/1"))
        #expect(
            resolver.sentences(change) == [
                "police/1 and health/1 are one child: both carry the same full name and birth date"
            ]
        )
    }

    @Test("A number that stands on two children joins only those whose name is the same")
    func contested() {
        var resolver = Resolver()
        resolver.learn([
            ("health/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("health/2", person("Bea Sample", born: "2003-01-02", nhs: Numbers.nhs[0])),
            ("police/1", person("Ada Example", nhs: Numbers.nhs[0])), ("school/1", person(nhs: Numbers.nhs[0])),
        ])
        #expect(!resolver.areOne("health/1", "health/2"))
        #expect(resolver.areOne("health/1", "police/1"))
        #expect(!resolver.areOne("health/1", "school/1"))
        #expect(
            resolver.why(key("health/1"), key("health/2")) == [
                "not one child: they share the same NHS number, but records that carry it are plainly of several children"
            ]
        )
    }

    @Test("Twins whom one agency keeps apart do not melt when they are given one NHS number")
    func twins() {
        var resolver = Resolver()
        resolver.learn([
            ("health/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("health/2", person("Bea Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("school/1", person("Ada Example", born: "2001-06-15")),
            ("school/2", person("Bea Example", born: "2001-06-15")),
        ])
        #expect(!resolver.areOne("health/1", "health/2"))
        #expect(resolver.areOne("health/1", "school/1") && resolver.areOne("health/2", "school/2"))
    }

    @Test("A short name or a typing error does not part two agencies' records of one NHS number")
    func shortName() {
        var resolver = Resolver()
        resolver.learn([
            ("health/1", person("Elizabeth Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("police/1", person("Beth Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
        ])
        #expect(resolver.areOne("health/1", "police/1"))
    }

    @Test("The same name and birth date with different NHS numbers are not taken for one child")
    func namesakes() {
        var resolver = Resolver()
        resolver.learn([
            ("health/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
            ("health/2", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[1])),
            ("school/1", person("Ada Example", born: "2001-06-15")),
        ])
        #expect(resolver.children.count == 3)
    }

    @Test("A record in which an agency collects many children joins nobody, and lets go whom it had joined")
    func collectingBox() {
        var resolver = Resolver()
        for index in 0..<9 {
            _ = resolver.learn(key("police/unknown"), person(nhs: Numbers.nhs[index]))
            _ = resolver.learn(key("health\(index)/1"), person(nhs: Numbers.nhs[index]))
            if index == 1 { #expect(resolver.areOne("health0/1", "health1/1")) }
        }
        #expect(resolver.children.count == 10)
    }

    @Test("A value that too many records carry joins nobody, from the moment that one too many comes")
    func commonValue() {
        var settings = IdentitySettings()
        settings.mostRecords = 3
        var resolver = Resolver(settings: settings)
        for index in 0..<3 { _ = resolver.learn(key("police/\(index)"), person(nhs: Numbers.nhs[0])) }
        #expect(resolver.children.count == 1)
        let change = resolver.learn(key("police/3"), person(nhs: Numbers.nhs[0]))
        #expect(resolver.children.count == 4)
        #expect(change.moves.count == 3)
    }

    @Test("A drill's records never meet real ones, not even by a person's decision")
    func exercise() {
        var resolver = Resolver()
        let real = key("police/1")
        let drill = key("health/1", exercise: true)
        _ = resolver.learn(real, person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0]))
        _ = resolver.learn(drill, person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0]))
        _ = resolver.decide(.same([real, drill]), at: 3)
        #expect(resolver.child(of: real) != resolver.child(of: drill))
        #expect(resolver.child(of: key("police/1", exercise: true)) == nil)
    }

    @Test(
        "So many records that hang together are broken data, not a child: people alone join them",
        arguments: [30, 450]
    )
    func heap(length: Int) {
        var bulk = BulkLinking()
        let numbers = (0...(length * 2)).compactMap { serial in
            let head = String(999_000_000 + serial)
            return (0...9).map { head + String($0) }.first { (try? NHSNumber(parsing: $0)) != nil }
        }
        for link in 0..<length {
            bulk.add(key("police\(link)/1"), person(nhs: numbers[link]))
            bulk.add(key("police\(link)/1"), person(nhs: numbers[link + 1]))
        }
        var resolver = bulk.resolver(with: [bulk.pairs(in: 0..<bulk.count)])
        #expect(resolver.areOne("police1/1", "police2/1") == (length == 30))
        _ = resolver.decide(.same([key("police1/1"), key("police2/1")]), at: 1)
        #expect(resolver.areOne("police1/1", "police2/1"))
    }
}

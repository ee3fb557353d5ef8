import IdentityResolution
import SafeguardingModel
import Testing

/// Records that one agency or authority keeps apart, and evidence that says nothing.
@Suite("Records are not joined without asking where somebody keeps them apart")
struct KeptApartTests {
    private func local(_ id: String, _ name: String = "Ada Example", born: String = "2001-06-15") -> PersonRecord {
        var record = person(name, born: born)
        record.localAuthorityId = id
        return record
    }

    private func asked(_ resolver: Resolver) -> [[String]] { resolver.pending.map { $0.records.map(\.description) } }

    private static let ada = person("Ada Example", born: "2001-06-15")
    private static func at(_ name: String, _ born: String) -> PersonRecord {
        person(name, born: born, postcode: "L36 9YU", address: "1 Sample Street")
    }

    @Test("Two records of one agency with one name and birth date: a person is asked, and a third stands between them")
    func oneAgency() {
        var resolver = Resolver()
        resolver.learn([("council/1", Self.ada), ("council/2", Self.ada), ("police/1", Self.ada)])
        #expect(resolver.childCount == 3)
        #expect(
            asked(resolver) == [["council/1", "council/2"], ["council/1", "police/1"], ["council/2", "police/1"]]
        )
        #expect(resolver.pending[0].why == "one agency keeps them as two records, and no number is shared")
        _ = resolver.decide(.same([key("council/1"), key("police/1")]), at: 1)
        #expect(resolver.areOne("council/1", "police/1") && !resolver.areOne("council/2", "police/1"))
    }

    @Test("A number of one person alone joins them, as where one agency's systems have references of their own")
    func numberShared() {
        var resolver = Resolver()
        let numbered = person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])
        resolver.learn([("health/W-1", numbered), ("health/9990000018", numbered)])
        #expect(resolver.childCount == 1)
    }

    @Test("Records whose references were made of what they say are not kept apart by anybody")
    func derived() {
        var resolver = Resolver()
        resolver.learn([("council/~a", Self.ada), ("council/~b", Self.ada)])
        #expect(resolver.childCount == 1)
    }

    @Test(
        "Two numbers of one kind contradict",
        arguments: [
            (
                "UPN", person("Ada Example", born: "2001-06-15", upn: Numbers.upn[0]),
                person("Ada Example", born: "2001-06-15", upn: Numbers.upn[1])
            ),
            (
                "PNC id", person("Ada Example", born: "2001-06-15", pnc: Numbers.pnc[0]),
                person("Ada Example", born: "2001-06-15", pnc: Numbers.pnc[1])
            ),
        ]
    )
    func numbers(what: String, one: PersonRecord, other: PersonRecord) {
        func moved(_ record: PersonRecord) -> PersonRecord {
            var record = record
            (record.postcode, record.address) = ("L36 9YU", "1 Sample Street")
            return record
        }
        var resolver = Resolver()
        resolver.learn([("school/1", moved(one)), ("police/1", moved(other)), ("health/1", moved(Self.ada))])
        #expect(resolver.childCount == 3, "\(what)")
        #expect(resolver.pending.count == 3, "\(what)")
    }

    @Test(
        "Two numbers of one local authority contradict, those of two authorities do not",
        arguments: [
            ("P10442", "P20776", false), ("P10442", "K-77-A", true), ("P10442", "P10442", true),
        ]
    )
    func localNumbers(one: String, other: String, isOne: Bool) {
        var resolver = Resolver()
        resolver.learn([("school/1", local(one)), ("home/1", local(other))])
        #expect(resolver.areOne("school/1", "home/1") == isOne)
        #expect(resolver.pending.isEmpty == isOne)
    }

    @Test("One NHS number says more than two pupil numbers: schools issue new ones")
    func strongest() {
        var resolver = Resolver()
        resolver.learn([
            ("school/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0], upn: Numbers.upn[0])),
            ("police/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0], upn: Numbers.upn[1])),
            ("health/1", person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0])),
        ])
        #expect(resolver.childCount == 1)
    }

    @Test("No chain joins what an agency keeps apart", arguments: [3, 6])
    func chain(length: Int) {
        var resolver = Resolver()
        for number in 0..<length {
            let shared = person("Ada Example", born: "2001-06-15", nhs: number == 0 ? Numbers.nhs[0] : "")
            _ = resolver.learn(key("agency\(number)/1"), shared)
        }
        resolver.learn([
            ("council/1", Self.ada), ("council/2", person("Ada Example", born: "2001-06-15", pnc: Numbers.pnc[0])),
        ])
        resolver.learn([("police/1", person("Ada Example", born: "2001-06-15", pnc: Numbers.pnc[0]))])
        #expect(!resolver.areOne("council/1", "council/2"))
    }

    @Test("1 January suffices for nothing: not for a name, not at one home", arguments: ["2010-01-01", "2008-01-01"])
    func firstOfJanuary(born: String) {
        for record in [person("Mohammed Sample", born: born), Self.at("Mohammed Sample", born)] {
            var resolver = Resolver()
            resolver.learn([("council/P-91", record), ("council/P-92", record), ("police/MP-91", record)])
            #expect(resolver.childCount == 3)
            #expect(resolver.pending.count == 3)
        }
        var resolver = Resolver()
        resolver.learn([
            ("council/P-91", person("Mohammed Sample", born: born)),
            ("police/MP-91", person("Mohammed Sample", born: born)),
        ])
        #expect(resolver.childCount == 2)
        #expect(
            resolver.pending.map(\.why) == [
                "the birth date is one that is written where none is known, and no number is shared"
            ]
        )
        resolver.learn([
            ("council/P-91", person(nhs: Numbers.nhs[0])), ("police/MP-91", person(nhs: Numbers.nhs[0])),
        ])
        #expect(resolver.childCount == 1)
    }

    @Test("A site names the dates that its own systems write")
    func otherDefault() throws {
        let text =
            "identity: 1\nlinkBy: [name-and-birth-date]\nguards: { defaultBirthDates: [\"07-01\", \"2000-02-02\"] }\n"
        let settings = try IdentitySettings(parsing: text, file: "identity.yaml")
        for (born, isOne) in [("2003-07-01", false), ("2000-02-02", false), ("2001-02-02", true), ("2001-01-01", true)]
        {
            var resolver = Resolver(settings: settings)
            resolver.learn([
                ("council/1", person("Ada Example", born: born)), ("police/1", person("Ada Example", born: born)),
            ])
            #expect(resolver.areOne("council/1", "police/1") == isOne, "\(born)")
        }
        for wrong in ["13-01", "1 January", "01-32", ""] {
            #expect(BirthDates([wrong]) == nil, "\(wrong)")
        }
    }

    @Test(
        "Brothers and sisters with like names in one house, the year one off: a person is asked",
        arguments: [
            ("Ella Example", "2010-03-04", "Bella Example", "2011-03-04"),
            ("Ella Example", "2010-03-04", "Isabella Example", "2011-03-04"),
            ("Jaden Example", "2010-03-04", "Jayden Example", "2011-03-04"),
            ("Sam Example", "2009-03-04", "Samuel Example", "2010-03-04"),
        ]
    )
    func siblings(one: String, born: String, other: String, otherBorn: String) {
        var settings = IdentitySettings.withNames
        settings.names.groups.append(["ella", "bella", "isabella"])
        var resolver = Resolver(settings: settings)
        resolver.learn([("police/1", Self.at(one, born)), ("health/1", Self.at(other, otherBorn))])
        #expect(!resolver.areOne("police/1", "health/1"))
        #expect(resolver.pending.count == 1)
    }

    @Test("One name with the year mistyped at one home is one child")
    func mistypedYear() {
        var resolver = Resolver()
        resolver.learn([
            ("police/1", Self.at("Ada Example", "2001-06-15")), ("health/1", Self.at("Ada Example", "2002-06-15")),
        ])
        #expect(resolver.areOne("police/1", "health/1"))
    }

    @Test("A record that describes several children joins nobody, and a person is asked")
    func several() {
        var resolver = Resolver()
        resolver.learn([
            ("health/W-1", person("Ada Example", born: "2011-06-15")),
            ("police/1", person("Ada Example", born: "2011-06-15")),
        ])
        #expect(resolver.areOne("health/W-1", "police/1"))
        resolver.learn([("health/W-1", person("Bea Sample", born: "2012-02-03"))])
        #expect(!resolver.areOne("health/W-1", "police/1"))
        #expect(resolver.pending.map(\.why).first?.hasPrefix("one of the records describes several children") == true)
        resolver.learn([("school/2", person("Bea Sample", born: "2012-02-03"))])
        #expect(resolver.pending.count == 2 && !resolver.areOne("police/1", "school/2"))
    }

    @Test(
        "A corrected birth date, a married name, a nickname or a name in the wrong order does not make several children",
        arguments: [
            person("Ada Example", born: "2011-03-02"), person("Ada Sample", born: "2012-03-02"),
            person("Example Ada", born: "2012-03-02"), person("Adda Example", born: "2012-03-02"),
            person("A Example", born: "2012-03-02"), person("Bea Example", born: "2011-06-15"),
        ]
    )
    func oneChild(more: PersonRecord) {
        var resolver = Resolver()
        let first = person("Ada Example", born: "2011-06-15", nhs: Numbers.nhs[0])
        resolver.learn([("health/W-1", first), ("health/W-1", more), ("police/1", first)])
        #expect(resolver.areOne("health/W-1", "police/1"))
    }

    @Test("A reference that is none is not one record, whichever client sent it", arguments: ["UNKNOWN", "0", "N/A"])
    func standIn(subject: String) throws {
        var keys: [RecordKey] = []
        for (name, born) in [("Ada", "2011-06-15"), ("Bea", "2012-02-03")] {
            let event = Event(
                source: "/whiston-health/ed",
                id: "1",
                kind: .concernObserved,
                occurred: Occurrence(Instant(seconds: 0)),
                recorded: Instant(seconds: 0),
                subject: subject,
                child: person("\(name) Example", born: born)
            )
            keys.append(try #require(RecordKey(of: event, from: "whiston-health")))
        }
        #expect(keys[0] != keys[1] && keys.allSatisfy { $0.subject.hasPrefix("~") })
    }
}

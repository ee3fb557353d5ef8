import IdentityResolution
import SafeguardingModel
import Testing

@Suite("A birth date that an agency writes far oftener than chance says nothing")
struct DefaultBirthDateTests {
    private static let names = ["Ada", "Bo", "Cleo", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"]

    /// An agency's records about other children: so many with dates in `dates`, and so many spread over the years.
    private static func crowd(_ many: Int, on dates: [String], others: Int = 0, agency: String = "council")
        -> [(String, PersonRecord)]
    {
        (0..<many + others).map { number in
            let name = "\(names[number % 10]) Sample\(number / 10)"
            let spread = "20\(10 + number % 8)-\(["02", "03", "11"][number % 3])-\(10 + number % 17)"
            return ("\(agency)/\(number)", person(name, born: number < many ? dates[number % dates.count] : spread))
        }
    }

    private static func pair(born: String) -> [(String, PersonRecord)] {
        let child = person("Mohammed Example", born: born)
        return [("council/P-91", child), ("police/MP-91", child)]
    }

    private static func areOne(_ records: [(String, PersonRecord)], _ own: String = "council/P-91") -> Bool {
        var resolver = Resolver()
        resolver.learn(records)
        return resolver.areOne(own, "police/MP-91")
    }

    @Test(
        "One date, one day of every year, in few records and in many",
        arguments: [
            (["2010-07-01"], 37, 7, "2010-07-01"), (["2010-07-01"], 6, 2, "2010-07-01"),
            (["2010-07-01", "2011-07-01", "2012-07-01"], 12, 20, "2009-07-01"),
            (["2010-07-15"], 60, 1_500, "2010-07-15"), (["2008-09-30"], 300, 3_000, "2008-09-30"),
        ]
    )
    func noticed(dates: [String], many: Int, others: Int, born: String) {
        let records = Self.crowd(many, on: dates, others: others)
        #expect(!Self.areOne(records + Self.pair(born: born)), "learnt after the crowd")
        #expect(!Self.areOne(Self.pair(born: born) + records), "joined first, and parted by what came later")
        #expect(Self.areOne(records + Self.pair(born: "2009-05-16")), "another date identifies as ever")
    }

    @Test(
        "So few that chance, twins or a family explain them",
        arguments: [(2, 0), (3, 40), (3, 1_500), (0, 1_500)]
    )
    func chance(many: Int, others: Int) {
        #expect(Self.areOne(Self.crowd(many, on: ["2010-07-01"], others: others) + Self.pair(born: "2010-07-01")))
    }

    @Test("Many attendances of one child count once", arguments: ["A-", "~a"])
    func attendances(reference: String) {
        let child = person("Ada Sample", born: "2010-07-01")
        let attendances = (1...12).map { ("council/\(reference)\($0)", child) }
        #expect(Self.areOne(attendances + Self.pair(born: "2010-07-01")))
    }

    @Test("Children without a name count each")
    func nameless() {
        let nameless = (1...37).map { ("health/A-\($0)", person("Unknown Unknown", born: "2010-07-01")) }
        let child = person("Mohammed Example", born: "2010-07-01")
        #expect(!Self.areOne(nameless + [("health/P-91", child), ("police/MP-91", child)], "health/P-91"))
    }

    @Test("Another agency's habit says nothing of a date between two that do not have it")
    func othersHabit() {
        let habit = Self.crowd(37, on: ["2010-07-01"], agency: "health")
        #expect(Self.areOne(habit + Self.pair(born: "2010-07-01")))
    }

    @Test("A person is asked, in words, and a common number joins")
    func asked() {
        var resolver = Resolver()
        resolver.learn(Self.crowd(37, on: ["2010-07-01"]) + Self.pair(born: "2010-07-01"))
        let asked = resolver.pending.filter { $0.records.contains(key("police/MP-91")) }
        #expect(asked.map { $0.records.map(\.description) } == [["council/P-91", "police/MP-91"]])
        #expect(asked.first?.why.contains("written where none is known") == true)
        resolver.learn(["council/P-91", "police/MP-91"].map { ($0, person(nhs: Numbers.nhs[0])) })
        #expect(resolver.areOne("council/P-91", "police/MP-91"))
    }

    @Test("An exercise's records do not count in the real world")
    func exercise() {
        var resolver = Resolver()
        for (text, child) in Self.crowd(37, on: ["2010-07-01"]) { _ = resolver.learn(key(text, exercise: true), child) }
        resolver.learn(Self.pair(born: "2010-07-01"))
        #expect(resolver.areOne("council/P-91", "police/MP-91"))
    }

    @Test("Whatever the order, once the agency's other records outnumber a date and while they do not")
    func order() {
        let records = Self.crowd(9, on: ["2010-07-01", "2011-07-01"], others: 500) + Self.pair(born: "2010-07-01")
        for count in [60, 130, 511] {
            let some = Array(records.prefix(count - 2) + records.suffix(2))
            var pictures: Set<[String]> = []
            for seed: UInt64 in 1...4 {
                var chance = SeededGenerator(seed: seed)
                var resolver = Resolver()
                resolver.learn(some.shuffled(using: &chance))
                pictures.insert(resolver.picture)
            }
            #expect(pictures.count == 1, "\(count) records")
        }
    }
}

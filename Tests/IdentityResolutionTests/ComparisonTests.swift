import IdentityResolution
import SafeguardingModel
import Testing

@Suite("How two records compare")
struct ComparisonTests {
    private func compare(_ left: PersonRecord, _ right: PersonRecord) -> [String] {
        var resolver = Resolver(settings: .withNames)
        resolver.learn([("police/a", left), ("health/b", right)])
        return resolver.comparison(key("police/a"), key("health/b"))
    }

    private func says(_ sentences: [String], _ words: String) -> Bool { sentences.contains { $0.hasPrefix(words) } }

    @Test(
        "Given names",
        arguments: [
            ("Ada", "ADA", "the same"), ("Elizabeth", "Beth", "forms of one name"),
            ("Alex", "Sasha", "forms of one name"),
            ("Ada-Jane", "Ada", "one is a part of the other"), ("Jonathan", "Jonathon", "one slip apart"),
            ("Catherine", "Cahterine", "one slip apart"), ("Kayla", "Kyla", "alike, but each is a name of its own"),
            ("Marta", "Marsha", "similar"), ("A", "Ada", "only the first letter is known, and agrees"),
            ("Ada", "Zebedee", "different"), ("Юлия", "Yuliya", "the same"), ("Ζωή", "Zoi", "the same"),
        ]
    )
    func given(one: String, other: String, level: String) {
        let sentences = compare(person("\(one) Example"), person("\(other) Example"))
        #expect(says(sentences, "given name: \(level) ("), "\(sentences)")
    }

    @Test(
        "Family names",
        arguments: [
            ("Example", "example", "the same"), ("Sample-Example", "Example", "one is a part of the other"),
            ("Sample", "Sample Example", "one is a part of the other"), ("Example", "Exampel", "one slip apart"),
            ("O'Example", "OEXAMPLE", "the same"), ("Łukasz", "Lukasz", "the same"), ("Example", "Zorba", "different"),
        ]
    )
    func family(one: String, other: String, level: String) {
        let sentences = compare(person("Ada \(one)"), person("Ada \(other)"))
        #expect(says(sentences, "family name: \(level) ("), "\(sentences)")
    }

    @Test("Given and family name exchanged")
    func swapped() {
        let sentences = compare(person("Ada Example"), person("Example Ada"))
        #expect(says(sentences, "given name: given and family name exchanged"), "\(sentences)")
    }

    @Test(
        "Birth dates",
        arguments: [
            ("2001-06-15", "2001-06-15", "the same"), ("2001-06-05", "2001-05-06", "day and month exchanged"),
            ("2001-06-15", "2001-06-16", "one slip apart"), ("2001-06-12", "2001-06-21", "one slip apart"),
            ("2001-06-15", "2001-01-01", "the same year, and 1 January in one"),
            ("2001-06-15", "2001-06-27", "two of day, month and year agree"), ("2001-06-15", "2003-12-02", "different"),
        ]
    )
    func born(one: String, other: String, level: String) {
        let sentences = compare(person("Ada Example", born: one), person("Ada Example", born: other))
        #expect(says(sentences, "birth date: \(level)"), "\(sentences)")
    }

    @Test(
        "Postcodes and addresses",
        arguments: [
            ("L36 9YU", "1 Sample Street", "L369YU", "1, Sample street", "postcode: the same", "address: the same"),
            (
                "L36 9YU", "1 Sample Street", "L36 9YV", "2 Sample Street", "postcode: one slip",
                "address: the same street"
            ),
            (
                "L36 9YU", "1 Sample Street", "L36 1AA", "1 Sampel Street", "postcode: the same district",
                "address: one slip"
            ),
            ("L36 9YU", "1 Sample Street", "M1 1AA", "9 Other Road", "postcode: different", "address: different"),
        ]
    )
    func places(
        _ postcode: String,
        _ address: String,
        _ other: String,
        _ otherAddress: String,
        _ one: String,
        _ two: String
    ) {
        let sentences = compare(
            person("Ada Example", postcode: postcode, address: address),
            person("Ada Example", postcode: other, address: otherAddress)
        )
        #expect(says(sentences, one) && says(sentences, two), "\(sentences)")
    }

    @Test(
        "Numbers, and those that fail their check",
        arguments: [
            (Numbers.nhs[0], Numbers.nhs[0], "the same ("), (Numbers.nhs[0], Numbers.nhs[1], "different"),
            ("9990000019", "9990000019", "the same, but it fails its check digit"),
            (Numbers.nhs[0], "9990000019", "one slip apart, and one fails its check digit"),
        ]
    )
    func numbers(one: String, other: String, level: String) {
        let sentences = compare(person("Ada Example", nhs: one), person("Ada Example", nhs: other))
        #expect(says(sentences, "NHS number: \(level)"), "\(sentences)")
    }

    @Test("An agency's own reference, cited by another as the local authority's number")
    func crossed() {
        var citing = person("Ada Example")
        citing.localAuthorityId = "sc-10442"
        var resolver = Resolver()
        resolver.learn([("council/SC10442", person("Ada Example")), ("school/1", citing)])
        let sentences = resolver.comparison(key("council/SC10442"), key("school/1"))
        #expect(says(sentences, "local authority's number: the same"), "\(sentences)")
    }

    @Test("What one of the two does not say weighs nothing")
    func missing() {
        let sentences = compare(person("Ada Example", born: "2001-06-15"), person("unknown Example"))
        #expect(sentences.contains { $0.hasPrefix("not told by both: given name, birth date, sex") }, "\(sentences)")
        #expect(sentences.last?.hasPrefix("together 85 points") == true, "\(sentences)")
    }

    @Test("Sentences name no value")
    func discreet() {
        let one = person("Ada Example", born: "2001-06-15", nhs: Numbers.nhs[0], postcode: "L36 9YU")
        for sentence in compare(one, one) {
            for value in ["Ada", "Example", "2001", Numbers.nhs[0], "L36"] { #expect(!sentence.contains(value)) }
        }
    }

    @Test("A rare name weighs more and a frequent one less")
    func rarity() {
        var settings = IdentitySettings()
        settings.names.familyPoints = ["sample": -30, "example": 20]
        var resolver = Resolver(settings: settings)
        for (number, family) in ["Sample", "Example", "Other"].enumerated() {
            resolver.learn([("a/\(number)", person("Ada \(family)")), ("b/\(number)", person("Ada \(family)"))])
        }
        let sums = (0..<3).map { resolver.comparison(key("a/\($0)"), key("b/\($0)")).last ?? "" }
        #expect(sums.map { $0.prefix(19) } == ["together 125 points", "together 175 points", "together 155 points"])
    }
}

import EventFormat
import SafeguardingModel
import Testing

/// One item of a list in `data`, and the key that it is to have.
struct Marked: Sendable, CustomTestStringConvertible {
    let member: String
    let item: JSONValue
    let key: LinkKey?

    init(_ member: String, _ item: JSONValue, _ scheme: LinkKey.Scheme, _ value: String) {
        (self.member, self.item, key) = (member, item, LinkKey(scheme, value))
    }

    init(_ member: String, _ item: JSONValue) {
        (self.member, self.item, key) = (member, item, nil)
    }

    var event: JSONValue { Sample.missing([member: .array([item])]) }
    var testDescription: String { "\(member): \(item.text)" }
}

@Suite("People, places and marks")
struct LinkReadingTests {
    @Test(
        "Marks have one spelling",
        arguments: [
            Marked("phones", "07700 900123", .phone, "447700900123"),
            Marked("phones", "+44 (0)7700 900-123", .phone, "447700900123"),
            Marked("phones", "0044 7700 900123", .phone, "447700900123"),
            Marked("phones", "447700900123", .phone, "447700900123"),
            Marked("phones", "+1 202 555 0123", .phone, "12025550123"),
            Marked("phones", ["number": "07700 900123"], .phone, "447700900123"),
            Marked("handles", "@H77", .handle, "h77"), Marked("handles", " h77 ", .handle, "h77"),
            Marked("handles", ["handle": "H77", "platform": "x"], .handle, "h77"),
            Marked("handles", "Élan", .handle, "élan"),
            Marked("vehicles", "ab12 cde", .vehicle, "AB12CDE"),
            Marked("vehicles", ["registration": "AB12-CDE"], .vehicle, "AB12CDE"),
            Marked("places", ["uprn": "000038000001"], .uprn, "38000001"),
            Marked("places", ["uprn": 38_000_001], .uprn, "38000001"),
            Marked("places", ["name": "The  Arches", "postcode": "l11aa"], .premises, "L1 1AA|the arches"),
            Marked(
                "places",
                ["address": "1 Sample Street", "postcode": "L36 9YU"],
                .premises,
                "L36 9YU|1 sample street"
            ),
            Marked("people", ["name": " John  SAMPLE", "born": "1980-01-31"], .nameAndBirth, "john sample|1980-01-31"),
            Marked("people", ["reference": "N-7"], .reference, "sample-academy/N-7"),
            Marked("people", ["phones": "07700900123"], .phone, "447700900123"),
            Marked("people", ["handles": [["handle": "@h77"]]], .handle, "h77"),
            Marked("people", ["vehicles": [["registration": "ab12cde"]]], .vehicle, "AB12CDE"),
        ]
    )
    func keys(_ marked: Marked) throws {
        #expect(try read(marked.event).links.map(\.keys) == [[try #require(marked.key)]])
    }

    @Test(
        "What is no mark, or stands for an unknown one, joins nothing and is warned of",
        arguments: [
            Marked("phones", "999"), Marked("phones", "unknown"), Marked("phones", "00000 000000"),
            Marked("phones", "07700 900123 ext 4"),
            Marked("phones", "12345678901234567"), Marked("handles", "unknown"), Marked("handles", "N/A"),
            Marked("handles", "@"),
            Marked("vehicles", "red car"), Marked("vehicles", "unknown"), Marked("vehicles", "VAN"),
            Marked("vehicles", "AB12CDEFGHI"),
            Marked("places", ["uprn": "flat 2"]), Marked("places", ["uprn": "0"]),
            Marked("places", ["uprn": "1234567890123"]),
            Marked("places", ["name": "unknown", "postcode": "L1 1AA"]),
            Marked("places", ["name": "Arches", "postcode": "Liverpool"]),
            Marked("people", ["name": "John Sample", "born": "1980"]),
        ]
    )
    func unusable(_ marked: Marked) throws {
        #expect(try read(marked.event).links.map(\.keys) == [[]])
        #expect(try warnings(marked.event).map(\.code) == [.unusableKey])
    }

    @Test(
        "What cannot be compared joins nothing, and nothing is wrong with it",
        arguments: [
            Marked("people", "unknown adult male"), Marked("people", ["name": "John Sample"]),
            Marked("people", ["born": "1980-01-31"]),
            Marked("people", ["name": "unknown male", "born": "1980-01-31"]),
            Marked("people", ["name": "Smith", "born": "1980-01-31"]),
            Marked("places", "Arches"), Marked("places", ["postcode": "L1 1AA"]), Marked("places", ["name": "Arches"]),
        ]
    )
    func nothingToCompare(_ marked: Marked) throws {
        #expect(try read(marked.event).links.map(\.keys) == [[]])
        #expect(try warnings(marked.event).isEmpty)
    }

    @Test(
        "foundWith and foundPlace may be a text, an object or an array",
        arguments: ["John Sample", ["John Sample"], ["name": "John Sample"], [["name": "John Sample"]]] as [JSONValue]
    )
    func found(value: JSONValue) throws {
        let event = Sample.changed(
            Sample.minimal(.missingFound),
            in: "data",
            ["foundWith": value, "foundPlace": value]
        )
        let links = try read(event).links
        #expect(links.map(\.role) == [.foundPlace, .foundWith])
        #expect(links.map(\.label) == ["John Sample", "John Sample"])
        #expect(links.map(\.kind) == ["premises", "person"])
    }

    @Test("A person's role is kept wherever the person stands; of concern are those of whom it says so")
    func roles() throws {
        let person: JSONValue = ["name": "John Sample", "role": "person-of-concern"]
        let found = Sample.changed(
            Sample.minimal(.missingFound),
            in: "data",
            ["people": [person, "Jo"], "foundWith": [person]]
        )
        #expect(try read(found).links.map(\.role) == [.foundWith, .personOfConcern, .mentioned])
        #expect(try read(found).links.map(\.isOfConcern) == [true, true, false])
        let listed = Sample.changed(Sample.minimal(.personListed), in: "data", ["people": person])
        #expect(try read(listed).links.map(\.role) == [.listed])
    }

    @Test(
        "A role says one thing, however it is spelled",
        arguments: [
            ("person-of-concern", .ofConcern), ("Person of Concern", .ofConcern), ("alleged_perpetrator", .ofConcern),
            ("mother", .family), ("Step-father", .family), ("maternal grandmother", .family), ("half brother", .family),
            ("Foster Carer", .carer), ("special guardian", .carer), ("social-worker", .professional),
            ("Key Worker", .professional), ("school nurse", .professional), ("friend", .friend),
            ("boyfriend", nil), ("mother's boyfriend", nil), ("unknown adult male", nil), ("", nil),
        ] as [(String, Relation?)]
    )
    func relations(role: String, relation: Relation?) throws {
        for list in ["people", "foundWith"] {
            let person: JSONValue = ["name": "Jo", "role": .string(role)]
            let event = Sample.changed(Sample.minimal(.missingFound), in: "data", [list: [person]])
            #expect(try read(event).links.map(\.relation) == [relation], "\(list)")
        }
    }

    @Test(
        "The agency's own word is kept where it says who somebody is",
        arguments: [
            ("mother's partner", "mother's partner"), ("mother", "mother"), ("Foster Carer", "Foster Carer"),
            ("person-of-concern", nil), ("boyfriend", nil), ("xyzzy", nil), ("", nil),
        ] as [(String, String?)]
    )
    func called(role: String, called: String?) throws {
        let person: JSONValue = ["name": "Jo", "role": .string(role)]
        let event = Sample.changed(Sample.minimal(.missingFound), in: "data", ["foundWith": [person]])
        #expect(try read(event).links.map(\.called) == [called])
    }

    @Test("A home's postcode is kept, as it may be the child's own; of other places it joins nothing and tells nothing")
    func homes() throws {
        let places: JSONValue = [
            ["kind": "home", "uprn": "38000902", "postcode": "l361ab"], ["uprn": "38000903", "postcode": "L36 1AB"],
        ]
        let links = try read(Sample.missing(["places": places])).links
        #expect(links.map(\.traits) == [[.address(postcode: "L36 1AB", house: "")], []])
    }

    @Test("A person's keys are sorted, each once")
    func sorted() throws {
        let person: JSONValue = [
            "name": "John Sample", "born": "1980-01-31", "vehicles": ["AB12CDE", "ab12 cde"], "handles": ["h77", "a1"],
            "phones": ["07700900123"], "reference": "N-7",
        ]
        let keys = try #require(try read(Sample.missing(["people": [person]])).links.first?.keys)
        #expect(keys == keys.sorted())
        #expect(keys.map(\.scheme) == [.handle, .handle, .nameAndBirth, .phone, .reference, .vehicle])
    }

    @Test("A place keeps the kind that guards need")
    func placeKind() throws {
        let links = try read(Sample.missing(["places": [["kind": "school", "name": "Sample Academy"], "Arches"]])).links
        #expect(links.map(\.kind) == ["school", "premises"])
    }
}

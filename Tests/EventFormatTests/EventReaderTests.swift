import EventFormat
import SafeguardingModel
import Testing

@Suite("Reading events")
struct EventReaderTests {
    @Test("The contract's example is read whole")
    func example() throws {
        var reader = EventReader()
        let event = try reader.read(Array(Sample.example.utf8))
        #expect(reader.warnings.isEmpty)
        #expect(event.source == "/merseyside-police/compact")
        #expect(event.agency == "merseyside-police")
        #expect(event.id == "2015-000917")
        #expect(event.kind == .missingReported)
        #expect(event.occurred == Occurrence(try #require(Instant(rfc3339: "2015-09-12T19:40:00Z"))))
        #expect(event.recorded == Instant(rfc3339: "2015-09-12T20:05:00Z"))
        #expect(event.subject == "MP-77120")
        #expect(event.child == child)
        #expect(event.fields == fields)
        #expect(event.links == links)
        #expect(event.summary.isEmpty && !event.exercise && !event.handling.isRestricted && event.corrects == nil)
    }

    private var child: PersonRecord {
        var child = PersonRecord()
        (child.givenName, child.familyName, child.sex) = ("Ada", "Example", "F")
        child.born = CivilDay(year: 2001, month: 6, day: 15)
        (child.address, child.town, child.postcode) = ("1 Sample Street", "Huyton", "L36 9YU")
        child.nhsNumber = "9990000018"
        child.aliases = ["Addy"]
        return child
    }

    private var fields: [Field] {
        [
            Field(.episode, "M-1"), Field(.missingFrom, "care"), Field(.category, "missing"),
            Field(.lastSeen, "2015-09-12T17:30:00+01:00"), Field(.grade, "low"),
        ]
    }

    private var links: [Link] {
        [
            Link(
                role: .personOfConcern,
                label: "unknown adult male",
                keys: [LinkKey(.handle, "h77")],
                kind: "person",
                relation: .ofConcern
            ),
            Link(role: .mentioned, label: "Arches", keys: [LinkKey(.premises, "L1 1AA|arches")], kind: "premises"),
            Link(role: .mentioned, label: "AB12CDE", keys: [LinkKey(.vehicle, "AB12CDE")], kind: "vehicle"),
        ]
    }

    @Test("Every kind is read in its least form", arguments: EventKind.allCases)
    func minimal(kind: EventKind) throws {
        let event = try read(Sample.minimal(kind))
        #expect(event.kind == kind)
        #expect((event.child != nil) == !kind.mayOmitChild)
    }

    @Test("One reader reads one event after another, also after a refusal")
    func again() throws {
        var reader = EventReader()
        let first = try reader.read(Array(Sample.example.utf8))
        for kind in EventKind.allCases { _ = try reader.read(Sample.minimal(kind).bytes) }
        #expect(throws: EventError.self) { try reader.read(Array("{".utf8)) }
        #expect(try reader.read(Array(Sample.example.utf8)) == first)
    }

    @Test("The order of members changes nothing")
    func order() throws {
        let example = try JSONReader.read(Array(Sample.example.utf8))
        #expect(try read(reversed(example)) == read(example))
    }

    private func reversed(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        let members = object.members.reversed().map { JSONObject.Member(name: $0.name, value: reversed($0.value)) }
        return .object(JSONObject(members: members))
    }

    @Test("Null, empty and blank say the same as leaving it out", arguments: [JSONValue.null, "", "  "])
    func absent(value: JSONValue) throws {
        let bare = try read(Sample.missing())
        #expect(try read(Sample.missing(["grade": value, "people": value, "summary": value])) == bare)
        #expect(fault(Sample.missing(["episode": value]))?.code == .missingField)
    }

    @Test("Whole numbers count as their digits, and spaces at the ends do not count")
    func texts() throws {
        let event = try read(Sample.missing(["episode": 917, "grade": " low "]))
        #expect(event.fields.value(.episode) == "917")
        #expect(event.fields.value(.grade) == "low")
    }

    @Test("A field that repeats may hold one value instead of an array")
    func single() throws {
        let one = Sample.changed(Sample.minimal(.concernObserved), in: "data", ["indicators": "gifts"])
        #expect(try read(one).fields.values(.indicators) == ["gifts"])
        let two = Sample.changed(one, in: "data", ["indicators": ["gifts", "second-phone"]])
        #expect(try read(two).fields.values(.indicators) == ["gifts", "second-phone"])
    }

    @Test("Fields of other kinds and unknown ones are carried and not judged")
    func carried() throws {
        let event = try read(
            Sample.missing(["band": "low", "somethingElse": ["deep": [1, .number(2.5), true, .null]]])
        )
        #expect(event.fields.map(\.name) == [.episode, .category])
    }

    @Test("Handling, summary and drill are read")
    func common() throws {
        let event = try read(
            Sample.missing([
                "handling": ["audience": ["cse-team"], "sanitised": "A report is held."], "summary": "Not back by ten.",
                "exercise": true,
            ])
        )
        #expect(event.handling == Handling(audience: ["cse-team"], sanitised: "A report is held."))
        #expect(event.summary == "Not back by ten.")
        #expect(event.exercise)
    }

    @Test("A correction names what it corrects and carries the new data")
    func correction() throws {
        let event = try read(
            Sample.changed(
                Sample.minimal(.eventCorrected),
                in: "data",
                [
                    "of": "2015-000917", "reason": "mistyped", "grade": "high", "foundWith": ["John Sample"],
                    "category": "anything",
                ]
            )
        )
        #expect(event.corrects == "2015-000917")
        #expect(event.fields.value(.grade) == "high")
        #expect(event.links.map(\.role) == [.foundWith])
        #expect(try read(Sample.minimal(.disclosureWithdrawn)).corrects == nil)
    }
}

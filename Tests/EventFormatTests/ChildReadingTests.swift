import EventFormat
import SafeguardingModel
import Testing

@Suite("Who the child is")
struct ChildReadingTests {
    @Test(
        "Identifiers take their schemes' spelling",
        arguments: [
            ("nhsNumber", "999 000 0018", "9990000018"), ("nhsNumber", "9990000018", "9990000018"),
            ("nhsNumber", "943-476-5919", "9434765919"), ("upn", "b80120 0005001", "B801200005001"),
            ("pncId", "19790163001b", "1979/0163001B"), ("postcode", "l369yu", "L36 9YU"),
            ("postcode", "EC1A1BB", "EC1A 1BB"),
        ] as [(String, String, String)]
    )
    func identifiers(member: String, value: String, expected: String) throws {
        let child = try #require(try read(with(member, .string(value))).child)
        #expect([child.nhsNumber, child.upn, child.pncId, child.postcode].contains(expected))
        #expect(try warnings(with(member, .string(value))).isEmpty)
    }

    @Test("An NHS number may be a number")
    func number() throws {
        #expect(try read(with("nhsNumber", 9_990_000_018)).child?.nhsNumber == "9990000018")
    }

    @Test(
        "Identifiers that fail their check are kept as written, with a warning",
        arguments: [
            Spoilt("nhsNumber", "9990000019", .checkDigit), Spoilt("nhsNumber", "999000001", .checkDigit),
            Spoilt("nhsNumber", "1234567891", .checkDigit), Spoilt("upn", "A801200005001", .checkDigit),
            Spoilt("upn", "none", .checkDigit), Spoilt("pncId", "1979/0163001A", .checkDigit),
            Spoilt("postcode", "Liverpool", .unusableKey), Spoilt("postcode", "M1", .unusableKey),
        ]
    )
    func failing(_ spoilt: Spoilt) throws {
        let value = try #require(spoilt.value)
        let child = try #require(try read(with(spoilt.member, value)).child)
        #expect([child.nhsNumber, child.upn, child.pncId, child.postcode].contains(value.string))
        let warning = try #require(try warnings(with(spoilt.member, value)).first)
        #expect(warning.code == spoilt.code && warning.code.isWarning)
        #expect(warning.path == "$.data.child.\(spoilt.member)")
        #expect(!warning.message.contains(try #require(value.string)))
    }

    private func with(_ member: String, _ value: JSONValue) -> JSONValue {
        Sample.missing(["child": .object(JSONObject(members: [JSONObject.Member(name: member, value: value)]))])
    }

    @Test("The quick check of NHS numbers agrees with the model's")
    func nhsNumbers() throws {
        var reader = EventReader()
        for number in stride(from: 9_990_000_000, through: 9_990_002_000, by: 1) {
            let isValid = (try? NHSNumber(parsing: String(number))) != nil
            let event = try reader.read(Sample.missing(["child": ["nhsNumber": .string(String(number))]]).bytes)
            #expect(event.child?.nhsNumber == String(number))
            #expect(reader.warnings.isEmpty == isValid)
        }
    }

    @Test("Warnings are those of the last event only")
    func warningsPass() throws {
        var reader = EventReader()
        _ = try reader.read(Sample.missing(["child": ["upn": "none"], "phones": ["999"]]).bytes)
        #expect(reader.warnings.count == 2)
        _ = try reader.read(Array(Sample.example.utf8))
        #expect(reader.warnings.isEmpty)
    }

    @Test("A kind that may omit the child takes an empty one for none")
    func emptyChild() throws {
        let event = Sample.changed(Sample.minimal(.arrestMade), in: "data", ["child": ["givenName": ""]])
        #expect(try read(event).child == nil)
    }
}

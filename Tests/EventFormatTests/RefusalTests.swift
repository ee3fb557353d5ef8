import EventFormat
import SafeguardingModel
import Testing

@Suite("Refusals")
struct RefusalTests {
    @Test(
        "A required field that is missing is named by its path",
        arguments: EventSchema.kinds.flatMap { kind in
            kind.allFields.filter(\.isRequired).map { (kind.kind, $0.name) }
        }
    )
    func missingField(kind: EventKind, name: String) {
        let fault = fault(Sample.changed(Sample.minimal(kind), in: "data", [name: nil]))
        #expect(fault?.code == .missingField)
        #expect(fault?.path == "$.data.\(name)")
    }

    @Test("An empty list does not fill a field that needs one", arguments: EventSchema.kinds)
    func emptyList(kind: KindSchema) {
        for field in kind.fields where field.isRequired && field.repeats {
            let fault = fault(Sample.changed(Sample.minimal(kind.kind), in: "data", [field.name: []]))
            #expect(fault?.code == .missingField)
        }
    }

    @Test("A word outside a field's list is refused", arguments: EventSchema.kinds)
    func words(kind: KindSchema) {
        for field in kind.allFields {
            guard case .words(let words) = field.form else { continue }
            let fault = fault(Sample.changed(Sample.minimal(kind.kind), in: "data", [field.name: "something else"]))
            #expect(fault?.code == .badValue)
            #expect(fault?.path == "$.data.\(field.name)")
            for word in words { #expect(fault?.message.contains(word) == true) }
        }
    }

    @Test("Every word of a field's list is read", arguments: EventSchema.kinds)
    func everyWord(kind: KindSchema) throws {
        for field in kind.fields {
            guard let name = field.field, case .words(let words) = field.form else { continue }
            for word in words {
                let event = Sample.changed(Sample.minimal(kind.kind), in: "data", [field.name: .string(word)])
                #expect(try read(event).fields.value(name) == word)
            }
        }
    }

    @Test(
        "The envelope is checked",
        arguments: [
            Spoilt("specversion", nil, .missingField), Spoilt("specversion", "0.3", .badVersion),
            Spoilt("specversion", 1, .badVersion),
            Spoilt("id", nil, .missingField), Spoilt("id", "", .missingField), Spoilt("id", 7, .wrongType),
            Spoilt("id", "a\nb", .badValue),
            Spoilt("source", nil, .missingField), Spoilt("source", "merseyside-police", .badSource),
            Spoilt("source", "/", .badSource),
            Spoilt("source", "//police", .badSource), Spoilt("source", "/Police", .badSource),
            Spoilt("source", "/7th/x", .badSource),
            Spoilt("source", "/police x", .badSource), Spoilt("source", "/policé", .badSource),
            Spoilt("source", 3, .wrongType),
            Spoilt("type", nil, .missingField), Spoilt("type", "missing.reported", .unknownType),
            Spoilt("type", 1, .unknownType),
            Spoilt("type", "referralbus.v1.", .unknownType),
            Spoilt("type", "referralbus.v2.missing.reported", .unknownType),
            Spoilt("subject", nil, .missingField), Spoilt("subject", ["a"], .wrongType),
            Spoilt("subject", "a\tb", .badValue),
            Spoilt("data", nil, .missingField), Spoilt("data", "text", .wrongType), Spoilt("data", [1], .wrongType),
            Spoilt("time", nil, .missingField), Spoilt("time", 5, .badTime),
        ]
    )
    func envelope(_ spoilt: Spoilt) {
        let fault = fault(Sample.envelope([spoilt.member: spoilt.value]))
        #expect(fault?.code == spoilt.code)
        #expect(fault?.path == "$.\(spoilt.member)")
    }

    @Test("An unknown type is answered with the known ones")
    func unknownType() {
        let fault = fault(Sample.envelope(["type": "referralbus.v1.missing.lost"]))
        for kind in EventKind.allCases { #expect(fault?.message.contains(kind.rawValue) == true) }
    }

    @Test(
        "What data holds is checked",
        arguments: [
            Spoilt("child", "Ada", .wrongType, "$.data.child"),
            Spoilt("child", .object([:]), .missingField, "$.data.child"),
            Spoilt("child", ["givenName": ""], .missingField, "$.data.child"),
            Spoilt("child", ["born": "15/06/2001"], .badValue, "$.data.child.born"),
            Spoilt("child", ["born": "2001-02-29"], .badValue, "$.data.child.born"),
            Spoilt("child", ["born": "0001-01-01"], .badValue, "$.data.child.born"),
            Spoilt("child", ["sex": "female"], .badValue, "$.data.child.sex"),
            Spoilt("child", ["givenName": ["Ada"]], .wrongType, "$.data.child.givenName"),
            Spoilt("child", ["aliases": [["x"]]], .wrongType, "$.data.child.aliases[0]"),
            Spoilt("episode", ["M-1"], .wrongType, "$.data.episode"),
            Spoilt("episode", .bool(true), .wrongType, "$.data.episode"),
            Spoilt("episode", .number(1.5), .wrongType, "$.data.episode"),
            Spoilt("episode", "a\nb", .badValue, "$.data.episode"),
            Spoilt("lastSeen", "12/09/2015", .badTime, "$.data.lastSeen"),
            Spoilt("lastSeen", 7, .badTime, "$.data.lastSeen"),
            Spoilt("exercise", "true", .wrongType, "$.data.exercise"),
            Spoilt("handling", "secret", .wrongType, "$.data.handling"),
            Spoilt("precision", "hour", .badValue, "$.data.precision"),
            Spoilt("summary", ["a"], .wrongType, "$.data.summary"),
            Spoilt("people", [["name": ["x"]]], .wrongType, "$.data.people[0].name"),
            Spoilt("people", ["a", .bool(true)], .wrongType, "$.data.people[1]"),
            Spoilt("vehicles", [["colour": "red"]], .missingField, "$.data.vehicles[0].registration"),
            Spoilt("phones", [["number": .null]], .missingField, "$.data.phones[0].number"),
        ]
    )
    func data(_ spoilt: Spoilt) {
        let fault = fault(Sample.missing([spoilt.member: spoilt.value]))
        #expect(fault?.code == spoilt.code)
        #expect(fault?.path == spoilt.path)
    }

    @Test("Intelligence names an audience")
    func audience() {
        let event = Sample.changed(Sample.minimal(.intelligenceRecorded), in: "data", ["handling": ["sanitised": "x"]])
        #expect(fault(event)?.path == "$.data.handling.audience")
    }

    @Test("A register entry lists one person")
    func onePerson() {
        let event = Sample.changed(Sample.minimal(.personListed), in: "data", ["people": ["John Sample", "Jo Sample"]])
        #expect(fault(event)?.code == .tooMany)
    }

    @Test("Whoever describes a child says of which record", arguments: [EventKind.arrestMade, .personListed])
    func childWithoutSubject(kind: EventKind) {
        let event = Sample.changed(Sample.minimal(kind), in: "data", ["child": ["givenName": "Ada"]])
        #expect(fault(event)?.path == "$.subject")
    }

    @Test("No fault repeats what was sent, and no unknown member's name stands in a path")
    func privacy() {
        let canary = "canary-7c1"
        for event in spoilt(with: canary) {
            let fault = fault(event)
            #expect(fault != nil)
            #expect(fault?.description.contains(canary) == false)
        }
    }

    private func spoilt(with canary: String) -> [JSONValue] {
        let text = JSONValue.string(canary)
        let envelope = ["specversion", "source", "type", "time", "recordedtime", "data"].map {
            Sample.envelope([$0: text])
        }
        let data = ["child", "category", "missingFrom", "grade", "lastSeen", "exercise", "handling", "precision"].map {
            Sample.missing([$0: text])
        }
        let long = JSONValue.string(canary + String(repeating: "x", count: 20_000))
        let odd: [JSONValue] = [
            Sample.missing(["child": ["born": text]]), Sample.missing(["child": ["sex": text]]),
            Sample.missing([canary: [canary: [canary: long]]]), Sample.missing(["child": ["givenName": long]]),
        ]
        return envelope + data + odd
    }
}

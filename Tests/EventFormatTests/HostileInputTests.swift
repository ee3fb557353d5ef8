import EventFormat
import SafeguardingModel
import Testing

@Suite("Hostile and broken input")
struct HostileInputTests {
    private let example = Array(Sample.example.utf8)

    @Test("An event cut off anywhere is refused")
    func truncated() {
        var reader = EventReader()
        for length in 0..<example.count {
            #expect(throws: EventError.self) { try reader.read(Array(example[..<length])) }
        }
    }

    @Test("Ten thousand mutations are read or refused, and nothing else happens")
    func mutations() {
        let seed = UInt64.random(in: .min ... .max)
        print("Mutations of the example event, seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var reader = EventReader()
        var read = 0
        for _ in 0..<10_000 {
            if (try? reader.read(mutated(&random))) != nil { read += 1 }
        }
        #expect(read < 10_000, "seed \(seed)")
    }

    private func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = example
        for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(Array("{}[]\",:\\0eu-".utf8).randomElement(using: &random) ?? 0, at: index)
            default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "", " ", "{", "nul", "{\"a\":1}{}", "{'a':1}", "{\"a\":01}", "{\"a\":1e999}", "\u{FEFF}{}",
            "{\"a\":\"\u{1}\"}",
        ]
    )
    func notJSON(text: String) {
        #expect(fault(Array(text.utf8))?.code == .notJSON)
    }

    @Test("JSON that is no object is refused", arguments: ["[]", "1", "\"a\"", "null", "true"])
    func noObject(text: String) {
        #expect(fault(Array(text.utf8))?.code == .wrongType)
    }

    @Test(
        "Bytes that are not UTF-8 are refused, wherever they stand",
        arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80]]
    )
    func notUTF8(bytes: [UInt8]) {
        #expect(fault(Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8))?.code == .notUTF8)
    }

    @Test("Half of a surrogate pair is refused", arguments: ["\\ud800", "\\udc00", "\\ud800x", "\\ud800\\u0041"])
    func loneSurrogate(escape: String) {
        #expect(fault(Array("{\"a\":\"\(escape)\"}".utf8))?.code == .notJSON)
    }

    @Test("A name that stands twice is refused, wherever it stands")
    func duplicates() {
        let event = Sample.minimal(.missingReported).text
        let twice = event.replacing("\"specversion\":\"1.0\"", with: "\"specversion\":\"1.0\",\"specversion\":\"1.0\"")
        #expect(fault(Array(twice.utf8))?.path == "$.specversion")
        let inside = event.replacing("\"data\":{", with: "\"data\":{\"unknown\":[{\"a\":1,\"\\u0061\":2}],")
        #expect(fault(Array(inside.utf8))?.code == .duplicateMember)
        #expect(fault(Array(inside.utf8))?.path == "$.data.*[0].*")
        let long = event.replacing("\"data\":{", with: "\"data\":{\"longUnknownName1\":1,\"longUnknownName1\":2,")
        #expect(fault(Array(long.utf8))?.code == .duplicateMember)
        let alike = event.replacing("\"data\":{", with: "\"data\":{\"longUnknownName1\":1,\"longUnknownName2\":2,")
        #expect(fault(Array(alike.utf8)) == nil)
    }

    @Test("A name that stands twice among many is found too", arguments: [2, 64, 65, 200])
    func duplicatesAmongMany(count: Int) {
        let names = (0..<count).map { "\"a member with a long name \($0)\":\($0)" }
        let once = "{\(names.joined(separator: ","))}"
        let twice = "{\((names + [names[count / 2]]).joined(separator: ","))}"
        #expect(fault(Array(once.utf8))?.code == .missingField)
        #expect(fault(Array(twice.utf8))?.code == .duplicateMember)
    }

    @Test("Depth has a limit, and a great depth harms nothing")
    func depth() {
        #expect(fault(nested(13))?.code == nil)
        #expect(fault(nested(14))?.code == nil)
        #expect(fault(nested(15))?.code == .tooDeep)
        let brackets = String(repeating: "[", count: 200_000)
        #expect(fault(Array((brackets + String(repeating: "]", count: 200_000)).utf8))?.code == .tooDeep)
        #expect(fault(Array(brackets.utf8)) != nil)
    }

    /// An event whose data holds arrays within each other.
    private func nested(_ levels: Int) -> [UInt8] {
        let value = (0..<levels).reduce(JSONValue.integer(1)) { inner, _ in .array([inner]) }
        return Sample.missing(["unknown": value]).bytes
    }

    @Test("Size, text, items and members have limits")
    func limits() {
        #expect(fault([UInt8](repeating: 0x20, count: 1_048_577))?.code == .tooLarge)
        let text = JSONValue.string(String(repeating: "x", count: 16_385))
        #expect(fault(Sample.missing(["unknown": text]))?.code == .tooLong)
        #expect(fault(Sample.missing(["episode": .string(String(repeating: "x", count: 257))]))?.code == .tooLong)
        #expect(fault(Sample.missing(["episode": .string(String(repeating: "x", count: 256))])) == nil)
        #expect(fault(Sample.envelope(["id": .string(String(repeating: "x", count: 257))]))?.code == .tooLong)
        #expect(fault(Sample.missing(["unknown": .array([JSONValue](repeating: 1, count: 257))]))?.code == .tooMany)
        #expect(fault(Sample.missing(["unknown": .array([JSONValue](repeating: 1, count: 256))])) == nil)
        let members = (0..<257).map { JSONObject.Member(name: "m\($0)", value: 1) }
        #expect(fault(Sample.missing(["unknown": .object(JSONObject(members: members))]))?.code == .tooMany)
    }

    @Test("An event of the largest size is read")
    func largest() throws {
        let items = JSONValue.array([JSONValue](repeating: .string(String(repeating: "x", count: 16_000)), count: 60))
        let event = Sample.missing(["unknown": items])
        #expect(event.bytes.count > 900_000)
        #expect(try read(event).fields.value(.episode) == "E-1")
    }
}

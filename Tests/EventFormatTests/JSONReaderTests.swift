import EventFormat
import SafeguardingModel
import Testing

@Suite("JSON values")
struct JSONReaderTests {
    @Test(
        "What is read and written again is the same",
        arguments: [
            "null", "true", "false", "0", "-1", "9223372036854775807", "1.5", "-0.25", "1e+20", "\"\"", "\"aé𝄞\"",
            "\"\\\"\\\\\\n\\t\\r\\u0001\"", "[]", "{}", "[1,[2,[]],{}]", "{\"b\":1,\"a\":{\"c\":[null,true]}}",
        ]
    )
    func roundTrip(text: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)).text == text)
    }

    @Test("The order of members is kept, and any collection of bytes will do")
    func collections() throws {
        let value = try JSONReader.read("{\"b\":1,\"a\":2}".utf8)
        #expect(value.object?.members.map(\.name) == ["b", "a"])
        #expect(try JSONReader.read(Array("  [1] ".utf8)[...]) == [1])
    }

    @Test("A whole number beyond 64 bits with a sign becomes a number")
    func unsigned() throws {
        #expect(try JSONReader.read("18446744073709551615".utf8) == .number(18_446_744_073_709_551_616))
    }

    @Test("The example event survives reading and writing")
    func event() throws {
        let value = try JSONReader.read(Sample.example.utf8)
        #expect(try read(value) == read(Array(Sample.example.utf8)))
        #expect(try JSONReader.read(value.bytes) == value)
    }

    @Test("Duplicate names and great depth are refused here too")
    func refused() {
        #expect(throws: EventError.self) { try JSONReader.read("{\"a\":1,\"a\":1}".utf8) }
        #expect(throws: EventError.self) { try JSONReader.read(String(repeating: "[", count: 100_000).utf8) }
    }

    @Test(
        "Contents are compared in one spelling",
        arguments: [
            ("{\"b\":1,\"a\":[{\"d\":1,\"c\":2}]}", "{ \"a\": [ {\"c\":2, \"d\":1} ], \"b\": 1 }"),
            ("{\"a\":1.0}", "{\"a\":1}"), ("{\"a\":\"\\u0041\"}", "{\"a\":\"A\"}"), ("[1e2]", "[100]"),
            ("[-0.0]", "[0]"),
        ]
    )
    func canonical(left: String, right: String) throws {
        let bytes = try CanonicalJSON.bytes(JSONReader.read(left.utf8))
        #expect(try bytes == CanonicalJSON.bytes(JSONReader.read(right.utf8)))
    }

    @Test(
        "Different contents stay different",
        arguments: [("[1,2]", "[2,1]"), ("{\"a\":null}", "{}"), ("[\"1\"]", "[1]"), ("[1.5]", "[1]")]
    )
    func different(left: String, right: String) throws {
        let bytes = try CanonicalJSON.bytes(JSONReader.read(left.utf8))
        #expect(try bytes != CanonicalJSON.bytes(JSONReader.read(right.utf8)))
    }
}

@Suite("Event names")
struct EventNameTests {
    @Test(
        "The hash is the same on every machine and for ever",
        arguments: [
            ("/merseyside-police/compact", "2015-000917", 0x1757_AF02_AE73_D6B6),
            ("/sample-academy", "1", 0x0240_61DB_A72F_FE6E), ("/a", "", 0x1565_353B_3359_813B),
        ] as [(String, String, UInt64)]
    )
    func pinned(source: String, id: String, hash: UInt64) {
        #expect(EventDigest.hash(source: source, id: id) == hash)
        #expect(EventDigest.hash(source: Substring(source), id: id[...]) == hash)
    }

    @Test("Where the source ends matters")
    func border() {
        #expect(EventDigest.hash(source: "/a", id: "bc") != EventDigest.hash(source: "/ab", id: "c"))
    }
}

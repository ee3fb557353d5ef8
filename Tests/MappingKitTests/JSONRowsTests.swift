import MappingKit
import Testing

@Suite("JSON exports")
struct JSONRowsTests {
    private func read(_ text: String, lines: Bool = false, limit: Int = 1 << 20, pieces: Int = .max) -> [String] {
        var rows: SourceRows =
            lines
            ? .jsonLines(JSONLinesRows(limits: RowLimits(rowBytes: limit)))
            : .json(JSONRows(limits: RowLimits(rowBytes: limit)))
        var found: [String] = []
        do throws(ExportError) {
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                found += try rows.feed(rest.prefix(pieces)).map(words)
                rest = rest.dropFirst(pieces)
            }
            found += try rows.finish().map(words)
        } catch {
            found.append(error.code.rawValue)
        }
        return found
    }

    private func words(_ item: RowItem) -> String {
        switch item {
        case .row(let row): "\(row.line) \(String(decoding: row.raw, as: UTF8.self))"
        case .rejected(let rejection): "\(rejection.line) \(rejection.code.rawValue)"
        }
    }

    @Test(
        "An array of objects, or one object, is cut into its rows",
        arguments: [
            ("[{\"a\":1},{\"a\":2}]", ["1 {\"a\":1}", "1 {\"a\":2}"]),
            ("{\"a\":\"]}\\\"{\"}\n", ["1 {\"a\":\"]}\\\"{\"}"]),
            ("\u{FEFF}[\n{\"a\":[1,{\"b\":2}]},\n\n{}\n]\n", ["2 {\"a\":[1,{\"b\":2}]}", "4 {}\n"]),
            ("[1,{\"a\":}]", ["1 not-an-object", "1 not-json"]),
            ("[]", []), ("", ["empty"]), ("[{\"a\":1}", ["not-json"]), ("{\"a\":1} x", ["1 {\"a\":1}", "not-json"]),
            ("a,b\n1,2", ["not-json"]),
            ("[{\"a\":1}},{\"a\":2}]", ["1 not-json", "1 {\"a\":2}"]),
            ("[{\"a\":1},\n},\n{\"a\":2}]", ["1 {\"a\":1}", "2 not-json", "3 {\"a\":2}"]),
            ("[}}, {\"a\":2}, {\"a\":3}}]", ["1 not-json", "1 {\"a\":2}", "1 not-json"]),
        ]
    )
    func arrays(text: String, rows: [String]) {
        #expect(read(text) == rows)
        #expect(read(text, pieces: 1) == rows)
    }

    @Test(
        "JSON Lines are read line by line, and a bad line costs itself alone",
        arguments: [
            ("{\"a\":1}\r\n\n{\"a\":2}", ["1 {\"a\":1}\r", "3 {\"a\":2}"]),
            ("\u{FEFF}{\"a\":1}\n{\"a\n{\"a\":3}\n", ["1 {\"a\":1}", "2 not-json", "3 {\"a\":3}"]),
            ("", []),
        ]
    )
    func lines(text: String, rows: [String]) {
        #expect(read(text, lines: true) == rows)
        #expect(read(text, lines: true, pieces: 1) == rows)
    }

    @Test("An object beyond the limit is rejected and the next one read")
    func tooLong() {
        let long = "{\"a\":\"" + String(repeating: "x", count: 200) + "\"}"
        #expect(read("[\(long),{\"a\":1}]", limit: 100) == ["1 too-long", "1 {\"a\":1}"])
        #expect(read("\(long)\n{\"a\":1}\n", lines: true, limit: 100) == ["1 too-long", "2 {\"a\":1}"])
    }

    @Test("Brackets without end are refused without exhausting anything")
    func deep() {
        let deep =
            "[" + String(repeating: "{\"a\":", count: 100_000) + "1" + String(repeating: "}", count: 100_000) + "]"
        #expect(read(deep) == ["1 not-json"])
    }
}

import MappingKit
import SafeguardingModel
import Testing

@Suite("CSV exports as systems really write them")
struct CSVRowsTests {
    private static let ab = ["A", "B"]

    @Test(
        "Line ends, marks, quotes and junk are read as meant",
        arguments: [
            ("A,B\n1,2\n", [["1", "2"]]),
            ("A,B\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
            ("A,B\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
            ("\u{FEFF}A,B\n1,2\n", [["1", "2"]]),
            ("B,x,A\n2,y,1\n", [["1", "2"]]),
            ("A,B\n\"a\nb\",\"c \"\"d\"\"\"\n", [["a\nb", "c \"d\""]]),
            ("A,B\n\"\",\"\"\"\"\n", [["", "\""]]),
            ("A,B\n \"1\" , \"2\" \n", [["1", "2"]]),
            ("A,B\n5'10\" tall,x\n", [["5'10\" tall", "x"]]),
            ("A,B\n\n1,2\n\n,\n", [["1", "2"]]),
            ("A,B,,\n1,2,,\n", [["1", "2"]]),
            ("A,B\n1,2,,\n", [["1", "2"]]),
            ("sep=,\nA,B\n1,2\n", [["1", "2"]]),
            ("A,B\n\u{A0}1\u{A0},x\u{A0}y\n", [["1", "x y"]]),
            ("A,B\n", []),
        ]
    )
    func shapes(text: String, rows: [[String]]) {
        let result = read(text, columns: Self.ab)
        #expect(result.rows == rows)
        #expect(result.rejected.isEmpty)
        #expect(result.fault == nil)
    }

    @Test(
        "A row that cannot be read is rejected alone, on its own line",
        arguments: [
            ("A,B\n1\n3,4\n", [["3", "4"]], ["2:ragged"]),
            ("A,B\n1,2,3\n3,4\n", [["3", "4"]], ["2:ragged"]),
            ("A,B\n\"1\"x,2\n3,4\n", [["3", "4"]], ["2:bad-quotes"]),
            ("A,B\n\"1,2\n3,4\n5,6\n", [["3", "4"], ["5", "6"]], ["2:bad-quotes"]),
            ("A,B\n\"1,2\n3,\"4\"\n5,6\n", [["3", "4"], ["5", "6"]], ["2:bad-quotes"]),
            ("A,B\n1,2\u{0}\n3,4\n", [["3", "4"]], ["2:nul"]),
            ("A,B\n1,\"2\n", [], ["2:bad-quotes"]),
        ]
    )
    func rejects(text: String, rows: [[String]], rejected: [String]) {
        let result = read(text, columns: Self.ab)
        #expect(result.rows == rows)
        #expect(result.rejected == rejected)
    }

    @Test("Lines are counted through quoted line breaks of every kind")
    func lineNumbers() {
        #expect(read("A,B\n\"x\r\ny\",1\n\"x\ry\",2\n3,4\n", columns: Self.ab).lines == [2, 4, 6])
        #expect(read("A,B\r\n\r\n1,2\r\n", columns: Self.ab).lines == [3])
    }

    @Test(
        "A header that is not what the mapping expects refuses the file and says what to do",
        arguments: [
            ("", "empty"), ("\n\n", "empty"), ("A,C\n1,2\n", "missing-column"), ("A,B,A\n1,2,3\n", "doubled-column"),
            ("A;B\n1;2\n", "wrong-delimiter"), ("A,\"B\n", "bad-header"), ("A,B\u{0}\n", "bad-header"),
        ]
    )
    func headers(text: String, fault: String) {
        #expect(read(text, columns: Self.ab).fault == fault)
    }

    @Test(
        "A header is matched as a person would",
        arguments: ["Child’s Name", "child's  name", "\"CHILD‘S\u{A0}NAME \"", "Childs name"]
    )
    func lenientHeader(header: String) {
        #expect(read("\(header),B\n1,2\n", columns: ["Child's Name", "B"]).rows == [["1", "2"]])
    }

    @Test("Every delimiter works", arguments: [",", ";", "|", "\t"])
    func delimiters(delimiter: String) throws {
        let dialect = CSVDialect(delimiter: try #require(delimiter.utf8.first))
        #expect(read("A\(delimiter)B\n1\(delimiter)2\n", columns: Self.ab, dialect: dialect).rows == [["1", "2"]])
    }

    @Test("Title lines above the header are skipped when the mapping says so")
    func skippedLines() {
        let dialect = CSVDialect(skippedLines: 2)
        #expect(read("Report of today\n\nA,B\n1,2\n", columns: Self.ab, dialect: dialect).rows == [["1", "2"]])
    }
}

@Suite("Letters beyond ASCII")
struct EncodingTests {
    private let latin: [UInt8] = Array("A,B\nZo".utf8) + [0xEB, 0x2C, 0x91, 0x78, 0x92, 0x0A]

    @Test("A row that is not UTF-8 is read as Windows-1252, curly quotes and all")
    func fallsBack() {
        #expect(read(latin, columns: ["A", "B"]).rows == [["Zoë", "‘x’"]])
    }

    @Test("Or is rejected, where the mapping wants UTF-8 alone")
    func rejects() {
        #expect(read(latin, columns: ["A", "B"], dialect: CSVDialect(otherwise: nil)).rejected == ["2:bad-encoding"])
    }

    @Test("A file declared as Windows-1252 is never taken for UTF-8")
    func declared() {
        let bytes = Array("A,B\n".utf8) + [0xC3, 0xAB, 0x2C, 0x78]
        #expect(read(bytes, columns: ["A", "B"], dialect: CSVDialect(encoding: .windows1252)).rows == [["Ã«", "x"]])
    }

    @Test("Rows of one file may differ, as where two exports were pasted together")
    func mixed() {
        let bytes = latin + Array("Zoë,ok\n".utf8)
        #expect(read(bytes, columns: ["A", "B"]).rows == [["Zoë", "‘x’"], ["Zoë", "ok"]])
    }

    @Test("UTF-16 is refused by name", arguments: [[0xFF, 0xFE, 0x41, 0], [0xFE, 0xFF, 0, 0x41]] as [[UInt8]])
    func utf16(bytes: [UInt8]) {
        #expect(read(bytes, columns: ["A"]).fault == "encoding")
    }

    @Test(
        "Overlong forms, surrogates and cut letters are not UTF-8",
        arguments: [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80], [0x80]] as [[UInt8]]
    )
    func malformed(bytes: [UInt8]) {
        let dialect = CSVDialect(otherwise: nil)
        #expect(
            read(Array("A\nx".utf8) + bytes + [0x0A], columns: ["A"], dialect: dialect).rejected == ["2:bad-encoding"]
        )
    }
}

@Suite("Bounds of a CSV file")
struct CSVLimitTests {
    @Test("A huge cell costs its row, in bounded memory, and the next row is read")
    func hugeCell() {
        let bytes = Array("A,B\n".utf8) + Array(repeating: 0x78, count: 5_000) + Array("\n3,4\n".utf8)
        let result = read(bytes, columns: ["A", "B"], limits: RowLimits(rowBytes: 1_000))
        #expect(result.rejected == ["2:too-long"])
        #expect(result.rows == [["3", "4"]])
        #expect(result.lines == [3])
    }

    @Test("A quote that swallows a mebibyte costs its own line alone")
    func swallowed() {
        let lines = (0..<500).map { "\($0),x\n" }.joined()
        let result = read(
            Array("A,B\n\"1,2\n\(lines)".utf8),
            columns: ["A", "B"],
            limits: RowLimits(rowBytes: 1_000)
        )
        #expect(result.rejected == ["2:bad-quotes"])
        #expect(result.rows.count == 500)
    }

    @Test("A row with too many cells is rejected, a header with too many refuses the file")
    func tooManyColumns() {
        let many = Array(repeating: "x", count: 30).joined(separator: ",")
        let limits = RowLimits(columns: 20)
        #expect(
            read(Array("A,B\n\(many)\n1,2\n".utf8), columns: ["A"], limits: limits).rejected == ["2:too-many-columns"]
        )
        #expect(read(Array("\(many)\n".utf8), columns: ["x"], limits: limits).fault == "too-many-columns")
    }
}

@Suite("A file arrives in pieces")
struct ChunkTests {
    private static let letters = Array("ab1,,\"\"\"\n\r\r\n;é\u{FEFF} ".utf8)

    private static func file(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((Bool.random(using: &random) ? "\u{FEFF}" : "").utf8) + Array("A,B\n".utf8)
        for _ in 0..<Int.random(in: 0..<120, using: &random) {
            bytes.append(letters[Int.random(in: 0..<letters.count, using: &random)])
        }
        return bytes
    }

    @Test("Wherever it is cut, the rows are the same", arguments: [UInt64(20_160_104), 7, 42])
    func cutsAnywhere(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let bytes = Self.file(&random)
            let limits = RowLimits(rowBytes: Int.random(in: 8...60, using: &random), columns: 6)
            let whole = read(bytes, columns: ["A", "B"], limits: limits)
            let cuts = (0..<5).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
            #expect(read(bytes, columns: ["A", "B"], limits: limits, cuts: cuts) == whole, "seed \(seed): \(bytes)")
            let single = read(bytes, columns: ["A", "B"], limits: limits, cuts: Array(0...bytes.count))
            #expect(single == whole, "seed \(seed): \(bytes)")
        }
    }

    @Test("10,000 random bytes changed anywhere never crash a reader, and every line is read or rejected")
    func mutations() throws {
        let mapping = try concernMapping()
        let good = Array("Ref,Child,Seen,Sign\nN-1,C-1,01/02/2016 10:00,\"gifts, new\"\nN-2,C-2,02/02/2016,late\n".utf8)
        var random = SeededGenerator(seed: 2_016)
        for _ in 0..<10_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            var rows = SourceRows(mapping)
            var mapper = Mapper(mapping, agency: "sample-agency")
            guard let items = try? rows.feed(bytes) + rows.finish() else { continue }
            for case .row(let row) in items { _ = mapper.map(row, exported: exported) }
        }
    }
}

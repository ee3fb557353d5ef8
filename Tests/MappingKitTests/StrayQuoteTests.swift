import MappingKit
import SafeguardingModel
import Testing

@Suite("A quotation mark that belongs to no cell hides no row")
struct StrayQuoteTests {
    private static let columns = ["Ref", "Child", "Seen", "Note", "Sign"]
    private static let pipes = CSVDialect(delimiter: UInt8(ascii: "|"))
    private static let header = "Ref|Child|Seen|Note|Sign\n"

    private static func row(_ number: Int, _ note: String = "x", _ sign: String = "gifts") -> String {
        "N-\(number)|C-\(number)|0\(number)/01/2016|\(note)|\(sign)\n"
    }

    @Test(
        "Its own line is rejected, and the next line is a row again",
        arguments: [
            ("opened and closed two rows on", [row(1, "\"unwell"), row(2), row(3, "cut 2\""), row(4)], [1]),
            ("opened and closed in the next row", [row(1, "\"unwell"), row(2, "cut 2\""), row(3)], [1]),
            ("closed in the last row, which has no line end", [row(1, "\"unwell"), row(2, "cut 2\"")], [1]),
            ("two of them alone in their cells", [row(1, "\""), row(2), row(3, "\"")], [1, 3]),
            ("three of them, one in the last row", [row(1, "\"a"), row(2, "b\""), row(3, "\"c")], [1, 3]),
            ("in the last column", [row(1, "x", "\"gifts"), row(2), row(3, "x", "gifts\"")], [1]),
            ("closed in a column before", [row(1, "x", "\"gifts"), row(2, "cut 2\""), row(3)], [1]),
            ("closed in a column behind", [row(1, "\"unwell"), row(2, "x", "gifts\""), row(3)], [1]),
            ("in the middle of a cell", [row(1, "5\" tall"), row(2), row(3, "6\" wide")], []),
            ("never closed", [row(1, "\"unwell"), row(2), row(3)], [1]),
            ("round a row with quoted cells", [row(1, "\"unwell"), row(2, "\"a|b\""), row(3, "cut 2\"")], [1]),
        ] as [(String, [String], [Int])]
    )
    func apart(what: String, rows: [String], rejected: [Int]) {
        var text = Self.header + rows.joined()
        if what.hasSuffix("no line end") { text.removeLast() }
        let result = MappingKitTests.read(text, columns: Self.columns, dialect: Self.pipes)
        #expect(result.rejected == rejected.map { "\($0 + 1):bad-quotes" }, "\(what)")
        let others = (1...rows.count).filter { !rejected.contains($0) }
        #expect(result.rows.map { $0[0] } == others.map { "N-\($0)" }, "\(what)")
        #expect(result.lines == others.map { $0 + 1 }, "\(what)")
    }

    @Test(
        "A value that is meant to have several lines still is one",
        arguments: [
            "\"first\nsecond\"", "\"first\r\n\r\nthird, with commas, many, of, them\"", "\"a \"\"b\"\"\nc\"",
            "\"He said, well\nfirst, second, third, and fourth\"", "\"one|two\nthree|four|five\nsix\"",
        ]
    )
    func severalLines(note: String) throws {
        let mapping = try concernMapping(event: "      summary: Note")
        for (delimiter, ending) in [(",", "\n"), ("|", "\r\n")] {
            let dialect = CSVDialect(delimiter: Array(delimiter.utf8)[0])
            let cells = ["N-1", "C-1", "01/01/2016", "gifts", note].joined(separator: delimiter)
            let head = ["Ref", "Child", "Seen", "Sign", "Note"]
            let text = head.joined(separator: delimiter) + ending + cells + ending
            if delimiter == "|" {
                #expect(MappingKitTests.read(text, columns: head, dialect: dialect).rows.count == 1)
            } else {
                #expect(try outcomes(mapping, text).compactMap(\.event).count == 1)
            }
        }
    }

    @Test("Where a system quotes nothing, a quotation mark is a letter")
    func unquoted() {
        let dialect = CSVDialect(delimiter: UInt8(ascii: "|"), hasQuotes: false)
        let text = Self.header + Self.row(1, "\"unwell") + Self.row(2, "\"") + Self.row(3, "\"a\"")
        let result = MappingKitTests.read(text, columns: Self.columns, dialect: dialect)
        #expect(result.rejected == [])
        #expect(result.rows.map { $0[3] } == ["\"unwell", "\"", "\"a\""])
    }

    @Test("A mapping says that its system quotes nothing")
    func language() throws {
        let mapping = try concernMapping(more: "csv: { delimiter: \"|\", quotes: none }", event: "      summary: Note")
        let text = "Ref|Child|Seen|Sign|Note\nN-1|C-1|01/01/2016|gifts|\"unwell\nN-2|C-2|02/01/2016|gifts|cut 2\"\n"
        let notes = try outcomes(mapping, text).compactMap { $0.event?["summary"]?.string }
        #expect(notes == ["\"unwell", "cut 2\""])
        let complaint = complaint { _ = try concernMapping(more: "csv: { quotes: some }") }
        #expect(complaint.contains("none"), "\(complaint)")
    }

    static let seeds: [UInt64] = [1, 2, 3, 2_016, UInt64.random(in: 10...999_999_999)]

    /// Every row has its own number, so that it can be looked for.
    @Test("Wherever stray marks stand, every row is read or its line is rejected", arguments: seeds)
    func everyRow(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<600 {
            let delimiter = [",", ";", "|", "\t"].randomElement(using: &random) ?? ","
            let ending = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
            var rows = (1...Int.random(in: 2...12, using: &random)).map { number in
                ["N-\(number)", "C-\(number)", "01/01/2016", "note", "gifts"]
            }
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let (row, cell) = (
                    Int.random(in: 0..<rows.count, using: &random), Int.random(in: 1..<5, using: &random)
                )
                let text = rows[row][cell]
                let at = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random))
                rows[row][cell] = text[..<at] + "\"" + text[at...]
            }
            let lines = [Self.columns] + rows
            let text = lines.map { $0.joined(separator: delimiter) }.joined(separator: ending)
            var reader = CSVRows(
                columns: Columns(Self.columns),
                dialect: CSVDialect(delimiter: Array(delimiter.utf8)[0])
            )
            guard let items = try? reader.feed(Array(text.utf8)) + reader.finish() else {
                Issue.record("seed \(seed): the file is refused: \(text)")
                return
            }
            let found = items.map { item in
                switch item {
                case .row(let row): row.cells[0]
                case .rejected(let rejection):
                    String(decoding: rejection.raw.prefix { $0 != Array(delimiter.utf8)[0] }, as: UTF8.self)
                }
            }
            #expect(found == rows.map { $0[0] }, "seed \(seed): \(text)")
        }
    }
}

/// The lines of one record of CSV, each looked at as if it were a row of its own.
///
/// A quotation mark that belongs to no cell (`laceration 2"`) can take whole rows into one cell between itself and the next.
/// Such a record looks well formed; only its lines give it away.
struct CSVLines {
    let delimiter: UInt8
    /// Without their ends.
    let lines: [ArraySlice<UInt8>]

    init(_ raw: [UInt8], delimiter: UInt8) {
        self.delimiter = delimiter
        lines = raw.split(omittingEmptySubsequences: true) { $0 == 0x0A || $0 == 0x0D }
    }

    /// Whether rows have been taken into a cell: a line inside it is a row, or the first line and the last are.
    func holdRows(_ isRow: ([ArraySlice<UInt8>]) -> Bool) -> Bool {
        guard lines.count > 1 else { return false }
        let areRows = lines.map { line in isRow(cells(of: line, quotes: true)) || isRow(cells(of: line, quotes: false))
        }
        return areRows.dropFirst().dropLast().contains(true) || areRows[0] && areRows[lines.count - 1]
    }

    /// The cells of one line; a quotation mark without its fellow in the same line is a letter.
    private func cells(of line: ArraySlice<UInt8>, quotes: Bool) -> [ArraySlice<UInt8>] {
        var cells: [ArraySlice<UInt8>] = []
        var rest = line
        while true {
            let end = (quotes ? endOfQuoted(rest) : nil) ?? rest.firstIndex(of: delimiter) ?? rest.endIndex
            cells.append(rest[rest.startIndex..<end])
            guard end < rest.endIndex else { return cells }
            rest = rest[(end + 1)...]
        }
    }

    /// Where the delimiter behind a quoted cell stands, or the line's end; nil where no whole quoted cell begins.
    private func endOfQuoted(_ rest: ArraySlice<UInt8>) -> Int? {
        let quote = UInt8(ascii: "\"")
        guard let open = rest.firstIndex(where: { $0 != 0x20 }), rest[open] == quote else { return nil }
        var index = open + 1
        while index < rest.endIndex {
            if rest[index] == quote {
                guard index + 1 < rest.endIndex, rest[index + 1] == quote else { break }
                index += 1
            }
            index += 1
        }
        let behind = rest.dropFirst(index + 1 - rest.startIndex).drop { $0 == 0x20 }
        guard index < rest.endIndex, behind.first.map({ $0 == delimiter }) ?? true else { return nil }
        return behind.startIndex
    }
}

/// The lines of one CSV record, each examined as if it were a row of its own.
///
/// A stray quotation mark (`laceration 2"`) can enclose whole rows in one cell, up to the next quotation mark. Such a
/// record looks well formed; only its lines show the error.
struct CSVLines {
    let delimiter: UInt8
    /// The lines without their line ends.
    let lines: [ArraySlice<UInt8>]

    init(_ raw: [UInt8], delimiter: UInt8) {
        self.delimiter = delimiter
        lines = raw.split(omittingEmptySubsequences: true) { $0 == 0x0A || $0 == 0x0D }
    }

    /// Returns whether a cell encloses rows: an inner line is a row, or both the first and the last line are.
    func holdRows(_ isRow: ([ArraySlice<UInt8>]) -> Bool) -> Bool {
        guard lines.count > 1 else { return false }
        let areRows = lines.map { line in isRow(cells(of: line, quotes: true)) || isRow(cells(of: line, quotes: false))
        }
        return areRows.dropFirst().dropLast().contains(true) || areRows[0] && areRows[lines.count - 1]
    }

    /// Returns the cells of one line; an unpaired quotation mark counts as a letter.
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

    /// Returns the index of the delimiter after a quoted cell, or of the line's end; nil where `rest` does not begin
    /// with a whole quoted cell.
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

/// One record of a CSV file: its bytes, and where its cells lie in them.
struct CSVRecord: Sendable {
    /// Where a cell begins and ends in the record, its quotes left out.
    struct Cell: Sendable {
        var start: Int32
        var end: Int32
        /// Whether it holds doubled quotes that stand for one.
        var hasDoubledQuotes: Bool
    }

    enum Defect: Sendable { case badQuotes, tooLong, tooManyColumns }

    var raw: [UInt8]
    var cells: [Cell]
    /// The line on which it begins, from 1.
    var line: Int
    /// How many line breaks stand in its quoted cells.
    var lineBreaks = 0
    var defect: Defect?

    /// A line with nothing on it, or with nothing but delimiters, as spreadsheets leave them at the end.
    var isBlank: Bool {
        defect == nil && cells.allSatisfy { $0.start == $0.end }
    }

    func bytes(of cell: Cell) -> ArraySlice<UInt8> {
        let slice = raw[Int(cell.start)..<Int(cell.end)]
        guard cell.hasDoubledQuotes else { return slice }
        var isSecond = false
        return ArraySlice(
            slice.filter { byte in
                isSecond = byte == UInt8(ascii: "\"") && !isSecond
                return byte != UInt8(ascii: "\"") || isSecond
            }
        )
    }

    func text(of cell: Cell, encoding: Encoding) -> String {
        let bytes = bytes(of: cell)
        return switch encoding {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .windows1252: String(decoding: Encoding.utf8(fromWindows1252: bytes), as: UTF8.self)
        }
    }
}

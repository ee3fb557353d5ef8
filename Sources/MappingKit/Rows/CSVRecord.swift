/// One record of a CSV file: its bytes, and the positions of its cells in them.
struct CSVRecord: Sendable {
    /// The range of a cell in the record, without its quotes.
    struct Cell: Sendable {
        var start: Int32
        var end: Int32
        /// Whether the cell contains doubled quotes that stand for one.
        var hasDoubledQuotes: Bool
    }

    enum Defect: Sendable { case badQuotes, tooLong, tooManyColumns }

    var raw: [UInt8]
    var cells: [Cell]
    /// The line on which the record begins, from 1.
    var line: Int
    /// The number of line breaks in its quoted cells.
    var lineBreaks = 0
    var defect: Defect?

    /// Whether the line is empty or has only delimiters, as spreadsheets write at the end of a file.
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

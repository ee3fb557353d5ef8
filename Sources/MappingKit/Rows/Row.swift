internal import SafeguardingModel

/// One row of an export: the content of each column that the mapping reads.
public struct Row: Sendable {
    enum Content: Sendable {
        /// The text of each column of the mapping; empty where the export lacks the column.
        case cells([String])
        case object(JSONObject)
    }

    /// The number of the row; 1 for the first row below the header.
    public let number: Int
    /// The line of the file on which the row begins, from 1.
    public let line: Int
    /// The bytes of the row in the file.
    public let raw: [UInt8]
    let content: Content

    /// The texts of the mapping's columns, for a row of CSV.
    package var cells: [String] {
        if case .cells(let cells) = content { cells } else { [] }
    }
}

/// An item that reading an export yields, in the order of the file.
public enum RowItem: Sendable {
    /// A row that could be read.
    case row(Row)
    /// A row that could not be read, with the reason; the rows after it are read all the same.
    case rejected(RowError)
}

/// A cleaner of texts: removes surrounding blanks, including non-breaking ones, and invisible marks.
enum CellText {
    static func cleaned(_ bytes: ArraySlice<UInt8>, encoding: Encoding) -> String {
        let trimmed = trimmingBlanks(bytes)
        if trimmed.isEmpty { return "" }
        if trimmed.allSatisfy({ $0 < 0x80 }) { return String(decoding: trimmed, as: UTF8.self) }
        let text =
            encoding == .utf8
            ? String(decoding: trimmed, as: UTF8.self)
            : String(decoding: Encoding.utf8(fromWindows1252: trimmed), as: UTF8.self)
        return cleaned(text)
    }

    /// Returns the text without surrounding blanks and invisible marks, with non-breaking blanks as plain ones.
    static func cleaned(_ text: String) -> String {
        if isPlain(text) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\u{FEFF}" && scalar != "\u{200B}" {
            scalars.append(scalar == "\u{A0}" || scalar == "\u{202F}" ? " " : scalar)
        }
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Returns whether the text is ASCII without blanks at either end, as most are.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20 else { return false }
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x80 }
    }

    private static func trimmingBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

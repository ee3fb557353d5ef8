/// The name of a column, as mappings and exports write it.
///
/// Two names are equal when they differ only in case, blanks (including non-breaking ones), the shape of quotation
/// marks, or a byte order mark.
struct ColumnName: Hashable, Sendable {
    let text: String
    let folded: String

    init(_ text: String) {
        self.text = text
        var folded = ""
        var owesBlank = false
        for scalar in text.lowercased().unicodeScalars where !ColumnName.isInvisible(scalar) {
            if scalar.properties.isWhitespace {
                owesBlank = !folded.isEmpty
            } else {
                if owesBlank { folded.append(" ") }
                owesBlank = false
                folded.unicodeScalars.append(scalar)
            }
        }
        self.folded = folded
    }

    private static let quotes: Set<Unicode.Scalar> = [
        "'", "\"", "`", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\u{201C}", "\u{201D}", "\u{B4}",
    ]

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        quotes.contains(scalar) || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }

    static func == (left: ColumnName, right: ColumnName) -> Bool { left.folded == right.folded }
    func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}

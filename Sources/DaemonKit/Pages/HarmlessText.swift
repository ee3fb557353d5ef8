/// Escapes for text from others where it goes out: to pages, files and terminals.
///
/// A control character (NUL, BEL, ESC, DEL, those of C1) moves a terminal's cursor or ends a text; a bidirectional
/// control makes a text read differently. Line breaks and tabs are kept.
package enum HarmlessText {
    /// Returns the text for pages and files, with the replacement character for each harmful one.
    package static func shown(_ text: String) -> String { replaced(text) { _ in "\u{FFFD}" } }

    /// Returns the text for terminals, with each harmful character as JSON writes it (`\u001B`), so that JSON keeps its
    /// meaning.
    package static func printed(_ text: String) -> String { replaced(text, with: escape) }

    /// Returns the text for terminals, on one line.
    package static func printedLine(_ text: String) -> String {
        printed(text).split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }

    /// Returns whether nothing of the text would be replaced.
    package static func isHarmless(_ text: String) -> Bool {
        // Most texts have no byte with which a harmful character can begin.
        !text.utf8.contains(where: isSuspicious) || !text.unicodeScalars.contains(where: isHarmful)
    }

    private static func replaced(_ text: String, with replacement: (Unicode.Scalar) -> String) -> String {
        guard !isHarmless(text) else { return text }
        var result = ""
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\r", scalars.first == "\n" { continue }
            if isHarmful(scalar) { result += replacement(scalar) } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    private static func isSuspicious(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != 0x0A && byte != 0x09) || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

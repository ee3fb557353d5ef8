/// The one folding of names and numbers, for comparing records and for searching.
public enum Folding {
    /// Returns a name or number without case, spaces, hyphens, apostrophes and accents: `osample` for `O’Sample`,
    /// `9990000018` for `999 000 0018`.
    public static func text(_ text: String) -> String { folded(text) }

    /// Returns the pieces of a name or number, each folded: `o` and `sample` for `O’Sample`.
    public static func pieces(_ text: String) -> [String] {
        text.unicodeScalars.split(whereSeparator: isBetweenPieces).map { folded(String($0)) }.filter { !$0.isEmpty }
    }

    /// Returns whether a scalar separates pieces. A mark on a letter does not; a letter that only marks does.
    private static func isBetweenPieces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber: false
        case .modifierLetter: true
        default: !scalar.properties.isAlphabetic
        }
    }

    /// Returns the similarity in thousandths of two folded names that differ by one slip of the finger; nil where they
    /// are equal, too short, or further apart.
    public static func likenessOfSlip(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int? {
        guard max(left.count, right.count) <= Likeness.longest, Likeness.isTellingSlip(left, right),
            !left.elementsEqual(right)
        else { return nil }
        return Likeness.jaroWinkler(left, right)
    }
}

/// Returns a name without what people write differently: case, spaces, hyphens, apostrophes, accents.
///
/// `Anne-Marie`, `ANNE MARIE` and `Annemarie` become equal, as do `Zoë` and `Zoe`. Greek and Cyrillic are written in
/// Latin letters; letters of other scripts stay. A letter that only marks (the apostrophe of `Oʼsample`, the ayn of
/// `ʿAli`) is removed.
func folded(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return foldedASCII(name) }
    var folded = ""
    for scalar in name.lowercased().unicodeScalars {
        if scalar.isASCII {
            if isLetterOrDigit(UInt8(scalar.value)) { folded.unicodeScalars.append(scalar) }
        } else if let plain = plainLetters[scalar] {
            folded += plain
        } else if scalar.properties.isAlphabetic, scalar.properties.generalCategory != .modifierLetter {
            folded += baseLetter(of: scalar) ?? String(scalar)
        }
    }
    return folded
}

private func foldedASCII(_ name: String) -> String {
    String(decoding: name.utf8.compactMap(foldedLetter), as: UTF8.self)
}

/// Returns a plain letter or digit without its case; nil for any other sign.
func foldedLetter(_ byte: UInt8) -> UInt8? {
    let lower = (65...90).contains(byte) ? byte + 32 : byte
    return isLetterOrDigit(lower) ? lower : nil
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte)
}

/// Letters that are not a plain letter with a mark, and letters of the scripts that are transliterated one by one:
/// Greek, and Cyrillic (after BGN/PCGN, without its marks).
private let plainLetters: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ŋ": "ng",
    "α": "a", "ά": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "έ": "e", "ζ": "z", "η": "i", "ή": "i", "θ": "th",
    "ι": "i",
    "ί": "i", "ϊ": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "ό": "o", "π": "p", "ρ": "r",
    "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "ύ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o", "ώ": "o",
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z",
    "и": "i",
    "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
]

/// Returns `e` for `LATIN SMALL LETTER E WITH ACUTE`, by the letter's Unicode name.
private func baseLetter(of scalar: Unicode.Scalar) -> String? {
    let words = (scalar.properties.name ?? "").split(separator: " ")
    guard words.count > 4, words[..<3] == ["LATIN", "SMALL", "LETTER"], words[3].utf8.count == 1, words[4] == "WITH"
    else { return nil }
    return words[3].lowercased()
}

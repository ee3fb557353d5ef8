/// Texts in the place of a missing reference, number or name: `UNKNOWN`, `N/A`, `No NHS number`, `W000000`, `12345678`.
///
/// Records that share one have nothing in common by it.
public enum StandIn {
    /// Returns whether a text means that there is no reference or number; an empty one does not count.
    public static func isOne(_ text: String) -> Bool { isOne(text, least: 1) }

    /// Returns whether a text means that there is no name; an empty one does not count. `N/A` is none, `Na` is a name.
    public static func isName(_ text: String) -> Bool {
        isOne(text, least: StandInWords.leastBesideInName) && !StandInWords.alsoNames.contains(text.lowercased())
    }

    /// Returns whether a text is a word of absence, or begins as one, in the place of an online name or a house, which
    /// may well be made of others: `newgirl`, `New School`.
    public static func isWord(_ text: String) -> Bool { isOne(text, least: .max) }

    private static func isOne(_ text: String, least: Int) -> Bool {
        guard let letters = folded(text) else { return false }
        guard !letters.isEmpty else { return !text.isEmpty }
        return isShape(letters) || StandInWords.make(letters, least: least)
    }

    /// Returns letters and digits alone, in lower case; nil for a text that is too long or holds other letters.
    private static func folded(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 64 else { return nil }
        var letters: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 97...122: letters.append(byte)
            case 65...90: letters.append(byte | 0x20)
            case 0x80...: return nil
            default: break
            }
        }
        return letters
    }
}

// MARK: Shapes

extension StandIn {
    /// Returns whether it is one letter or digit again and again, or digits counted up or down, as nobody issues them;
    /// up to three letters may stand before the digits, and one behind.
    private static func isShape(_ letters: [UInt8]) -> Bool {
        guard let start = letters.firstIndex(where: isDigit) else {
            return isRepeated(letters[...], least: letters[0] == UInt8(ascii: "x") ? 1 : 4)
        }
        let digits = letters[start...].prefix(while: isDigit)
        guard start <= 3, letters.endIndex - digits.endIndex <= 1 else { return false }
        let isBare = digits.count == letters.count
        return isRepeated(digits, least: leastRepeated(of: digits[start], isBare: isBare)) || isCounted(digits)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isRepeated(_ letters: ArraySlice<UInt8>, least: Int) -> Bool {
        letters.count >= least && letters.allSatisfy { $0 == letters[letters.startIndex] }
    }

    /// Returns the number of repetitions of one digit from which a text is no reference: `7`, `11` and `A0` may well be
    /// one.
    private static func leastRepeated(of digit: UInt8, isBare: Bool) -> Int {
        switch digit {
        case UInt8(ascii: "0"): isBare ? 1 : 4
        case UInt8(ascii: "9") where isBare: 4
        default: 6
        }
    }

    /// Returns whether digits count up from 0 or 1, down from 9, or down to 0 or 1: `123456`, `87654321`.
    private static func isCounted(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count >= 6, let first = digits.first, let last = digits.last else { return false }
        func isEach(_ step: UInt8) -> Bool {
            zip(digits, digits.dropFirst()).allSatisfy { ($0 - 48 + step) % 10 == $1 - 48 }
        }
        return first <= 49 && isEach(1) || (first == 57 || last <= 49) && isEach(9)
    }
}

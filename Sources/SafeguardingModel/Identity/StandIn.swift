/// Words and numbers in the place of a missing reference: `UNKNOWN`, `N/A`, `TBC`, `-`, `0`, `9999999999`.
///
/// Records that share one have nothing in common by it.
public enum StandIn {
    /// Returns whether a text means that there is no reference; an empty one does not count.
    public static func isOne(_ text: String) -> Bool {
        guard let letters = folded(text) else { return false }
        guard let first = letters.first else { return !text.isEmpty }
        if letters.allSatisfy({ $0 == first }), letters.count >= leastRepeated(of: first) { return true }
        let word = String(decoding: letters, as: UTF8.self)
        return words.contains(word) || begins.contains(where: word.hasPrefix)
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

    /// Returns the number of repetitions of one character from which a text is no reference: `7` and `11` may well be
    /// one.
    private static func leastRepeated(of character: UInt8) -> Int {
        switch character {
        case UInt8(ascii: "0"), UInt8(ascii: "x"): 1
        case UInt8(ascii: "9"): 4
        case 48...57: 6
        default: .max
        }
    }

    /// Beginnings of such texts, with anything behind: `Unknown male`, `NOT KNOWN (2)`.
    private static let begins = ["unknown", "notknown"]

    private static let words: Set<String> = [
        "anon", "anonymous", "awaited", "awaiting", "blank", "dummy", "na", "nil", "nk", "none", "nonegiven",
        "noreference", "notapplicable", "notavailable", "notgiven", "notprovided", "notrecorded", "notstated", "null",
        "pending", "refused", "tba", "tbc", "tbd", "test", "tobeadvised", "tobeconfirmed", "tofollow", "uk",
        "unavailable", "unkn",
        "unidentified", "unk", "withheld",
    ]
}

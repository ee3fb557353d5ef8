/// The one spelling of marks that people write in many: what is equal after this is the same.
///
/// Each is nil where the text cannot be such a mark, or is a stand-in for one that is not known: two unknown names are
/// not the same person.
public enum Normalised {
    /// `+44 (0)7700 900123`, `07700900123` as `447700900123`.
    public static func phone(_ text: String) -> String? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            if (48...57).contains(byte) { digits.append(byte) } else if !phoneFiller.contains(byte) { return nil }
        }
        if digits.starts(with: "00".utf8) { digits.removeFirst(2) }
        if digits.starts(with: "440".utf8) { digits.remove(at: 2) }
        if digits.first == UInt8(ascii: "0") { digits.replaceSubrange(..<1, with: "44".utf8) }
        // Shorter ones are emergency, service and extension numbers, which everybody shares.
        guard (10...15).contains(digits.count), Set(digits.dropFirst(2)).count > 1 else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    /// `@Sample77 ` as `sample77`.
    public static func handle(_ text: String) -> String? {
        let name = words(text).drop { $0 == "@" }
        return isStandIn(name) ? nil : String(name)
    }

    /// `ab12 cde` as `AB12CDE`.
    public static func vehicle(_ text: String) -> String? {
        let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }.map(upper)
        guard (2...8).contains(bytes.count), bytes.allSatisfy(isAlphanumeric), bytes.contains(where: isDigit) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `000038000001` as `38000001`.
    public static func uprn(_ text: String) -> String? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "0") }
        guard (1...12).contains(digits.count), digits.allSatisfy(isDigit) else { return nil }
        return String(Substring(digits))
    }

    /// `l369yu` as `L36 9YU`.
    public static func postcode(_ text: String) -> String? {
        var bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }.map(upper)
        guard (5...7).contains(bytes.count), bytes.allSatisfy(isAlphanumeric), !isDigit(bytes[0]) else { return nil }
        let inward = bytes.suffix(3)
        guard inward.first.map(isDigit) == true, inward.dropFirst().allSatisfy({ !isDigit($0) }) else { return nil }
        bytes.insert(UInt8(ascii: " "), at: bytes.count - 3)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A postcode with a building's name or number: `L1 1AA|arches`.
    public static func premises(postcode: String, name: String) -> String? {
        let name = words(name)
        guard let postcode = self.postcode(postcode), !isStandIn(name[...]) else { return nil }
        return "\(postcode)|\(name)"
    }

    /// A full name in lower case with single spaces: `john sample`. One word alone is no full name.
    public static func fullName(_ text: String) -> String? {
        let name = words(text)
        return name.contains(" ") && !name.hasPrefix("unknown") ? name : nil
    }
}

extension Normalised {
    private static let phoneFiller = Set("+-(). /".utf8)
    private static let standIns: Set<String> = [
        "", "?", "-", "n/a", "na", "nil", "nk", "none", "not known", "null", "tbc", "unknown", "x",
    ]

    private static func isStandIn(_ text: Substring) -> Bool { standIns.contains(String(text)) }

    /// In lower case, without spaces at the ends, with single spaces inside.
    private static func words(_ text: String) -> String {
        let lower = text.lowercased()
        let isPlain = !lower.utf8.contains { $0 < 0x20 } && !lower.hasPrefix(" ") && !lower.hasSuffix(" ")
        if isPlain, !lower.contains("  ") { return lower }
        return lower.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func upper(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte - 32 : byte }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (65...90).contains(byte) }
}

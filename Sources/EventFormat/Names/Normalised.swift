import SafeguardingModel

/// The canonical spelling of marks that people write in many ways: two marks are the same when their results are equal.
///
/// Each function returns nil where the text cannot be such a mark, or is a stand-in for an unknown one: two unknown
/// names are not the same person.
public enum Normalised {
    /// Returns `+44 (0)7700 900123` and `07700900123` as `447700900123`.
    public static func phone(_ text: String) -> String? {
        var digits = ShortText()
        for byte in text.utf8 {
            if byte.isDigit { digits.append(byte) } else if !byte.isPhoneFiller { return nil }
        }
        if digits[0] == .zero, digits[1] == .zero { digits.removeFirst(2) }
        if digits[0] == .zero { digits.replaceFirst(with: "44") }
        if digits.begins(with: "440") { digits.remove(at: 2) }
        // Shorter ones are emergency, service and extension numbers, which everybody shares.
        guard (10...15).contains(digits.count), digits.hasTwoDigits(from: 3) else { return nil }
        return digits.text
    }

    /// Returns `@Sample77 ` as `sample77`.
    public static func handle(_ text: String) -> String? {
        let name = words(text)
        let bare = name.utf8.first == UInt8(ascii: "@") ? String(name.drop { $0 == "@" }) : name
        return bare.isEmpty || StandIn.isWord(bare) ? nil : bare
    }

    /// Returns `ab12 cde` as `AB12CDE`.
    public static func vehicle(_ text: String) -> String? {
        let mark = ShortText(upper: text)
        guard (2...8).contains(mark.count), mark.isAlphanumeric, mark.contains(where: \.isDigit) else { return nil }
        return mark.text
    }

    /// Returns `000038000001` as `38000001`.
    public static func uprn(_ text: String) -> String? {
        let digits = text.utf8.drop { $0 == .zero }
        guard (1...12).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
        return String(Substring(digits))
    }

    /// Returns `l369yu` as `L36 9YU`.
    public static func postcode(_ text: String) -> String? {
        var mark = ShortText(upper: text)
        guard (5...7).contains(mark.count), mark.isAlphanumeric, !mark[0].isDigit, mark[mark.count - 3].isDigit,
            !mark[mark.count - 2].isDigit, !mark[mark.count - 1].isDigit
        else { return nil }
        mark.insert(UInt8(ascii: " "), at: mark.count - 3)
        return mark.text
    }

    /// Returns a postcode with a building's name or number: `L1 1AA|arches`.
    public static func premises(postcode: String, name: String) -> String? {
        guard let postcode = self.postcode(postcode), !StandIn.isWord(name) else { return nil }
        let house = Premises.house(name)
        return house.isEmpty ? nil : "\(postcode)|\(house)"
    }

    /// Returns a full name in lower case with single spaces: `john sample`.
    ///
    /// One word alone is not a full name.
    public static func fullName(_ text: String) -> String? {
        let name = words(text)
        return name.utf8.contains(UInt8(ascii: " ")) && !StandIn.isName(name) ? name : nil
    }
}

extension Normalised {
    /// Returns the text in lower case, without spaces at the ends, with single spaces inside.
    private static func words(_ text: String) -> String {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return String(unsafeUninitializedCapacity: text.utf8.count) { words(text, into: $0) }
    }

    private static func words(_ text: String, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = 0
        var isBetweenWords = false
        for byte in text.utf8 {
            guard byte > 0x20 else {
                isBetweenWords = count > 0
                continue
            }
            if isBetweenWords {
                buffer[count] = 0x20
                count += 1
                isBetweenWords = false
            }
            buffer[count] = byte.lower
            count += 1
        }
        return count
    }
}

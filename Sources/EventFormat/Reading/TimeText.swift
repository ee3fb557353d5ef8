import SafeguardingModel

/// A reader of times and days: the usual shapes byte by byte from the tape, all others by the model's own readers.
enum TimeText {
    /// The accepted years. Earlier and later ones come from empty fields or typing errors.
    private static let years = 1900...2199

    /// Reads an RFC 3339 date-time.
    static func instant(_ text: Tape.Text) -> Instant? {
        usual(text) ?? other(text)
    }

    /// Reads `YYYY-MM-DD`.
    static func day(_ text: Tape.Text) -> CivilDay? {
        text.count == 10 ? datePart(of: text) : nil
    }

    static func isMoment(_ text: Tape.Text) -> Bool { instant(text) != nil || day(text) != nil }

    /// Reads `2015-09-12T20:40:00` followed by `Z` or an offset, the usual shape.
    private static func usual(_ text: Tape.Text) -> Instant? {
        guard text.count == 20 || text.count == 25, text[10] == UInt8(ascii: "T"), let day = datePart(of: text),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = number(text, 11, below: 24), let minute = number(text, 14, below: 60),
            let second = number(text, 17, below: 60), let offset = offsetSeconds(text)
        else { return nil }
        return Instant(seconds: Int64(day.number * 86_400 + hour * 3_600 + minute * 60 + second - offset))
    }

    private static func other(_ text: Tape.Text) -> Instant? {
        guard text.count >= 20, text.count <= 64 else { return nil }
        guard let instant = Instant(rfc3339: String(decoding: text, as: UTF8.self)) else { return nil }
        return years.contains(Zone.utc.day(of: instant).parts.year) ? instant : nil
    }

    private static func datePart(of text: Tape.Text) -> CivilDay? {
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), let century = number(text, 0, below: 100),
            let year = number(text, 2, below: 100), let month = number(text, 5, below: 13),
            let day = number(text, 8, below: 32), years.contains(century * 100 + year)
        else { return nil }
        return CivilDay(year: century * 100 + year, month: month, day: day)
    }

    private static func offsetSeconds(_ text: Tape.Text) -> Int? {
        if text.count == 20 { return text[19] == UInt8(ascii: "Z") ? 0 : nil }
        guard text[22] == UInt8(ascii: ":"), let hours = number(text, 20, below: 24),
            let minutes = number(text, 23, below: 60)
        else { return nil }
        switch text[19] {
        case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3_600 + minutes * 60)
        default: return nil
        }
    }

    /// Reads two digits.
    private static func number(_ text: Tape.Text, _ index: Int, below limit: Int) -> Int? {
        let tens = Int(text[index]) - 48
        let ones = Int(text[index + 1]) - 48
        guard (0...9).contains(tens), (0...9).contains(ones), tens * 10 + ones < limit else { return nil }
        return tens * 10 + ones
    }
}

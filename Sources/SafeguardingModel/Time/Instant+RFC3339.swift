extension Instant {
    /// Reads an RFC 3339 date-time: `2015-09-12T20:40:00+01:00`, `2015-09-12T19:40:00.250Z`.
    ///
    /// The offset is required: a time without one is a local time, and its zone must be known (see ``Zone``).
    public init?(rfc3339 text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let local = reader.localDateTime(), let fraction = reader.milliseconds(),
            let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        milliseconds = (local - offset) * 1_000 + fraction
    }

    /// `2015-09-12T19:40:00Z`, with milliseconds only where there are any.
    public var rfc3339: String { rfc3339(offsetSeconds: 0) }

    func rfc3339(offsetSeconds: Int64) -> String {
        let local = milliseconds + offsetSeconds * 1_000
        let fraction = Int(local - local.flooredQuotient(by: 1_000) * 1_000)
        let tail = fraction == 0 ? "" : ".\(fraction.padded(to: 3))"
        return "\(Instant(milliseconds: local).clockText(separator: "T"))\(tail)\(Instant.offsetText(offsetSeconds))"
    }

    /// Returns `2015-09-12 19:40:00`, this instant read as if it were local time.
    func clockText(separator: Character) -> String {
        let total = seconds
        let day = CivilDay(number: Int(total.flooredQuotient(by: 86_400)))
        let second = Int(total - Int64(day.number) * 86_400)
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(day)\(separator)\(clock)"
    }

    private static func offsetText(_ seconds: Int64) -> String {
        guard seconds != 0 else { return "Z" }
        let minutes = Int(abs(seconds) / 60)
        return "\(seconds < 0 ? "-" : "+")\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
    }
}

extension DigitReader {
    /// Reads `YYYY-MM-DDThh:mm:ss` as seconds since 1970 as if in UTC; 24:00:00 is the next day's midnight.
    mutating func localDateTime() -> Int64? {
        guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2), let date = CivilDay(year: year, month: month, day: day),
            skip("T") || skip("t") || skip(" ")
        else { return nil }
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), skip(":"),
            let second = number(digits: 2), minute <= 59, second <= 60,
            hour <= 23 || (hour == 24 && minute == 0 && second == 0)
        else { return nil }
        return Int64(date.number) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    mutating func milliseconds() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while let digit = number(digits: 1) {
            if digits < 3 { value = value * 10 + Int64(digit) }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    /// Reads seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2),
            hours <= 23, minutes <= 59
        else { return nil }
        return sign * Int64(hours * 3_600 + minutes * 60)
    }
}

internal import SafeguardingModel

extension DateFormat {
    /// Returns the moment that `text` states in this format, or nil where it is not in this format.
    ///
    /// `24:00` is midnight of the next day. A time in the hour that is skipped in spring becomes the time after it; in
    /// the hour that is repeated in autumn, its first occurrence.
    func read(_ text: String, in zone: Zone) -> Moment? {
        switch sort {
        case .iso: return Instant(rfc3339: text).map(Moment.instant)
        case .excel: return DateFormat.readSerialNumber(text, in: zone)
        case .pattern(let tokens):
            var text = text
            return text.withUTF8 { bytes in
                var reading = DateParser(bytes)
                return reading.take(tokens) ? reading.moment(in: zone) : nil
            }
        }
    }

    /// Reads days since 30 December 1899, with the time as a fraction. It accepts only the years 1927 to 2119, so that
    /// not every number is a date.
    private static func readSerialNumber(_ text: String, in zone: Zone) -> Moment? {
        guard let number = Double(text), (10_000..<80_000).contains(number) else { return nil }
        let day = CivilDay(number: Int(number) - 25_569)
        let seconds = Int(((number - number.rounded(.down)) * 86_400).rounded())
        guard text.contains(".") else { return .day(day) }
        return .instant(zone.instant(day, secondsAfterMidnight: seconds))
    }

    /// A parser of one text, with the parts found so far.
    private struct DateParser {
        private var rest: Slice<UnsafeBufferPointer<UInt8>>
        private var year = 0
        private var month = 0
        private var day = 0
        private var hour: Int?
        private var minute = 0
        private var second = 0
        private var milliseconds: Int64 = 0
        private var isAfternoon: Bool?
        private var offset: Int?

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            rest = bytes[...]
        }

        mutating func take(_ tokens: [Token]) -> Bool {
            for token in tokens {
                guard take(token) else { return false }
            }
            return rest.isEmpty
        }

        private mutating func take(_ token: Token) -> Bool {
            switch token {
            case .literal(let byte): return skip(byte)
            case .monthName: return takeMonthName()
            case .fraction: return takeFraction()
            case .halfOfDay: return takeHalfOfDay()
            case .offset: return takeOffset()
            case .year: return takeNumber(4...4, of: token)
            case .shortYear: return takeNumber(2...2, of: token)
            case .month(let digits), .day(let digits), .hour(let digits), .halfHour(let digits), .minute(let digits),
                .second(let digits):
                return takeNumber(digits...2, of: token)
            }
        }

        private mutating func takeNumber(_ digits: ClosedRange<Int>, of token: Token) -> Bool {
            guard let value = number(digits) else { return false }
            switch token {
            case .year: year = value
            case .shortYear: year = value + (value < 50 ? 2_000 : 1_900)
            case .month: month = value
            case .day: day = value
            case .hour, .halfHour: hour = value
            case .minute: minute = value
            case .second: second = value
            case .fraction, .halfOfDay, .offset, .monthName, .literal: break
            }
            return true
        }

        private mutating func skip(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
            var value = 0
            var count = 0
            while count < digits.upperBound, let byte = rest.first, (48...57).contains(byte) {
                value = value * 10 + Int(byte - 48)
                count += 1
                rest.removeFirst()
            }
            return digits.contains(count) ? value : nil
        }

        private mutating func word() -> String {
            let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
            rest = rest.dropFirst(letters.count)
            return String(decoding: letters, as: UTF8.self).lowercased()
        }

        private static let months = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ]

        private mutating func takeMonthName() -> Bool {
            let word = word()
            guard let index = DateParser.months.firstIndex(where: { word.hasPrefix($0) }) else { return false }
            month = index + 1
            return true
        }

        private mutating func takeFraction() -> Bool {
            var scale: Int64 = 100
            var count = 0
            while count < 9, let byte = rest.first, (48...57).contains(byte) {
                milliseconds += Int64(byte - 48) * scale
                scale /= 10
                count += 1
                rest.removeFirst()
            }
            return count > 0
        }

        private mutating func takeHalfOfDay() -> Bool {
            let word = word()
            isAfternoon = word == "pm"
            return word == "am" || word == "pm"
        }

        private mutating func takeOffset() -> Bool {
            if skip(UInt8(ascii: "Z")) {
                offset = 0
                return true
            }
            let isWest = rest.first == UInt8(ascii: "-")
            guard skip(UInt8(ascii: isWest ? "-" : "+")), let hours = number(2...2), hours <= 14 else { return false }
            _ = skip(UInt8(ascii: ":"))
            guard let minutes = number(2...2), minutes <= 59 else { return false }
            offset = (hours * 60 + minutes) * (isWest ? -60 : 60)
            return true
        }

        func moment(in zone: Zone) -> Moment? {
            guard (1900...2100).contains(year), let civil = CivilDay(year: year, month: month, day: day) else {
                return nil
            }
            guard let hour = hourOfDay() else { return self.hour == nil ? .day(civil) : nil }
            let seconds = hour * 3_600 + minute * 60 + second
            guard minute <= 59, second <= 60, seconds <= 86_400 else { return nil }
            let local = offset.map { Zone.fixed(offsetSeconds: $0) } ?? zone
            return .instant(local.instant(civil, secondsAfterMidnight: seconds) + .milliseconds(milliseconds))
        }

        private func hourOfDay() -> Int? {
            guard let hour else { return nil }
            guard let isAfternoon else { return hour <= 24 ? hour : nil }
            return (1...12).contains(hour) ? hour % 12 + (isAfternoon ? 12 : 0) : nil
        }
    }
}

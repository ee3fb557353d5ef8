/// A day, or a time of it, as people read them: built letter by letter, because times occur with every fact, and
/// joining small texts costs ten times as much.
struct DayText {
    private static let weekdays = Array("MonTueWedThuFriSatSun".utf8)
    private static let months = Array("JanFebMarAprMayJunJulAugSepOctNovDec".utf8)
    /// The most bytes: those of `Sat 12 Sep 2015 20:40`, with room for the longest year that milliseconds can reach.
    private static let longest = 21 + 6

    private let letters: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// Returns `Sat 12 Sep 2015`, or with the minutes since midnight `Sat 12 Sep 2015 20:40`.
    static func text(_ day: CivilDay, minutes: Int? = nil) -> String {
        String(unsafeUninitializedCapacity: longest) { letters in
            var text = DayText(letters)
            text.add(day)
            if let minutes { text.add(minutes) }
            return text.count
        }
    }

    /// Returns `12 Sep`, or with minutes `12 Sep, 20:40`; with the year where it is another than the one at hand.
    static func brief(_ day: CivilDay, minutes: Int?, in year: Int) -> String {
        String(unsafeUninitializedCapacity: longest) { letters in
            var text = DayText(letters)
            text.addMonth(day)
            if day.parts.0 != year {
                text.add(UInt8(ascii: " "))
                text.addYear(day)
            }
            if let minutes {
                text.add(UInt8(ascii: ","))
                text.add(minutes)
            }
            return text.count
        }
    }

    private init(_ letters: UnsafeMutableBufferPointer<UInt8>) {
        self.letters = letters
    }

    private mutating func add(_ day: CivilDay) {
        add(DayText.weekdays, day.weekday - 1)
        addMonth(day)
        add(UInt8(ascii: " "))
        addYear(day)
    }

    private mutating func addMonth(_ day: CivilDay) {
        let (_, month, dayOfMonth) = day.parts
        if dayOfMonth > 9 { add(digit: dayOfMonth / 10) }
        add(digit: dayOfMonth % 10)
        add(UInt8(ascii: " "))
        add(DayText.months, month - 1)
        count -= 1
    }

    private mutating func addYear(_ day: CivilDay) {
        let year = day.parts.0
        if (1_000...9_999).contains(year) {
            add(twoDigits: year / 100)
            add(twoDigits: year % 100)
        } else {
            for letter in String(year).utf8 { add(letter) }
        }
    }

    private mutating func add(_ minutes: Int) {
        add(UInt8(ascii: " "))
        add(twoDigits: minutes / 60)
        add(UInt8(ascii: ":"))
        add(twoDigits: minutes % 60)
    }

    /// Adds the three letters of a name, and a space.
    private mutating func add(_ names: [UInt8], _ number: Int) {
        for letter in 0..<3 { add(names[number * 3 + letter]) }
        add(UInt8(ascii: " "))
    }

    private mutating func add(twoDigits number: Int) {
        add(digit: number / 10)
        add(digit: number % 10)
    }

    private mutating func add(digit: Int) { add(UInt8(ascii: "0") + UInt8(digit)) }

    private mutating func add(_ letter: UInt8) {
        precondition(count < letters.count, "no instant is in a year of so many digits")
        letters[count] = letter
        count += 1
    }
}

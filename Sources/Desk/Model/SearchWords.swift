import IdentityResolution
import SafeguardingModel

/// The words typed to find a child, in each form that they may mean: `15/06/2011` is a birth date or a reference, `o
/// sample` is two names or one.
struct SearchWords {
    /// A form: folded words, each of which must begin a word of a record.
    struct Form: Hashable {
        var words: [String]
        /// The part that is a birth date, as people write it.
        var born: String?

        /// The search in words, for the page.
        var said: String {
            let rest = born == nil ? words[...] : words.dropFirst()
            return ([born.map { "born \($0)" }].compactMap(\.self) + rest).joined(separator: " ")
        }
    }

    /// The forms, the most exact first.
    let forms: [Form]

    init(_ text: String) {
        let chunks = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map { Folding.pieces(String($0)) }
            .filter { !$0.isEmpty }
        let pieces = chunks.flatMap(\.self)
        let plain = [chunks.map { $0.joined() }] + SearchWords.joined(SearchWords.joinedDigits(pieces))
        var forms = BirthDate.found(in: pieces).map { date in
            let (before, after) = (pieces[..<date.range.lowerBound], pieces[date.range.upperBound...])
            return Form(words: [date.digits] + SearchWords.joinedDigits(before + after), born: date.words)
        }
        for words in plain where !words.isEmpty { forms.append(Form(words: words)) }
        var seen: Set<[String]> = []
        self.forms = forms.filter { seen.insert($0.words).inserted }
    }

    /// The most words that are joined: more are a sentence, not a name in pieces.
    private static let mostJoined = 8

    /// Returns the words as typed, with each two neighbours joined (`Mc Donald`), and with all joined.
    private static func joined(_ words: [String]) -> [[String]] {
        guard (2...mostJoined).contains(words.count) else { return [words] }
        let pairs: [[String]] = words.indices.dropLast().map { index in
            words[..<index] + [words[index] + words[index + 1]] + words[(index + 2)...]
        }
        return [words] + pairs + [[words.joined()]]
    }

    /// Joins the digits of one number, however they were grouped.
    private static func joinedDigits(_ pieces: some Sequence<String>) -> [String] {
        pieces.reduce(into: []) { words, piece in
            if let last = words.last, isDigits(last), isDigits(piece) {
                words[words.count - 1] += piece
            } else {
                words.append(piece)
            }
        }
    }

    static func isDigits(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }

    /// Returns the words that find a text: each piece, and each with all pieces after it joined (`o`, `osample`,
    /// `sample`).
    static func indexed(_ text: String) -> [String] {
        let pieces = Folding.pieces(text)
        guard pieces.count > 1 else { return pieces }
        return pieces.indices.dropLast().flatMap { [pieces[$0], pieces[$0...].joined()] } + pieces.suffix(1)
    }

    /// Returns the word that finds a birth date: `20110615`.
    static func text(of day: CivilDay) -> String { String(day.description.filter { $0 != "-" }) }
}

/// A birth date, or the month of one, somewhere in what was typed.
private struct BirthDate {
    let range: Range<Int>
    /// `20110615`, or `201106` for the month.
    let digits: String
    let words: String

    static func found(in pieces: [String]) -> [BirthDate] {
        var found: [BirthDate] = []
        var start = 0
        while start < pieces.count {
            let date = BirthDate(at: start, in: pieces)
            if let date { found.append(date) }
            // A part of one date does not begin another.
            start = date?.range.upperBound ?? start + 1
        }
        return found
    }

    private init?(at start: Int, in pieces: [String]) {
        if start + 3 <= pieces.count, let day = BirthDate.day(pieces[start], pieces[start + 1], pieces[start + 2]) {
            self.init(day, start..<start + 3)
        } else if start + 2 <= pieces.count, let month = BirthDate(month: pieces[start], pieces[start + 1], start) {
            self = month
        } else if let day = BirthDate.together(pieces[start]) {
            self.init(day, start..<start + 1)
        } else {
            return nil
        }
    }

    private init(_ day: CivilDay, _ range: Range<Int>) {
        self.range = range
        digits = SearchWords.text(of: day)
        words = "\(day.parts.day) \(BirthDate.months[day.parts.month - 1]) \(day.parts.year)"
    }

    /// Reads `June 2011` or `06/2011`.
    private init?(month: String, _ yearText: String, _ start: Int) {
        guard let year = BirthDate.year(yearText), yearText.utf8.count == 4,
            let first = BirthDate.month(month).flatMap({ CivilDay(year: year, month: $0, day: 1) })
        else { return nil }
        range = start..<start + 2
        digits = String(SearchWords.text(of: first).prefix(6))
        words = "in \(BirthDate.months[first.parts.month - 1]) \(year)"
    }

    /// Reads day, month and year in British order, or year first; a month's name may come before the day.
    private static func day(_ first: String, _ second: String, _ third: String) -> CivilDay? {
        let orders = [(first, second, third), (third, second, first), (second, first, third)]
        for (number, (dayText, monthText, yearText)) in orders.enumerated() {
            // `06/15/2011` is not a date here; `June 15 2011` is.
            guard number < 2 || Int(monthText) == nil, number != 1 || yearText.utf8.count == 4 else { continue }
            guard let year = year(yearText), let month = month(monthText), let number = ordinal(dayText) else {
                continue
            }
            if let day = CivilDay(year: year, month: month, day: number) { return day }
        }
        return nil
    }

    /// Reads `15062011`.
    private static func together(_ text: String) -> CivilDay? {
        guard text.utf8.count == 8, SearchWords.isDigits(text) else { return nil }
        let (day, month) = (String(text.prefix(2)), String(text.dropFirst(2).prefix(2)))
        return self.day(day, month, String(text.suffix(4)))
    }

    private static func year(_ text: String) -> Int? {
        guard SearchWords.isDigits(text), let number = Int(text) else { return nil }
        switch text.utf8.count {
        case 4: return (1900...2099).contains(number) ? number : nil
        // The person is a child, or was one not long ago.
        case 2: return number < 70 ? 2000 + number : 1900 + number
        default: return nil
        }
    }

    private static func month(_ text: String) -> Int? {
        if SearchWords.isDigits(text) { return text.utf8.count <= 2 ? Int(text) : nil }
        guard text.utf8.count >= 3, let index = monthNames.firstIndex(where: { $0.hasPrefix(text) }) else { return nil }
        return index + 1
    }

    /// Reads `20` or `20th`.
    private static func ordinal(_ text: String) -> Int? {
        let digits = ["st", "nd", "rd", "th"].contains { text.hasSuffix($0) } ? text.dropLast(2) : text[...]
        return digits.utf8.count <= 2 && SearchWords.isDigits(digits) ? Int(digits) : nil
    }

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let months = monthNames.map { Wording.capitalised(String($0.prefix(3))) }
}

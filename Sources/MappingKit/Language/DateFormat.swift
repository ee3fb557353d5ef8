internal import SafeguardingModel

/// One way in which a system writes days or times: `dd/MM/yyyy HH:mm`.
///
/// The letters are `yyyy yy MM M MMM dd d HH H hh h mm ss SSS a XXX`; all other characters stand for themselves. Two
/// letters need two digits, one letter takes one or two. `MMM` is a month's English name, `a` is am or pm, `XXX` an
/// offset (`Z`, `+01:00`). `iso` is RFC 3339; `excel` is a spreadsheet's serial number. `yy` below 50 means 20yy.
struct DateFormat: Hashable, Sendable {
    enum Token: Hashable, Sendable {
        case year, shortYear, fraction, halfOfDay, offset, monthName
        case month(Int), day(Int), hour(Int), halfHour(Int), minute(Int), second(Int)
        case literal(UInt8)
    }

    enum Sort: Hashable, Sendable { case pattern([Token]), iso, excel }

    let text: String
    let sort: Sort

    /// Returns nil where the pattern lacks a day, a month or a year, or has letters without a meaning.
    init?(_ text: String) {
        self.text = text
        switch text {
        case "iso": sort = .iso
        case "excel": sort = .excel
        default:
            guard let tokens = DateFormat.tokens(of: text), DateFormat.isWhole(tokens) else { return nil }
            sort = .pattern(tokens)
        }
    }

    /// Returns whether the two read one text as different days: `dd/MM/yyyy` and `MM/dd/yyyy`.
    func contradicts(_ other: DateFormat) -> Bool {
        guard case .pattern(let left) = sort, case .pattern(let right) = other.sort, left != right else { return false }
        return left.map(DateFormat.shape) == right.map(DateFormat.shape)
    }

    private static func shape(_ token: Token) -> Token {
        switch token {
        case .day(let digits), .month(let digits): .day(digits)
        case let other: other
        }
    }

    private static func isWhole(_ tokens: [Token]) -> Bool {
        let hasYear = tokens.contains { $0 == .year || $0 == .shortYear }
        let hasMonth = tokens.contains { if case .month = $0 { true } else { $0 == .monthName } }
        let hasDay = tokens.contains { if case .day = $0 { true } else { false } }
        return hasYear && hasMonth && hasDay
    }

    private static func tokens(of text: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            rest = rest.dropFirst(run.count)
            guard first.isLetter, !(first == "T" && run.count == 1) else {
                tokens += run.utf8.map(Token.literal)
                continue
            }
            guard let token = token(run) else { return nil }
            tokens.append(token)
        }
        return tokens
    }

    private static func token(_ run: Substring) -> Token? {
        switch run {
        case "yyyy": .year
        case "yy": .shortYear
        case "MMM": .monthName
        case "MM", "M": .month(run.count)
        case "dd", "d": .day(run.count)
        case "HH", "H": .hour(run.count)
        case "hh", "h": .halfHour(run.count)
        case "mm", "m": .minute(run.count)
        case "ss", "s": .second(run.count)
        case "SSS", "SS", "S": .fraction
        case "a": .halfOfDay
        case "XXX": .offset
        default: nil
        }
    }
}

/// A moment as precise as the source states it: to the second, or only to the day.
enum Moment: Hashable, Sendable {
    case instant(Instant)
    case day(CivilDay)

    func day(in zone: Zone) -> CivilDay {
        switch self {
        case .instant(let instant): zone.day(of: instant)
        case .day(let day): day
        }
    }

    /// Returns the earliest instant that the moment can be.
    func earliest(in zone: Zone) -> Instant {
        switch self {
        case .instant(let instant): instant
        case .day(let day): zone.startOfDay(day)
        }
    }

    /// Returns the moment as it is sent: `2015-09-12T20:40:00+01:00`, or `2015-09-12`.
    func text(in zone: Zone) -> String {
        switch self {
        case .instant(let instant): zone.rfc3339(instant)
        case .day(let day): day.description
        }
    }
}

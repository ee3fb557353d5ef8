/// The zone of a local time.
///
/// The rule of the United Kingdom's summer time is computed rather than read from the system's time zone files, so that
/// judgement gives the same answer on every machine. It holds from 1996, when the present rule began.
public enum Zone: Hashable, Sendable {
    /// `Europe/London`: Greenwich Mean Time, and an hour ahead of it in summer.
    case london
    /// A zone without summer time; seconds east of Greenwich.
    case fixed(offsetSeconds: Int)

    /// Coordinated Universal Time.
    public static let utc = Zone.fixed(offsetSeconds: 0)

    /// `Europe/London`, `UTC`, or an offset such as `+01:00`.
    public init?(name: some StringProtocol) {
        switch name {
        case "Europe/London": self = .london
        case "UTC", "Z", "Etc/UTC": self = .utc
        default:
            var reader = DigitReader(name)
            guard let offset = reader.offset(), reader.isAtEnd else { return nil }
            self = .fixed(offsetSeconds: Int(offset))
        }
    }

    /// Returns seconds east of Greenwich at `instant`.
    public func offset(at instant: Instant) -> Int {
        switch self {
        case .fixed(let seconds): seconds
        case .london: Zone.isBritishSummerTime(instant) ? 3_600 : 0
        }
    }

    /// Returns the instant at which the clock on the wall shows this time. In the hour that is skipped in spring, the
    /// time after it; in the hour that comes twice in autumn, its first coming.
    public func instant(_ day: CivilDay, secondsAfterMidnight: Int) -> Instant {
        let asIfUTC = Instant(seconds: Int64(day.number) * 86_400 + Int64(secondsAfterMidnight))
        switch self {
        case .fixed(let seconds): return asIfUTC - .seconds(Int64(seconds))
        case .london:
            let inSummer = asIfUTC - .hours(1)
            return Zone.isBritishSummerTime(inSummer) ? inSummer : asIfUTC
        }
    }

    /// Returns the day's midnight in this zone.
    public func startOfDay(_ day: CivilDay) -> Instant { instant(day, secondsAfterMidnight: 0) }

    /// Returns the day that a calendar in this zone shows at an instant.
    public func day(of instant: Instant) -> CivilDay {
        CivilDay(number: Int((instant.seconds + Int64(offset(at: instant))).flooredQuotient(by: 86_400)))
    }

    /// Returns the time that a clock in this zone shows, as seconds of the day: 0 to 86,399.
    public func secondsAfterMidnight(of instant: Instant) -> Int {
        let local = instant.seconds + Int64(offset(at: instant))
        return Int(local - local.flooredQuotient(by: 86_400) * 86_400)
    }

    /// Returns `2015-09-12T20:40:00+01:00`.
    public func rfc3339(_ instant: Instant) -> String {
        instant.rfc3339(offsetSeconds: Int64(offset(at: instant)))
    }

    /// Returns `Sat 12 Sep 2015 20:40`, as people read it.
    public func text(_ instant: Instant) -> String {
        let local = instant.seconds + Int64(offset(at: instant))
        let day = local.flooredQuotient(by: 86_400)
        return DayText.text(CivilDay(number: Int(day)), minutes: Int(local - day * 86_400) / 60)
    }

    /// Returns `12 Sep, 20:40` for sentences; with the year where it is another than the one at hand.
    package func brief(_ instant: Instant, in year: Int) -> String {
        DayText.brief(day(of: instant), minutes: secondsAfterMidnight(of: instant) / 60, in: year)
    }

    /// Returns `12 Sep` for sentences; with the year where it is another than the one at hand.
    package static func brief(_ day: CivilDay, in year: Int) -> String { DayText.brief(day, minutes: nil, in: year) }

    /// Returns `Sat 12 Sep 2015`.
    public static func text(_ day: CivilDay) -> String { DayText.text(day) }

    /// Returns whether an instant is from the last Sunday of March 01:00 UTC to the last Sunday of October 01:00 UTC
    /// (The Summer Time Order 2002, SI 2002/262).
    private static func isBritishSummerTime(_ instant: Instant) -> Bool {
        let (year, month, _) = CivilDay(number: Int(instant.seconds.flooredQuotient(by: 86_400))).parts
        return switch month {
        case 3: instant >= lastSunday(ofMonth: 3, year: year)
        case 4...9: true
        case 10: instant < lastSunday(ofMonth: 10, year: year)
        default: false
        }
    }

    private static func lastSunday(ofMonth month: Int, year: Int) -> Instant {
        let lastDay = CivilDay(number: CivilDay.number(year: year, month: month, day: 31))
        let sunday = lastDay.advanced(by: -(lastDay.weekday % 7))
        return Instant(seconds: Int64(sunday.number) * 86_400 + 3_600)
    }
}

public import SafeguardingModel

/// The days of a script, numbered from its first, each with its local clock.
public struct ScriptCalendar: Hashable, Sendable {
    /// The date of day 0.
    public let day0: CivilDay
    /// The time zone of the script's clock times.
    public let zone: Zone
    /// The time zone as the file names it.
    public let timezone: String

    public init(day0: CivilDay, zone: Zone, timezone: String) {
        self.day0 = day0
        self.zone = zone
        self.timezone = timezone
    }

    /// Returns the moment that the local clock shows so many seconds after midnight of a day; 86,400 is the next
    /// midnight.
    public func instant(day: Int, secondsAfterMidnight seconds: Int) -> Instant {
        zone.instant(day0.advanced(by: day), secondsAfterMidnight: seconds)
    }

    /// Returns the date of a day of the script.
    public func civilDay(_ day: Int) -> CivilDay { day0.advanced(by: day) }

    /// Returns the number of the day on which an instant falls, by the local clock; negative before day 0.
    public func day(of instant: Instant) -> Int { zone.day(of: instant).number - day0.number }

    /// Returns an instant as `day 24 00:30`.
    public func text(_ instant: Instant) -> String { "day \(day(of: instant)) \(clock(instant))" }

    /// Returns the clock time as `00:30`.
    public func clock(_ instant: Instant) -> String {
        let minutes = zone.secondsAfterMidnight(of: instant) / 60
        return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }

    /// Returns the date as `Sat 12 Sep 2015`.
    public func date(_ instant: Instant) -> String { Zone.text(zone.day(of: instant)) }
}

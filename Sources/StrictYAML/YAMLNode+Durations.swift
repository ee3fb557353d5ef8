public import SafeguardingModel

extension YAMLNode {
    /// Reads a length of time as people write it: `90 d`, `72h`, `30 min`, `5 s`, `2 weeks`. A day has 24 hours, a
    /// month 30 days, a year 365.
    ///
    /// - Throws: ``YAMLError`` for anything else, and for a number above 100,000.
    public func span() throws(YAMLError) -> Span {
        let text = try string()
        let digits = text.prefix { $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int64(digits), count <= 100_000, let one = YAMLNode.units[String(unit)] else {
            throw fault("expected a length of time such as '72 h', '90 d' or '30 min', found '\(text)'")
        }
        return one * count
    }

    private static let units: [String: Span] = [
        "s": .seconds(1), "min": .minutes(1), "h": .hours(1), "hour": .hours(1), "hours": .hours(1),
        "d": .days(1), "day": .days(1), "days": .days(1), "w": .days(7), "week": .days(7), "weeks": .days(7),
        "months": .days(30), "month": .days(30), "year": .days(365), "years": .days(365),
    ]

    /// Reads a time of day such as `23:00`; returns it in seconds after midnight, 86,400 for `24:00`.
    public func clockTime() throws(YAMLError) -> Int {
        let text = try string()
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0
        else { throw fault("expected a time of day such as \"23:00\", found '\(text)'") }
        return hour * 3_600 + minute * 60
    }

    /// Reads a day such as `2016-01-04`.
    public func day() throws(YAMLError) -> CivilDay {
        guard let day = CivilDay(try string()) else { throw fault("expected a day such as 2016-01-04") }
        return day
    }
}

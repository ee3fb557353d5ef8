public import SafeguardingModel
public import StrictYAML

/// The working days: all days but Saturdays, Sundays and bank holidays.
///
/// The holidays are data (`Config/calendar.yaml`); outside the years that the file covers only weekends are known, and
/// ``covers(_:)`` says so.
public struct WorkingCalendar: Hashable, Sendable {
    private let holidays: Set<CivilDay>
    private let covered: ClosedRange<Int>?

    /// Weekends alone.
    public init() {
        holidays = []
        covered = nil
    }

    public init(holidays: [CivilDay]) {
        self.holidays = Set(holidays)
        let years = holidays.map(\.parts.year)
        covered = years.min().flatMap { first in years.max().map { first...$0 } }
    }

    /// Reads `calendar.yaml`: an unknown key, a day outside its year or a year without days is an error with its line.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["calendar", "source", "holidays"])
        _ = try root.required("calendar").name()
        var days: [CivilDay] = []
        for entry in try root.required("holidays").openMapping().entries {
            days += try WorkingCalendar.days(of: entry)
        }
        self.init(holidays: days)
    }

    private static func days(of entry: YAMLNode.Entry) throws(YAMLError) -> [CivilDay] {
        guard let year = Int(entry.key) else { throw entry.value.fault("expected a year, found '\(entry.key)'") }
        var days: [CivilDay] = []
        for item in try entry.value.list() {
            let day = try item.day()
            guard day.parts.year == year else { throw item.fault("\(day) is not a day of \(year)") }
            guard !days.contains(day) else { throw item.fault("\(day) stands twice") }
            days.append(day)
        }
        guard !days.isEmpty else { throw entry.value.fault("the year \(year) has no holidays") }
        return days
    }

    public func isWorkingDay(_ day: CivilDay) -> Bool { !day.isWeekend && !holidays.contains(day) }

    /// Whether the holidays of a day's year are known.
    public func covers(_ day: CivilDay) -> Bool { covered?.contains(day.parts.year) ?? false }

    /// Returns the working day that lies so many working days before a day; the day itself does not count.
    public func day(_ count: Int, workingDaysBefore day: CivilDay) -> CivilDay {
        var day = day
        var left = count
        while left > 0 {
            day = day.advanced(by: -1)
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// Returns the day on which the given number of working days after `day` have passed; the day itself does not
    /// count.
    public func day(_ count: Int, workingDaysAfter day: CivilDay) -> CivilDay {
        var day = day
        var left = count
        while left > 0 {
            day = day.advanced(by: 1)
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }
}

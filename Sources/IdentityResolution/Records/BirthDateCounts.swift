/// A birth date in a record, and the child whom the record names.
struct NamedBirth: Hashable, Sendable {
    var date: UInt64
    /// A number for the full name, or for the record where it has none: two unknown children are two.
    var name: UInt64
}

/// The birth dates in every agency's records, and those that an agency writes far oftener than chance gives.
///
/// Such a date is written where none is known. Records of one name and date count once, because an agency may keep a
/// record for each attendance of a child. Which dates these are depends on the agency's records alone, never on
/// the order in which they came.
struct BirthDateCounts: Sendable {
    private var agencies: [UInt64: AgencyBirthDates] = [:]
    /// The records of an agency by the day of the year in their birth dates.
    private var days = BlockIndex()

    /// Returns whether the agency writes this date, or its day of every year, where none is known.
    func isDefault(_ born: UInt64, in agency: UInt64) -> Bool {
        guard let defaults = agencies[agency]?.defaults, !defaults.isEmpty else { return false }
        return defaults.contains(born) || defaults.contains(born % 10_000)
    }

    /// Replaces a record's birth dates.
    ///
    /// - Parameter most: the most records of one agency with one date that are never too many.
    /// - Returns: the records with a date that has become, or is no longer, one written where none is known.
    mutating func replace(_ place: Int32, of agency: UInt64, from old: [NamedBirth], to new: [NamedBirth], most: Int)
        -> [Int32]
    {
        guard old != new else { return [] }
        let changed = agencies[agency, default: AgencyBirthDates()].replace(old, new, most: most)
        let (oldDays, newDays) = (Set(old.map { $0.date % 10_000 }), Set(new.map { $0.date % 10_000 }))
        for day in newDays.subtracting(oldDays) {
            _ = days.insert(place, QuickHash.of(agency, day), limit: Int(Int32.max))
        }
        for day in oldDays.subtracting(newDays) { _ = days.remove(place, QuickHash.of(agency, day)) }
        return Set(changed.map { $0 % 10_000 }).flatMap { days.records(QuickHash.of(agency, $0)) }
    }
}

/// One agency's birth dates: eight decimal digits, or with zeros for every year (`701`) or every day (`20100000`).
private struct AgencyBirthDates {
    /// The number of records by birth date and name.
    private var records: [NamedBirth: Int32] = [:]
    /// The number of children by date, by day of the year, by year, and of all under 0.
    private var counts: [UInt64: Int] = [:]
    private(set) var defaults: Set<UInt64> = []

    /// Replaces dates; returns the dates and days that have become default dates or are none any longer.
    mutating func replace(_ old: [NamedBirth], _ new: [NamedBirth], most: Int) -> [UInt64] {
        var open: Set<UInt64> = []
        for birth in new where !old.contains(birth) {
            records[birth, default: 0] += 1
            if records[birth] == 1 { count(birth.date, 1, &open) }
        }
        for birth in old where !new.contains(birth) {
            records[birth, default: 0] -= 1
            guard records[birth] == 0 else { continue }
            records[birth] = nil
            count(birth.date, -1, &open)
            open.formUnion(counts.keys.filter { $0 % 10_000 != 0 })
        }
        let changed = open.filter { isFrequent($0, most) != defaults.contains($0) }
        defaults.formSymmetricDifference(changed)
        return Array(changed)
    }

    /// Counts a date; adds what has to be judged again to `open`.
    private mutating func count(_ date: UInt64, _ step: Int, _ open: inout Set<UInt64>) {
        for whole in [0, date / 10_000 * 10_000] {
            let before = ceiling(of: whole)
            counts[whole, default: 0] += step
            if ceiling(of: whole) != before { open.formUnion(defaults) }
        }
        for value in [date, date % 10_000] {
            counts[value, default: 0] += step
            open.insert(value)
        }
    }

    /// Returns whether a date has far more children than one day in 365 of its year, or a day than of all years.
    private func isFrequent(_ value: UInt64, _ most: Int) -> Bool {
        (counts[value, default: 0] - most) * 365 > 3 * ceiling(of: value / 10_000 * 10_000)
    }

    /// Returns the number of a year's children, or of all, rounded up to a power of two: so a new record rarely changes
    /// what the agency's other dates are.
    private func ceiling(of whole: UInt64) -> Int {
        let count = counts[whole, default: 0]
        return count < 2 ? count : 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
    }
}

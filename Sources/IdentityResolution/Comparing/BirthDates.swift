/// Birth dates that systems and people write where none is known: a day of every year, or one full date.
public struct BirthDates: Hashable, Sendable {
    /// Eight decimal digits per date, with the year 0 for every year.
    private var packed: Set<UInt64>

    /// Reads `01-01`, or `2000-07-01`; returns nil where a text is not a date.
    public init?(_ texts: [String]) {
        packed = []
        for text in texts {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard let date = BirthDates.packed(parts) else { return nil }
            packed.insert(date)
        }
    }

    /// 1 January.
    public static let usual = BirthDates(packed: [101])

    private init(packed: Set<UInt64>) { self.packed = packed }

    func contains(_ born: UInt64) -> Bool { packed.contains(born) || packed.contains(born % 10_000) }

    private static func packed(_ parts: [String]) -> UInt64? {
        let lengths = parts.map(\.utf8.count)
        guard lengths == [2, 2] || lengths == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap(UInt64.init)
        guard numbers.count == parts.count, (1...12).contains(numbers[numbers.count - 2]) else { return nil }
        guard (1...31).contains(numbers[numbers.count - 1]) else { return nil }
        return numbers.reduce(0) { $0 * 100 + $1 }
    }
}

/// What comparing two records found: the level of every field, and what they weigh together.
public struct Comparison: Hashable, Sendable {
    /// Four bits for each field: patterns are counted when weights are learnt.
    public private(set) var pattern: UInt64 = 0
    /// The sum of the weights, in points.
    public private(set) var points = 0
    /// By how much a name's rarity moved the sum.
    public private(set) var rarity = 0
    /// Whether so many years lie between the birth dates as between a parent and a child.
    public internal(set) var isGenerationApart = false
    /// Whether no birth date of one is in the year of one of the other's.
    public internal(set) var areYearsApart = false
    /// Whether the birth dates agree only in one that is written where none is known.
    public internal(set) var isDefaultBirthDate = false
    /// Whether they carry different local numbers of one making, and so of one authority.
    public internal(set) var haveOtherLocalNumbers = false
    /// Whether one agency keeps the two as two records.
    public internal(set) var isOfOneAgency = false
    /// Whether one of the two describes several children.
    public internal(set) var isOfSeveralChildren = false

    public subscript(field: ComparedField) -> Level { Comparison.level(of: field, in: pattern) }

    static func level(of field: ComparedField, in pattern: UInt64) -> Level {
        Level(rawValue: UInt8(truncatingIfNeeded: pattern >> (UInt64(field.rawValue) * 4)) & 15) ?? .missing
    }

    mutating func set(_ field: ComparedField, _ level: Level, _ weight: Int) {
        pattern |= UInt64(level.rawValue) << (UInt64(field.rawValue) * 4)
        points += weight
    }

    mutating func add(rarity more: Int) {
        points += more
        rarity += more
    }

    /// How many numbers that belong to one person alone are the same in both.
    var numbersShared: Int { [ComparedField.nhsNumber, .upn, .pncId].count { self[$0] == .same } }
}

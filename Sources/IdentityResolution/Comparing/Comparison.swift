/// The result of comparing two records: the level of each field, and their weight together.
public struct Comparison: Hashable, Sendable {
    /// Four bits for each field; equal patterns are counted when weights are learnt.
    public private(set) var pattern: UInt64 = 0
    /// The sum of the weights, in points.
    public private(set) var points = 0
    /// The points that the rarity of names added to the sum.
    public private(set) var rarity = 0
    /// Whether the birth dates are as many years apart as those of a parent and a child.
    public internal(set) var isGenerationApart = false
    /// Whether no birth date of one record is in the year of a birth date of the other.
    public internal(set) var areYearsApart = false
    /// Whether the birth dates agree only in one that is used where none is known.
    public internal(set) var isDefaultBirthDate = false
    /// Whether they have different local numbers of one format, and so of one authority.
    public internal(set) var haveOtherLocalNumbers = false
    /// Whether one agency keeps the two as separate records.
    public internal(set) var isOfOneAgency = false
    /// Whether one of the two describes several children.
    public internal(set) var isOfSeveralChildren = false

    /// The level of agreement of one field; `missing` where one of the records has no value.
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

    /// The number of identifiers of one person alone (NHS number, UPN, PNC id) that are the same in both.
    var numbersShared: Int { [ComparedField.nhsNumber, .upn, .pncId].count { self[$0] == .same } }
}

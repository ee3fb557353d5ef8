public import SafeguardingModel

/// Names of children who do not exist, as varied as those of a town: the cost of linking depends on how many children
/// have nearly the same name.
public struct StreamNames {
    private static let givenHeads = [
        "al", "be", "ca", "da", "el", "fi", "go", "ha", "in", "jo", "ka", "lu", "mo", "ni", "or",
    ]
    private static let givenTails = [
        "ba", "den", "fie", "gar", "ka", "lin", "mus", "na", "phi", "ra", "sel", "ton", "vik", "wen",
    ]
    private static let heads = [
        "ash", "black", "cold", "dun", "elm", "fair", "green", "hart", "kings", "lang", "mill", "nor", "oak", "pen",
        "red",
        "stan", "thorn", "under", "wal", "whit",
    ]
    private static let middles = ["", "er", "ing", "a", "en", "ow"]
    private static let tails = [
        "ton", "field", "ley", "man", "ford", "by", "well", "wick", "worth", "son", "stone", "wood", "ham", "more",
        "den",
        "shaw", "croft", "gate",
    ]

    /// Returns a person out of sixteen years of birth dates, 210 given names and 2,160 family names; the same number
    /// gives the same person.
    public static func person(_ number: Int) -> PersonRecord {
        var chance = SeededGenerator(seed: UInt64(number))
        var person = PersonRecord()
        person.givenName = chance.pick(givenHeads) + chance.pick(givenTails)
        person.familyName = chance.pick(heads) + chance.pick(middles) + chance.pick(tails)
        person.born = CivilDay(number: 11_000 + chance.below(16 * 365))
        return person
    }
}

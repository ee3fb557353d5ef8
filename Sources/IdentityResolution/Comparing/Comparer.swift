/// A comparer of two records, field by field; of several values it takes the pair that is the strongest evidence for
/// one child.
///
/// It is not copied: one comparer compares thousands of pairs, and every copy would count references to all its tables.
struct Comparer: ~Copyable {
    typealias Marks = TraitsByKind.Marks

    let weights: Weights
    let names: NameTable
    /// Values that identify nobody, because too many records have them.
    let common: CommonValues
    let most: MostPoints

    /// - Parameters:
    ///   - least: the sum below which no result is needed.
    ///   - rarity: the most that the rarity of our names can add (``rarity(of:)``).
    /// - Returns: nil where the sum stays below `least`; costly fields are only compared where they can still matter.
    func compare(_ ours: TraitsByKind, _ theirs: TraitsByKind, reaching least: Int = .min, rarity: Int = 0)
        -> Comparison?
    {
        var comparison = Comparison()
        compareNumbers(ours, theirs, &comparison)
        compareBirths(ours, theirs, &comparison)
        guard comparison.points + most.sex + most.places + most.names + rarity >= least else { return nil }
        compareSex(ours, theirs, &comparison)
        comparePlaces(ours, theirs, &comparison)
        guard comparison.points + most.names + rarity >= least else { return nil }
        compareNames(ours, theirs, &comparison)
        return comparison.points >= least ? comparison : nil
    }

    /// Returns the most that the rarity of a record's names can add to any sum.
    func rarity(of runs: TraitsByKind) -> Int {
        var (given, family) = (0, 0)
        for kind in [RecordTrait.Kind.name, .alias] {
            for name in runs[kind] {
                given = max(given, Int(names[name.first].givenPoints))
                family = max(family, Int(names[name.second].familyPoints))
            }
        }
        return given + family
    }

    /// Returns the level of the heaviest pair, or nil where one side has no value.
    func best(
        _ field: ComparedField,
        _ left: Marks,
        _ right: Marks,
        _ level: (RecordTrait, RecordTrait) -> Level
    ) -> Level? {
        var best: Level?
        for one in left {
            for other in right {
                let found = level(one, other)
                guard found != .missing else { continue }
                if best.map({ isBetter(field, found, $0) }) ?? true { best = found }
            }
        }
        return best
    }

    private func isBetter(_ field: ComparedField, _ one: Level, _ other: Level) -> Bool {
        (weights[field, one], other.rawValue) > (weights[field, other], one.rawValue)
    }
}

/// The most that groups of fields can add to a sum; names without their rarity.
struct MostPoints: Sendable {
    let sex: Int
    let places: Int
    let names: Int

    init(_ weights: Weights) {
        sex = weights.most(.sex)
        places = weights.most(.address) + weights.most(.postcode) + weights.most(.town)
        names = weights.most(.givenName) + weights.most(.familyName)
    }
}

/// The values that identify nobody.
struct CommonValues: Sendable {
    /// Numbers in more records than one child can have.
    var numbers: Set<RecordTrait> = []
    /// Homes with more children than a family has.
    var homes: Set<UInt64> = []
}

extension Comparer {
    /// The agreement of one pair of names, given and family part together.
    struct NamePair {
        var given = Level.missing
        var family = Level.missing
        var points = 0
        var rarity = 0
    }

    func compareNames(_ left: TraitsByKind, _ right: TraitsByKind, _ comparison: inout Comparison) {
        var best: NamePair?
        func offer(_ pair: NamePair) {
            guard let known = best else { return best = pair }
            let (one, other) = (pair.points + pair.rarity, known.points + known.rarity)
            if (one, known.given.rawValue, known.family.rawValue) > (other, pair.given.rawValue, pair.family.rawValue) {
                best = pair
            }
        }
        for one in left[.name] {
            for other in right[.name] {
                offer(straight(one, other))
                for alias in left[.alias] { if let pair = byAlias(alias, one, other) { offer(pair) } }
                for alias in right[.alias] { if let pair = byAlias(alias, other, one) { offer(pair) } }
            }
        }
        guard let best else { return }
        comparison.set(.givenName, best.given, weights[.givenName, best.given])
        comparison.set(.familyName, best.family, weights[.familyName, best.family])
        comparison.add(rarity: best.rarity)
    }

    private func straight(_ one: RecordTrait, _ other: RecordTrait) -> NamePair {
        var pair = NamePair(given: given(one.first, other.first), family: family(one.second, other.second))
        if !pair.isAlike, isSwapped(one, other) { (pair.given, pair.family) = (.swapped, .swapped) }
        return weighed(pair, one)
    }

    private func weighed(_ pair: NamePair, _ name: RecordTrait) -> NamePair {
        var pair = pair
        pair.points = weights[.givenName, pair.given] + weights[.familyName, pair.family]
        if pair.given == .same { pair.rarity += Int(names[name.first].givenPoints) }
        if pair.family == .same { pair.rarity += Int(names[name.second].familyPoints) }
        return pair
    }

    private func given(_ one: UInt32, _ other: UInt32) -> Level {
        guard names.isMeaningful(one), names.isMeaningful(other) else { return .missing }
        if one == other { return .same }
        if names.areForms(one, other) { return .form }
        let likeness = names.likeness(one, other, partOf: 3)
        if likeness == .close || likeness == .similar, names.areBothKnown(one, other) { return .namesake }
        return likeness
    }

    private func family(_ one: UInt32, _ other: UInt32) -> Level {
        guard names.isMeaningful(one), names.isMeaningful(other) else { return .missing }
        return names.likeness(one, other, partOf: 4)
    }

    private func isSwapped(_ one: RecordTrait, _ other: RecordTrait) -> Bool {
        func isAlike(_ one: UInt32, _ other: UInt32) -> Bool {
            guard names.isMeaningful(one), names.isMeaningful(other) else { return false }
            return one == other || names.likeness(one, other, partOf: 3).isAlike
        }
        return isAlike(one.first, other.second) && isAlike(one.second, other.first)
    }

    /// Compares the alias of the record whose name is `own` with another record's name.
    private func byAlias(_ alias: RecordTrait, _ own: RecordTrait, _ other: RecordTrait) -> NamePair? {
        guard given(alias.first, other.first).isAlike else { return nil }
        let family = family(alias.second == NameTable.none ? own.second : alias.second, other.second)
        return weighed(NamePair(given: .alias, family: family == .different ? .alias : family), other)
    }
}

extension Comparer.NamePair {
    var isAlike: Bool { given.isAlike || family.isAlike }
}

extension Level {
    /// Whether the level is evidence for one person rather than against.
    var isAlike: Bool {
        switch self {
        case .same, .form, .part, .close: true
        default: false
        }
    }
}

extension Comparer {
    func compareBirths(_ left: TraitsByKind, _ right: TraitsByKind, _ comparison: inout Comparison) {
        let (ours, theirs) = (left[.born], right[.born])
        guard let level = best(.born, ours, theirs, { Birth.level($0.value, $1.value) }) else { return }
        comparison.set(.born, level, weights[.born, level])
        guard level != .same else { return }
        comparison.areYearsApart = ours.allSatisfy { one in
            theirs.allSatisfy { one.value / 10_000 != $0.value / 10_000 }
        }
        guard level == .different else { return }
        comparison.isGenerationApart = ours.allSatisfy { one in
            theirs.allSatisfy { abs(Int(one.value / 10_000) - Int($0.value / 10_000)) >= Birth.generation }
        }
    }

    func compareSex(_ left: TraitsByKind, _ right: TraitsByKind, _ comparison: inout Comparison) {
        let level = best(.sex, left[.sex], right[.sex]) { one, other in
            // Only F and M can speak against one another: X is what many systems write for "not asked".
            if one.value == other.value { return .same }
            return one.isBinarySex && other.isBinarySex ? .different : .missing
        }
        if let level { comparison.set(.sex, level, weights[.sex, level]) }
    }

    func comparePlaces(_ left: TraitsByKind, _ right: TraitsByKind, _ comparison: inout Comparison) {
        var isHome = false
        if let level = best(.address, left[.address], right[.address], { addressLevel($0, $1) }) {
            isHome = level == .same && isSharedHome(left, right)
            if !isHome { comparison.set(.address, level, weights[.address, level]) }
        }
        if let level = best(.postcode, left[.postcode], right[.postcode], { Postcode.level($0.value, $1.value) }) {
            let level = isHome && level == .same ? Level.district : level
            comparison.set(.postcode, level, weights[.postcode, level])
        }
        let town = best(.town, left[.town], right[.town]) { one, other in
            let level = names.likeness(one.second, other.second, partOf: 4)
            return level == .same ? .same : level.isAlike ? .close : .different
        }
        if let town { comparison.set(.town, town, weights[.town, town]) }
    }

    private func addressLevel(_ one: RecordTrait, _ other: RecordTrait) -> Level {
        if one == other { return .same }
        let street =
            one.first != 0 && other.first != 0 ? names.likeness(one.first, other.first, partOf: 4) : Level.missing
        let isSameHouse = one.second == other.second
        if street.isAlike { return isSameHouse && one.second != 0 ? .close : .street }
        return street == .similar && isSameHouse ? .close : .different
    }

    private func isSharedHome(_ left: TraitsByKind, _ right: TraitsByKind) -> Bool {
        !common.homes.isEmpty
            && HomeKey.all(left[.address], left[.postcode]).contains { common.homes.contains($0) }
            && HomeKey.all(right[.address], right[.postcode]).contains { common.homes.contains($0) }
    }

    func compareNumbers(_ left: TraitsByKind, _ right: TraitsByKind, _ comparison: inout Comparison) {
        compareNumber(.nhsNumber, left[.nhsNumber], right[.nhsNumber], &comparison)
        compareNumber(.upn, left[.upn], right[.upn], &comparison)
        compareNumber(.pncId, left[.pncId], right[.pncId], &comparison)
        let local = best(.localId, left[.localId], right[.localId]) { localLevel($0, $1) }
        let crossed = isCrossed(left, right) || isCrossed(right, left)
        if let level = crossed ? .same : local { comparison.set(.localId, level, weights[.localId, level]) }
        comparison.haveOtherLocalNumbers = !crossed && local == .different && areOfOneMaking(left, right)
    }

    private func compareNumber(_ field: ComparedField, _ left: Marks, _ right: Marks, _ comparison: inout Comparison) {
        guard let level = best(field, left, right, { numberLevel($0, $1) }) else { return }
        comparison.set(field, level, weights[field, level])
    }

    private func numberLevel(_ one: RecordTrait, _ other: RecordTrait) -> Level {
        if one.value == other.value {
            if common.numbers.contains(one) || common.numbers.contains(other) { return .missing }
            return one.isFailing && other.isFailing ? .failing : one.isFailing || other.isFailing ? .slip : .same
        }
        guard one.isFailing || other.isFailing else { return .different }
        return Digits.isOneSlip(one.value, other.value) ? .slip : .missing
    }

    private func localLevel(_ one: RecordTrait, _ other: RecordTrait) -> Level {
        if one == other { return common.numbers.contains(one) ? .missing : .same }
        guard !one.isFailing, !other.isFailing else { return .different }
        return Postcode.isOneSlip(one.value, other.value) ? .close : .different
    }

    /// Returns whether local numbers have one format, equal but for digits, which means that one authority issued both.
    private func areOfOneMaking(_ left: TraitsByKind, _ right: TraitsByKind) -> Bool {
        left[.localId].contains { one in
            right[.localId].contains { !one.isFailing && !$0.isFailing && Postcode.areOfOneMaking(one.value, $0.value) }
        }
    }

    /// Returns whether one agency's record cites the other's own reference.
    private func isCrossed(_ citing: TraitsByKind, _ cited: TraitsByKind) -> Bool {
        citing[.localId].contains { local in
            cited[.reference].contains { $0.value == local.value } && !common.numbers.contains(local)
        }
    }
}

extension RecordTrait {
    fileprivate var isBinarySex: Bool { value == 0x46 || value == 0x4d }
}

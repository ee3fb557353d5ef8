/// What forbids to take two records for one child without asking, whatever the weights say.
public enum LinkGuard: String, Hashable, Sendable, CaseIterable {
    case twins, severalChildren, otherNumber, otherPupilNumber, otherPoliceNumber, otherLocalNumber, otherRecord
    case otherGeneration, otherName, siblings, otherSex, otherFamily, noGivenName, noBirthDate, defaultBirthDate,
        aliasOnly

    /// In words for the person who is asked.
    public var words: String {
        switch self {
        case .twins: "one birth date and family name with different given names: this is how twins look"
        case .severalChildren:
            "one of the records describes several children: its names and birth dates contradict one another"
        case .otherNumber: "they have different NHS numbers"
        case .otherPupilNumber: "they have different unique pupil numbers"
        case .otherPoliceNumber: "they have different PNC ids"
        case .otherLocalNumber: "they have different numbers of one local authority"
        case .otherRecord: "one agency keeps them as two records, and no number is shared"
        case .siblings:
            "one home, names that are alike, and birth dates of different years: brothers and sisters look like this"
        case .defaultBirthDate: "the birth date is one that is written where none is known, and no number is shared"
        case .otherGeneration: "so many years lie between the birth dates as between a parent and a child"
        case .otherName: "the given names are different, and one number alone may have been written to the wrong child"
        case .otherSex: "one is written down as a girl and one as a boy, and no number is shared"
        case .otherFamily: "the family names are different, and no number is shared"
        case .noGivenName: "without a given name it may be a brother or a sister"
        case .noBirthDate: "no birth date agrees, and no number is shared"
        case .aliasOnly: "only an alias agrees"
        }
    }
}

/// What becomes of a pair of records.
public enum Zone: UInt8, Hashable, Sendable, Comparable {
    case different, ask, same

    public static func < (left: Zone, right: Zone) -> Bool { left.rawValue < right.rawValue }
}

extension Comparison {
    /// The guards that speak, the gravest first.
    public var guards: [LinkGuard] {
        var guards: [LinkGuard] = []
        if isOfSeveralChildren { guards.append(.severalChildren) }
        if self[.nhsNumber] == .different { guards.append(.otherNumber) }
        if numbersShared == 0 { guards += otherNumbers }
        if isGenerationApart, numbersShared < 2 { guards.append(.otherGeneration) }
        if numbersShared < 2, looksLikeTwins { guards.append(.twins) }
        if numbersShared < 2, hasOtherGivenName { guards.append(.otherName) }
        guard numbersShared == 0 else { return guards }
        if lookLikeSiblings { guards.append(.siblings) }
        if self[.sex] == .different { guards.append(.otherSex) }
        if self[.familyName] == .different { guards.append(.otherFamily) }
        if self[.givenName] == .missing || self[.givenName] == .initial { guards.append(.noGivenName) }
        if self[.givenName] == .alias { guards.append(.aliasOnly) }
        if !hasBirthDate, !(self[.localId] == .same && self[.givenName].isAlike) { guards.append(.noBirthDate) }
        if isDefaultBirthDate { guards.append(.defaultBirthDate) }
        return guards
    }

    /// What one authority or agency gives a child once, and the two have twice. An NHS number that both carry says more.
    private var otherNumbers: [LinkGuard] {
        var guards: [LinkGuard] = []
        if self[.upn] == .different { guards.append(.otherPupilNumber) }
        if self[.pncId] == .different { guards.append(.otherPoliceNumber) }
        if haveOtherLocalNumbers { guards.append(.otherLocalNumber) }
        if isOfOneAgency { guards.append(.otherRecord) }
        return guards
    }

    /// Ella and Bella in one house, a year apart.
    private var lookLikeSiblings: Bool {
        guard areYearsApart, self[.address] == .same || self[.postcode] == .same else { return false }
        switch self[.givenName] {
        case .form, .close, .similar, .part, .namesake: return true
        default: return false
        }
    }

    private var hasBirthDate: Bool {
        switch self[.born] {
        case .same, .swapped, .close, .defaulted: true
        default: false
        }
    }

    private var hasOtherGivenName: Bool { self[.givenName] == .different || self[.givenName] == .namesake }

    /// A given name that is merely similar is here as good as another: twins are often called alike.
    private var looksLikeTwins: Bool {
        guard hasOtherGivenName || self[.givenName] == .similar, hasBirthDate else { return false }
        return self[.familyName].isAlike || self[.familyName] == .missing
    }

    /// Whether two records are so plainly of two children that no third may bring them together.
    var isContradiction: Bool {
        guard numbersShared < 2 else { return false }
        if hasOtherGivenName, self[.born] != .missing { return true }
        guard numbersShared == 0 else { return false }
        return self[.born] == .different || isGenerationApart || haveOtherLocalNumbers || isOfOneAgency
    }
}

extension IdentitySettings {
    /// The zone of a pair by weights, guards, and what suffices alone.
    public func zone(_ comparison: Comparison) -> Zone {
        guard comparison.points >= thresholds.ask else { return .different }
        let guards = comparison.guards
        let isOther = guards.contains(.twins) || guards.contains(.otherGeneration)
        if isOther, comparison.numbersShared == 0 { return .different }
        guard guards.isEmpty else { return .ask }
        return comparison.points >= thresholds.same || suffices(comparison) ? .same : .ask
    }

    /// Whether one of the agreements that `linkBy` names is there.
    private func suffices(_ comparison: Comparison) -> Bool {
        linkBy.contains { identifier in
            switch identifier {
            case .nhsNumber: comparison[.nhsNumber] == .same
            case .upn: comparison[.upn] == .same
            case .pncId: comparison[.pncId] == .same
            case .nameAndBirthDate:
                comparison[.givenName] == .same && comparison[.familyName] == .same && comparison[.born] == .same
            }
        }
    }
}

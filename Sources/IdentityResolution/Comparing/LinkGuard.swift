/// A reason against joining two records without asking a person, whatever the weights.
public enum LinkGuard: String, Hashable, Sendable, CaseIterable {
    case twins, severalChildren, otherNumber, otherPupilNumber, otherPoliceNumber, otherLocalNumber, otherRecord
    case otherGeneration, otherName, siblings, otherSex, otherFamily, noGivenName, noBirthDate, defaultBirthDate,
        aliasOnly

    /// The reason in words for the person who is asked.
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

/// The treatment of a pair of records.
public enum Zone: UInt8, Hashable, Sendable, Comparable {
    /// Two children, a pair for a person to decide, or one child; in this order.
    case different, ask, same

    /// Orders by the strength of the case for one child.
    public static func < (left: Zone, right: Zone) -> Bool { left.rawValue < right.rawValue }
}

extension Comparison {
    /// The guards that apply to the pair, the gravest first.
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

    /// Guards about numbers or records that one authority or agency gives a child once, where the two differ. They
    /// count only where the records share no NHS number, UPN or PNC id.
    private var otherNumbers: [LinkGuard] {
        var guards: [LinkGuard] = []
        if self[.upn] == .different { guards.append(.otherPupilNumber) }
        if self[.pncId] == .different { guards.append(.otherPoliceNumber) }
        if haveOtherLocalNumbers { guards.append(.otherLocalNumber) }
        if isOfOneAgency { guards.append(.otherRecord) }
        return guards
    }

    /// Whether the two look like siblings: Ella and Bella at one address, born in different years.
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

    /// Whether the two look like twins. A given name that is only similar counts as different, because twins often have
    /// similar names.
    private var looksLikeTwins: Bool {
        guard hasOtherGivenName || self[.givenName] == .similar, hasBirthDate else { return false }
        return self[.familyName].isAlike || self[.familyName] == .missing
    }

    /// Whether two records are so plainly of two children that no third record may join them.
    var isContradiction: Bool {
        guard numbersShared < 2 else { return false }
        if hasOtherGivenName, self[.born] != .missing { return true }
        guard numbersShared == 0 else { return false }
        return self[.born] == .different || isGenerationApart || haveOtherLocalNumbers || isOfOneAgency
    }
}

extension IdentitySettings {
    /// Returns the treatment of a pair by weights, guards, and identifiers that suffice alone.
    public func zone(_ comparison: Comparison) -> Zone {
        guard comparison.points >= thresholds.ask else { return .different }
        let guards = comparison.guards
        let isOther = guards.contains(.twins) || guards.contains(.otherGeneration)
        if isOther, comparison.numbersShared == 0 { return .different }
        guard guards.isEmpty else { return .ask }
        return comparison.points >= thresholds.same || suffices(comparison) ? .same : .ask
    }

    /// Returns whether an identifier of `linkBy` agrees.
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

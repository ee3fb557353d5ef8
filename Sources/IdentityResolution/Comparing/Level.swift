/// The level of agreement of one field of two records.
public enum Level: UInt8, Hashable, Sendable, CaseIterable {
    /// One of the two records has no value.
    case missing
    case same
    /// Both are forms of one name, by the table: Elizabeth and Beth.
    case form
    /// One is the beginning or the end of the other: double-barrelled, or shortened.
    case part
    /// The two are equal but for one slip of the finger.
    case close
    case similar
    /// Given and family name, or day and month, are exchanged.
    case swapped
    /// The name agrees with a known alias.
    case alias
    /// One is only a first letter, and it agrees.
    case initial
    /// One is 1 January of the same year, which systems write for an unknown day.
    case defaulted
    /// The district is the same, the postcode differs.
    case district
    /// The street is the same, the house differs.
    case street
    /// The number is the same, but fails its check.
    case failing
    /// A number that fails its check is one slip away from the other.
    case slip
    /// The names are similar, but both are known names: Ella and Ellie.
    case namesake
    case different

    /// The word in `identity.yaml`.
    public var word: String { "\(self)" }
}

/// The fields by which two records are compared.
public enum ComparedField: UInt8, Hashable, Sendable, CaseIterable {
    case givenName, familyName, born, sex, postcode, address, town, nhsNumber, upn, pncId, localId

    /// The word in `identity.yaml`.
    public var word: String {
        switch self {
        case .givenName: "given-name"
        case .familyName: "family-name"
        case .nhsNumber: "nhs-number"
        case .pncId: "pnc-id"
        case .localId: "local-id"
        default: "\(self)"
        }
    }

    /// The levels that the field can have, in the order in which people read them.
    public var levels: [Level] {
        switch self {
        case .givenName: [.same, .form, .part, .close, .similar, .swapped, .alias, .initial, .namesake, .different]
        case .familyName: [.same, .part, .close, .similar, .swapped, .alias, .initial, .different]
        case .born: [.same, .swapped, .close, .defaulted, .similar, .different]
        case .sex: [.same, .different]
        case .postcode: [.same, .close, .district, .different]
        case .address: [.same, .close, .street, .different]
        case .town: [.same, .close, .different]
        case .nhsNumber, .upn, .pncId: [.same, .failing, .slip, .different]
        case .localId: [.same, .close, .different]
        }
    }
}

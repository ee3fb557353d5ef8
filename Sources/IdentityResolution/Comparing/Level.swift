/// How one field of two records agrees.
public enum Level: UInt8, Hashable, Sendable, CaseIterable {
    /// One of the two does not say.
    case missing
    case same
    /// Forms of one name, by the table: Elizabeth and Beth.
    case form
    /// One is the beginning or the end of the other: double-barrelled, or shortened.
    case part
    /// Alike but for a slip of the finger.
    case close
    case similar
    /// Given and family name, or day and month, exchanged.
    case swapped
    /// Agrees with a name that is known as an alias.
    case alias
    /// Only a first letter, and it agrees.
    case initial
    /// 1 January of the same year, which systems write for an unknown day.
    case defaulted
    /// The same district, another postcode.
    case district
    /// The same street, another house.
    case street
    /// The same number, which fails its check.
    case failing
    /// A number that fails its check, one slip away from the other.
    case slip
    /// Alike, and both are names of their own: Ella and Ellie.
    case namesake
    case different

    /// The word in `identity.yaml`.
    public var word: String { "\(self)" }
}

/// What two records are compared by.
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

    /// The levels that this field knows, in the order in which people read them.
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

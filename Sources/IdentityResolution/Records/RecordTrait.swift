internal import SafeguardingModel

/// One trait of a record's child, in a form for comparing and not for reading: sixteen bytes.
///
/// Names are numbers of the ``NameTable``; identifiers and postcodes are packed.
struct RecordTrait: Hashable, Comparable, Sendable {
    enum Kind: UInt8, Comparable, Sendable {
        case name, alias, born, sex, postcode, address, town, nhsNumber, upn, pncId, localId, reference

        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    let kind: Kind
    /// Whether the value is a number that fails its check.
    let isFailing: Bool
    let value: UInt64

    init(_ kind: Kind, _ value: UInt64, isFailing: Bool = false) {
        self.kind = kind
        self.value = value
        self.isFailing = isFailing
    }

    /// Makes a trait of two numbers: given and family part of a name, or street and house of an address.
    init(_ kind: Kind, _ first: UInt32, _ second: UInt32) {
        self.init(kind, UInt64(first) << 32 | UInt64(second))
    }

    var first: UInt32 { UInt32(truncatingIfNeeded: value >> 32) }
    var second: UInt32 { UInt32(truncatingIfNeeded: value) }

    static func < (left: RecordTrait, right: RecordTrait) -> Bool {
        if left.kind != right.kind { return left.kind < right.kind }
        if left.value != right.value { return left.value < right.value }
        return !left.isFailing && right.isFailing
    }
}

extension RecordTrait.Kind {
    /// Whether many different values make a record a catch-all; a child may well have many addresses.
    var identifies: Bool { self == .name || self == .born || self >= .nhsNumber && self <= .pncId }

    /// Whether a value is given to one person once.
    var isOfOnePerson: Bool { self >= .nhsNumber && self <= .pncId }

    var isNumber: Bool { self >= .nhsNumber && self <= .localId }
}

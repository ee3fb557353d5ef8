/// Something in an event that may join two records: a person, a place, a vehicle, a phone, an online name.
public struct Link: Hashable, Sendable, Codable {
    /// The way in which the event mentions it.
    public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
        /// In the event's `people`, `places`, `vehicles`, `phones` or `handles`.
        case mentioned
        /// One of `people` whom the sender calls a person of concern.
        case personOfConcern = "person-of-concern"
        /// In `foundWith` of `missing.found`.
        case foundWith
        /// The `foundPlace` of `missing.found`.
        case foundPlace
        /// The one person that a register entry lists.
        case listed
    }

    /// The part of the event that names it; a rule may ask for one found with the child, or merely mentioned.
    public var role: Role
    /// A name for sentences, as the sender wrote it: `unknown adult male`, `Arches`. May be empty.
    public var label: String
    /// The keys by which it is recognised elsewhere, normalised and sorted; empty if nothing can be compared.
    public var keys: [LinkKey]
    /// `person`, `vehicle`, `phone`, `handle`, or for a place its `kind` (`premises`, `home`, `school`), by which a
    /// place open to everybody is told from others.
    public var kind: String
    /// Further traits of a person, or of a home. They join nothing, and help to compare.
    public var traits: [PersonTrait]
    /// The person's relation to the child; nil if the agency gives no role, or an unknown one.
    public var relation: Relation?
    /// The agency's own word for the person's part, for sentences: `mother's partner`; nil without a role, or with one
    /// that says nothing.
    public var called: String?

    public init(
        role: Role,
        label: String = "",
        keys: [LinkKey],
        kind: String,
        traits: [PersonTrait] = [],
        relation: Relation? = nil,
        called: String? = nil
    ) {
        self.role = role
        self.label = label
        self.keys = keys.sorted()
        self.kind = kind
        self.traits = traits
        self.relation = relation
        self.called = called
    }
}

/// A trait of an adult beside a name and the keys for recognition.
public enum PersonTrait: Hashable, Sendable, Codable {
    /// Another name, used by friends or in a phone.
    case alias(String)
    case born(CivilDay)
    /// In whole years, as somebody guessed it when it happened.
    case age(Int)
    /// A postcode, and a house's name or number if one is given.
    case address(postcode: String, house: String)
}

/// One normalised mark by which a person, place, vehicle, phone or online name is recognised.
public struct LinkKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The kinds of mark that may join; the raw value begins ``LinkKey/description``.
    public enum Scheme: String, Hashable, Sendable, Codable, CaseIterable {
        /// A full name with a birth date: `john sample|1980-01-31`.
        case nameAndBirth = "name+born"
        /// An online name, lower case, without a leading `@`.
        case handle
        /// Digits with the country code: `447700900123`.
        case phone
        /// A registration without spaces, upper case: `AB12CDE`.
        case vehicle
        /// A unique property reference number without leading zeros.
        case uprn
        /// A postcode with a building's name or number: `L1 1AA|arches`. A postcode alone joins nothing.
        case premises
        /// An agency and its own reference for the person: `sample-house/P-7`.
        case reference
    }

    /// The kind of mark; marks of different schemes are never equal.
    public let scheme: Scheme
    /// The mark in its scheme's canonical spelling, so that equal texts mean the same thing.
    public let value: String

    public init(_ scheme: Scheme, _ value: String) {
        self.scheme = scheme
        self.value = value
    }

    /// Reads what ``description`` wrote: `handle:h77`.
    public init?(spelled text: String) {
        guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: String(text[..<colon])) else {
            return nil
        }
        let value = String(text[text.index(after: colon)...])
        guard !value.isEmpty else { return nil }
        self.init(scheme, value)
    }

    public var description: String { "\(scheme.rawValue):\(value)" }
    /// By scheme, then by value: a fixed order without a meaning.
    public static func < (left: LinkKey, right: LinkKey) -> Bool {
        (left.scheme.rawValue, left.value) < (right.scheme.rawValue, right.value)
    }
}

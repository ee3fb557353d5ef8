/// One agency's identity data of a child. Every field is optional; identity resolution makes one child of several
/// agencies' records.
public struct PersonRecord: Hashable, Sendable, Codable {
    public var givenName = ""
    public var familyName = ""
    public var born: CivilDay?
    /// `F`, `M`, `X`, or empty.
    public var sex = ""
    public var postcode = ""
    public var address = ""
    public var town = ""
    public var nhsNumber = ""
    public var upn = ""
    public var pncId = ""
    /// The local authority's own number for the child.
    public var localAuthorityId = ""
    public var aliases: [String] = []

    public init() {}

    public var isEmpty: Bool { self == PersonRecord() }
}

/// One agency's own reference for one child: the row of a case system that its events are about.
public struct RecordKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let agency: AgencyName
    /// The event's `subject`.
    public let subject: String
    /// Whether the record belongs to an exercise; such records never join real ones.
    public let exercise: Bool

    public init(agency: AgencyName, subject: String, exercise: Bool = false) {
        self.agency = agency
        self.subject = subject
        self.exercise = exercise
    }

    public var description: String { "\(agency)/\(subject)" }
    public static func < (left: RecordKey, right: RecordKey) -> Bool {
        if left.exercise != right.exercise { return right.exercise }
        return left.agency == right.agency ? left.subject < right.subject : left.agency < right.agency
    }
}

/// A child made out of records. The id is derived from the records, so that any order of arrival gives the same.
public struct ChildID: Hashable, Comparable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
    public static func < (left: ChildID, right: ChildID) -> Bool { left.rawValue < right.rawValue }
}

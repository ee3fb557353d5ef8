/// One agency's identity data of a child. Every field is optional; identity resolution makes one child of several
/// agencies' records.
public struct PersonRecord: Hashable, Sendable, Codable {
    /// As the agency writes it; empty if it gives none.
    public var givenName = ""
    /// As the agency writes it; empty if it gives none.
    public var familyName = ""
    /// The birth date; nil if the agency gives none.
    public var born: CivilDay?
    /// `F`, `M`, `X`, or empty.
    public var sex = ""
    /// In its usual spelling, `L36 9YU`; as the agency writes it where it is no postcode.
    public var postcode = ""
    /// House and street, as the agency writes them.
    public var address = ""
    /// As the agency writes it.
    public var town = ""
    /// In the form of ``NHSNumber/text`` if it passes its check, otherwise as written.
    public var nhsNumber = ""
    /// The unique pupil number: in the form of ``UniquePupilNumber/text`` if it passes its check, otherwise as written.
    public var upn = ""
    /// In the form of ``PNCIdentifier/text`` if it passes its check, otherwise as written.
    public var pncId = ""
    /// The local authority's own number for the child.
    public var localAuthorityId = ""
    /// Other names by which the child is known, as the agency writes them.
    public var aliases: [String] = []

    public init() {}

    /// Whether the agency gives nothing at all of who the child is.
    public var isEmpty: Bool { self == PersonRecord() }
}

/// One agency's own reference for one child: the row of a case system that its events are about.
public struct RecordKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The agency whose case system keeps the record.
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
    /// Real records before those of exercises, then by agency and reference.
    public static func < (left: RecordKey, right: RecordKey) -> Bool {
        if left.exercise != right.exercise { return right.exercise }
        return left.agency == right.agency ? left.subject < right.subject : left.agency < right.agency
    }
}

/// A child made out of records. The id is derived from the records, so that any order of arrival gives the same.
public struct ChildID: Hashable, Comparable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    /// `C-` and the digest of the record by which the child is named.
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
    /// By the bytes of the id: a fixed order without a meaning.
    public static func < (left: ChildID, right: ChildID) -> Bool { left.rawValue < right.rawValue }
}

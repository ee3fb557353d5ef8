/// The short name of an agency: `merseyside-police`. The first part of every `source` that it may send.
public struct AgencyName: Hashable, Comparable, Sendable, Codable, RawRepresentable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The name as configuration and `source` spell it; checked by ``isWellFormed`` and not here.
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.rawValue = value
    }

    /// The CSE team itself: decisions come from the desk, never from a key of an agency.
    public static let desk: AgencyName = "desk"

    public var description: String { rawValue }
    /// By the bytes of the name: a fixed order for lists and files.
    public static func < (left: AgencyName, right: AgencyName) -> Bool { left.rawValue < right.rawValue }

    /// Lower-case letters, digits and hyphens, beginning with a letter; at most 64 characters.
    public var isWellFormed: Bool {
        AgencyName.isWellFormed(rawValue.utf8)
    }

    /// Returns the same of bytes that are not yet a name.
    public static func isWellFormed(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, (97...122).contains(first), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}

/// An organisation that has a key.
public struct Agency: Hashable, Sendable, Codable {
    /// The name by which keys, events and configuration know it.
    public var name: AgencyName
    /// The full name, for sentences and screens; the short one if the configuration gives none.
    public var title: String
    /// The sector as which convergence counts it.
    public var sector: Sector
    /// The local authority that it serves, by its ONS code (`E08000011` is Knowsley); nil if it serves several.
    public var authority: String?

    public init(name: AgencyName, title: String? = nil, sector: Sector, authority: String? = nil) {
        self.name = name
        self.title = title ?? name.rawValue
        self.sector = sector
        self.authority = authority
    }
}

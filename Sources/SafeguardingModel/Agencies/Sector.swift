/// The part of the safeguarding system to which an agency belongs.
///
/// Convergence counts sectors, so that two schools count once. A site may add sectors of its own.
public struct Sector: Hashable, Comparable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    /// In small letters with hyphens, as configuration spells it: `social-care`.
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Police forces.
    public static let police = Sector(rawValue: "police")
    /// Children's services of local authorities.
    public static let socialCare = Sector(rawValue: "social-care")
    /// Hospitals, clinics and surgeries.
    public static let health = Sector(rawValue: "health")
    /// Schools and colleges.
    public static let education = Sector(rawValue: "education")
    /// Homes in which looked-after children live.
    public static let residential = Sector(rawValue: "residential")

    /// The five that every site begins with, in the order in which screens list them.
    public static let core = [police, socialCare, health, education, residential]

    public var description: String { rawValue }

    /// `social care`, for sentences.
    public var words: String { rawValue.withSpaces }

    /// By the bytes of the name; screens use the order of ``core``.
    public static func < (left: Sector, right: Sector) -> Bool { left.rawValue < right.rawValue }
}

extension String {
    /// The text with spaces for hyphens: `phone at night` for `phone-at-night`.
    package var withSpaces: String {
        guard utf8.contains(UInt8(ascii: "-")) else { return self }
        return String(decoding: utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}

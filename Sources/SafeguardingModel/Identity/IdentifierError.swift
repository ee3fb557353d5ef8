/// The reason why a number does not fit its scheme. Names the scheme and never the value.
public enum IdentifierError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of number; its raw value is used in sentences.
    public enum Scheme: String, Hashable, Sendable {
        case nhsNumber = "NHS number"
        case upn = "unique pupil number"
        case pncId = "PNC id"
    }

    /// Both lengths are in bytes of UTF-8, without the separators that the scheme allows.
    case wrongLength(Scheme, expected: Int, found: Int)
    case wrongCharacter(Scheme)
    /// The check digit or letter is not the one that the other characters give.
    case failedCheck(Scheme)

    public var description: String {
        switch self {
        case .wrongLength(let scheme, let expected, let found):
            "the \(scheme.rawValue) has \(found) characters, expected \(expected)"
        case .wrongCharacter(let scheme): "the \(scheme.rawValue) has a character that does not belong there"
        case .failedCheck(let scheme): "the \(scheme.rawValue) fails its check digit: is it mistyped?"
        }
    }
}

/// The reason why a number does not fit its scheme. Names the scheme and never the value.
public enum IdentifierError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Scheme: String, Hashable, Sendable {
        case nhsNumber = "NHS number"
        case upn = "unique pupil number"
        case pncId = "PNC id"
    }

    case wrongLength(Scheme, expected: Int, found: Int)
    case wrongCharacter(Scheme)
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

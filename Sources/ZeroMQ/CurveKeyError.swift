/// The reason why a text is not a key.
///
/// It never has the text, which may be a secret with a typing error.
public enum CurveKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A key in Z85 has 40 characters.
    case wrongLength(found: Int)
    /// A character that Z85 does not use, or a group of five that stands for no number.
    case notZ85
    /// The secret key does not belong to the public key.
    case notAPair

    public var description: String {
        switch self {
        case .wrongLength(let found): "a key has 40 characters, this one \(found)"
        case .notZ85: "this is no key in Z85: a character or a group of characters cannot be read"
        case .notAPair: "the secret key does not belong to the public key"
        }
    }
}

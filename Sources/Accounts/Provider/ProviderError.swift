/// A reason why somebody cannot sign in by the provider, in words for the person who has to repair it.
///
/// It never contains a code, a token or a secret.
package enum ProviderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The provider did not answer, or not as it should.
    case unreachable(String)
    /// Its own description is not what the desk expects.
    case document(String)
    /// The token is not one that the desk may believe.
    case token(String)
    /// The provider refused.
    case refused(String)

    package var description: String {
        switch self {
        case .unreachable(let reason): "the provider does not answer as it should: \(reason)"
        case .document(let reason): "the provider's description is not usable: \(reason)"
        case .token(let reason): "the provider's token is not accepted: \(reason)"
        case .refused(let reason): "the provider refused: \(reason)"
        }
    }
}

package import Crypto
import Foundation

/// Random tokens that nobody can guess, and comparison in constant time.
package enum SecretToken {
    /// Makes 256 random bits as 43 characters that may be in a cookie or a form.
    package static func make() -> String { text(of: randomBytes(32)) }

    static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Returns base 64 in the alphabet for addresses, without padding.
    static func text(of bytes: some Sequence<UInt8>) -> String {
        let text = Data(bytes).base64EncodedString()
        return String(text.compactMap { $0 == "=" ? nil : $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    /// Returns the digest that is stored for a token, which cannot be used in its place.
    static func digest(_ token: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(token.utf8)))
    }

    /// Signs a token with a key that lives as long as the process.
    package static func sign(_ token: String, with key: SymmetricKey) -> String {
        text(of: HMAC<SHA256>.authenticationCode(for: Array(token.utf8), using: key))
    }

    static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    package static func isEqual(_ left: String, _ right: String) -> Bool {
        isEqual(Array(left.utf8), Array(right.utf8))
    }
}

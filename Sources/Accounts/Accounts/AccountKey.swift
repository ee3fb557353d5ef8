import Crypto
import Foundation

/// The desk's own secret beside the file of accounts: without it nobody who has that file can try a password or read a
/// second factor.
///
/// Printing it shows which key it is and reveals nothing of the secret.
public struct AccountKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The key's name in 16 hex digits, which reveal nothing of the secret: it distinguishes another key from a wrong
    /// password.
    public let mark: String
    private let passwords: SymmetricKey
    private let codes: SymmetricKey

    /// The secret's length in bytes (256 bits).
    static let length = 32

    /// - Parameter secret: ``length`` bytes that nobody can guess.
    init(secret: [UInt8]) {
        let secret = SymmetricKey(data: secret)
        passwords = AccountKey.derived(from: secret, for: "passwords")
        codes = AccountKey.derived(from: secret, for: "second factors")
        mark = AccountKey.derived(from: secret, for: "mark", bytes: 8).withUnsafeBytes { Hex.text($0) }
    }

    /// Derives a key for one use, so that what one key makes reveals nothing about another (RFC 5869).
    private static func derived(from secret: SymmetricKey, for use: String, bytes: Int = length) -> SymmetricKey {
        let information = Array("referral-bus desk accounts v1: \(use)".utf8)
        return HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: information, outputByteCount: bytes)
    }

    /// Returns what is stored for scrypt's digest of a password: the file of accounts alone has nothing to compare
    /// with.
    func keep(_ digest: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: digest, using: passwords))
    }

    /// Encrypts an account's second factor, which cannot be decrypted for another account.
    func seal(_ code: TimeCode, for account: String) throws(AccountError) -> [UInt8] {
        do {
            return Array(
                try ChaChaPoly.seal(code.secret, using: codes, authenticating: Array(account.utf8)).combined
            )
        } catch {
            throw .notSealed
        }
    }

    /// Returns this account's second factor; nil where another key sealed it, or it is another account's.
    func open(_ sealed: [UInt8], of account: String) -> TimeCode? {
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let secret = try? ChaChaPoly.open(box, using: codes, authenticating: Array(account.utf8))
        else { return nil }
        return TimeCode(secret: Array(secret))
    }

    public var description: String { "(key \(mark))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: a salt, and what scrypt makes of both.
///
/// Every guess costs its guesser memory and time.
public struct PasswordHash: Hashable, Sendable {
    /// scrypt's N, a power of two; each guess takes `cost` KiB of memory.
    public var cost: Int
    public var salt: [UInt8]
    public var digest: [UInt8]

    /// 128 MiB a guess.
    public static let usualCost = 1 << 17
    static let costs = 1 << 14...1 << 20
    private static let blockSize = 8
    private static let digestLength = 32

    public init(cost: Int, salt: [UInt8], digest: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.digest = digest
    }

    /// Hashes a password under a new salt.
    public init(of password: String, cost: Int = usualCost) throws(AccountFault) {
        let salt = SecretToken.randomBytes(16)
        self.init(cost: cost, salt: salt, digest: try PasswordHash.digest(password, salt: salt, cost: cost))
    }

    /// Whether this is the password; takes the same time either way.
    public func matches(_ password: String) -> Bool {
        guard let other = try? PasswordHash.digest(password, salt: salt, cost: cost) else { return false }
        return SecretToken.isEqual(digest, other)
    }

    private static func digest(_ password: String, salt: [UInt8], cost: Int) throws(AccountFault) -> [UInt8] {
        // Composed alike, so that an accent typed on another keyboard is the same password.
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: bytes,
                salt: salt,
                outputByteCount: digestLength,
                rounds: cost,
                blockSize: blockSize,
                parallelism: 1
            )
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw .notHashed
        }
    }
}

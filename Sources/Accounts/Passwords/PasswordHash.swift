import Crypto
import CryptoExtras
import Foundation

/// The stored form of a password: a salt, and what scrypt and then the desk's own key make of both.
///
/// Every guess costs memory and time, and is worth nothing without the key.
public struct PasswordHash: Hashable, Sendable {
    /// scrypt's N, a power of two; each guess takes `cost` KiB of memory.
    public var cost: Int
    public var salt: [UInt8]
    public var digest: [UInt8]
    /// The mark of the key that the digest was made with; nil for an older one that was made without.
    public var key: String?

    /// The usual cost: 128 MiB a guess.
    public static let usualCost = 1 << 17
    /// The costs that a file of accounts may have: one that is cheaper than ``usualCost`` is hashed anew at its
    /// owner's next sign-in.
    static let costs = 1 << 10...1 << 20
    private static let blockSize = 8
    private static let digestLength = 32

    public init(cost: Int, salt: [UInt8], digest: [UInt8], key: String? = nil) {
        self.cost = cost
        self.salt = salt
        self.digest = digest
        self.key = key
    }

    /// Hashes a password under a new salt.
    ///
    /// - Parameter key: nil where a desk can have none.
    public init(of password: String, cost: Int = usualCost, with key: AccountKey? = nil) throws(AccountError) {
        let salt = SecretToken.randomBytes(16)
        let hash = PasswordHash(
            cost: cost,
            salt: salt,
            digest: try PasswordHash.digest(password, salt: salt, cost: cost)
        )
        self = key.map(hash.kept) ?? hash
    }

    /// Returns whether this is the password; takes the same time either way.
    ///
    /// No password matches with another key than the one that the digest was made with.
    public func matches(_ password: String, with key: AccountKey? = nil) -> Bool {
        guard let digest = try? PasswordHash.digest(password, salt: salt, cost: cost) else { return false }
        let plain = PasswordHash(cost: cost, salt: salt, digest: digest)
        let other = self.key == nil ? plain : key.map(plain.kept) ?? plain
        return self.key == other.key && SecretToken.isEqual(self.digest, other.digest)
    }

    /// Returns the same password's hash as it is kept with a key: no password is needed for that.
    func kept(with key: AccountKey) -> PasswordHash {
        guard self.key == nil else { return self }
        return PasswordHash(cost: cost, salt: salt, digest: key.keep(digest), key: key.mark)
    }

    private static func digest(_ password: String, salt: [UInt8], cost: Int) throws(AccountError) -> [UInt8] {
        guard !password.utf8.contains(0) else { throw .passwordHasControls }
        // Normalised, so that an accent typed on another keyboard is the same password.
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

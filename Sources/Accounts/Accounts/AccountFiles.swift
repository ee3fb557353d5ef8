public import DaemonKit
import Foundation

/// The two files that accounts are kept in, each worth nothing without the other.
///
/// The key is among the other keys of a site (`keys/accounts.key`), apart from the accounts, so that a thief of one
/// does not have the other.
public struct AccountFiles: Hashable, Sendable {
    /// `Config/access/accounts.yaml`.
    public var accounts: String
    /// `keys/accounts.key`.
    public var key: String

    public init(accounts: String, key: String) {
        self.accounts = accounts
        self.key = key
    }

    /// Names the files of a site, whose accounts may be elsewhere.
    public init(of site: Site, accounts: String? = nil) {
        self.init(accounts: accounts ?? site.path("Config/access/accounts.yaml"), key: site.keyFile(AccountFiles.name))
    }

    /// The key's name among the keys of a site, which no other key may have.
    public static let name = "accounts"
}

extension AccountFiles {
    /// Returns the key, if there is one.
    ///
    /// Throws where others can read the file, it belongs to somebody else, or it holds no key.
    public func existingKey() throws(AccountError) -> AccountKey? {
        do throws(FileError) {
            guard try Files.information(key) != nil else { return nil }
            return try parsed(try Files.privateText(key, called: "key"))
        } catch {
            throw .file(error)
        }
    }

    /// Returns the key, and makes it where there is none yet.
    ///
    /// Only ``makeKey()`` replaces a key that was lost, since no password is right any more with another key.
    public func requireKey() throws(AccountError) -> AccountKey {
        if let key = try existingKey() { return key }
        guard !(try DeskAccounts.reading(accounts).needKey) else { throw .keyGone(path: key) }
        return try makeKey()
    }

    /// Makes the key, unless there is one.
    @discardableResult
    public func makeKey() throws(AccountError) -> AccountKey {
        let result: Result<AccountKey, AccountError>
        do throws(FileError) {
            let folder = Path.parent(of: key)
            try Files.makeFolder(folder, mode: 0o700)
            // A desk that starts and a command may both find no key.
            result = try Files.holding(folder) {
                Result { () throws(AccountError) in
                    if let key = try existingKey() { return key }
                    return try written(SecretToken.randomBytes(AccountKey.length))
                }
            }
        } catch {
            throw .file(error)
        }
        return try result.get()
    }

    /// Whether this program could make the key where there is none.
    package var canMakeKey: Bool {
        let folder = Path.parent(of: key)
        return Files.isFolder(folder) ? Files.isWritable(folder) : Files.isWritable(Path.parent(of: folder))
    }

    private func written(_ secret: [UInt8]) throws(AccountError) -> AccountKey {
        do throws(FileError) {
            try Files.write(Array("\(Data(secret).base64EncodedString())\n".utf8), to: key, mode: 0o600)
        } catch {
            throw .file(error)
        }
        return AccountKey(secret: secret)
    }

    /// Reads a key; the sentence of a fault never repeats what the file says.
    private func parsed(_ text: String) throws(FileError) -> AccountKey {
        guard let secret = Data(base64Encoded: text.trimmed), secret.count == AccountKey.length else {
            throw FileError(
                path: key,
                message:
                    "is no key of accounts (one line, \(AccountKey.length) bytes in base 64); put it back from the backup"
            )
        }
        return AccountKey(secret: Array(secret))
    }
}

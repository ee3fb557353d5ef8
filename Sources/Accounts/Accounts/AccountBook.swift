import DaemonKit
import Synchronization

/// The accounts as the file has them now.
///
/// A file that cannot be read lets nobody in. A change of the file is noted from the first time that it is read.
package final class AccountBook: Sendable {
    private struct Content {
        var stamp: FileInformation?
        /// The accounts, opened with the key.
        var accounts = DeskAccounts()
        var key: AccountKey?
        var fault: AccountError?
        /// The accounts as they were when the file could last be read; nil before the first time.
        var last: DeskAccounts?
        /// Changes that could not be noted yet.
        var changes: [AccountChange] = []
    }

    private let files: AccountFiles
    private let note: @Sendable (AccountChange) throws -> Void
    private let content = Mutex(Content())

    package init(_ files: AccountFiles, noting note: @escaping @Sendable (AccountChange) throws -> Void) {
        self.files = files
        self.note = note
        _ = refreshed()
    }

    /// The reason why nobody can sign in, if there is one.
    ///
    /// Asking also reads the file again, so that a change is noted though nobody signs in.
    package var fault: AccountError? { refreshed().fault }

    /// The key that passwords are kept with, as last read; nil where the desk can make none.
    var key: AccountKey? { content.withLock { $0.key } }

    package func account(_ name: String) -> Account? { refreshed().accounts[name] }

    package func account(subject: String) -> Account? { refreshed().accounts.accounts.first { $0.subject == subject } }

    /// Whether the desk may write the file.
    var canBeChanged: Bool { Files.isWritable(Path.parent(of: files.accounts)) }

    /// All accounts, by name.
    package var all: [Account] { refreshed().accounts.accounts }

    /// Whether nobody can sign in yet.
    package var isEmpty: Bool { refreshed().accounts.accounts.isEmpty }

    /// Replaces an account's hash in the file: the same password at another cost, or a password that its owner chose;
    /// nil where the file cannot be written or the account was changed meanwhile.
    ///
    /// `note` runs first; `then` runs before anybody sees the new account, so that sessions of the old one can follow.
    func renew(
        _ account: Account,
        with hash: PasswordHash,
        noting note: () throws -> Void = {},
        then: (Account) -> Void
    ) -> Account? {
        content.withLock { content in
            read((try? Files.information(files.accounts)) ?? nil, &content)
            guard content.accounts[account.name]?.credentials == account.credentials, (try? note()) != nil,
                (try? DeskAccounts.renew(account, with: hash, in: files)) != nil
            else { return nil }
            content.last = content.last.map { last in
                DeskAccounts(last.accounts.map { $0.name == account.name ? $0.with(hash) : $0 })
            }
            read((try? Files.information(files.accounts)) ?? nil, &content)
            // As it was when the password was checked: any other change since then ends the session that begins.
            let renewed = account.with(hash)
            then(renewed)
            return renewed
        }
    }

    private func refreshed() -> Content {
        content.withLock { content in
            // The file's stamp is checked at each request, so that a removed account ends now and not at the next
            // start.
            let stamp = (try? Files.information(files.accounts)) ?? nil
            if stamp != content.stamp || content.fault != nil || content.last == nil { read(stamp, &content) }
            noteChanges(&content)
            return content
        }
    }

    private func read(_ stamp: FileInformation?, _ content: inout Content) {
        content.stamp = stamp
        do throws(AccountError) {
            let found = try DeskAccounts.reading(files.accounts)
            let key = try key(for: found)
            // Accounts read before there was a key are the same with it: nobody changed a password.
            if content.key == nil, content.last != nil { content.last = content.last?.opened(with: key) }
            content.key = key
            content.accounts = found.opened(with: content.key)
            content.fault = nil
            keep(found, with: key)
            if let last = content.last { content.changes += AccountChange.between(last, content.accounts) }
            content.last = content.accounts
        } catch {
            (content.accounts, content.fault) = (DeskAccounts(), error)
        }
    }

    /// Returns the key of the accounts, which is made when it is first needed.
    ///
    /// Where it cannot be made and nothing was kept with one, passwords stay as they are: nobody is shut out.
    private func key(for accounts: DeskAccounts) throws(AccountError) -> AccountKey? {
        if let key = try files.existingKey() { return key }
        guard !accounts.needKey else { throw .keyGone(path: files.key) }
        return try? files.makeKey()
    }

    /// Converts accounts from before there was a key, so that the file has nothing in clear.
    private func keep(_ accounts: DeskAccounts, with key: AccountKey?) {
        guard let key, !accounts.accounts.allSatisfy(\.isKept) else { return }
        // A file that cannot be written stays as it is, and people can sign in all the same.
        try? DeskAccounts.keep(with: key, in: files)
    }

    /// Notes changes; a change that cannot be noted now is noted the next time.
    private func noteChanges(_ content: inout Content) {
        while let change = content.changes.first, (try? note(change)) != nil { content.changes.removeFirst() }
    }
}

extension Account {
    fileprivate func with(_ hash: PasswordHash) -> Account {
        var account = self
        account.password = hash
        return account
    }
}

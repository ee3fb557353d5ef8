import DaemonKit
import Synchronization

/// The accounts as the file has them now.
///
/// A file that cannot be read lets nobody in. What changes in it is noted, from the first look on.
final class AccountBook: Sendable {
    private struct Content {
        var stamp: FileInformation?
        /// Opened with the key.
        var accounts = DeskAccounts()
        var key: AccountKey?
        var fault: AccountFault?
        /// The accounts as they last could be read; nil before the first look.
        var last: DeskAccounts?
        /// Changes that could not be noted yet.
        var changes: [AccountChange] = []
    }

    private let files: AccountFiles
    private let note: @Sendable (AccountChange) throws -> Void
    private let content = Mutex(Content())

    init(_ files: AccountFiles, noting note: @escaping @Sendable (AccountChange) throws -> Void) {
        self.files = files
        self.note = note
        _ = refreshed()
    }

    /// What keeps people out, if anything does.
    ///
    /// A look at the file, too: a change is noted though nobody comes.
    var fault: AccountFault? { refreshed().fault }

    /// What passwords are kept with, as of the last look; nil where the desk can make none.
    var key: AccountKey? { content.withLock { $0.key } }

    func account(_ name: String) -> Account? { refreshed().accounts[name] }

    func account(subject: String) -> Account? { refreshed().accounts.accounts.first { $0.subject == subject } }

    /// Whether the desk may write the file.
    var canBeChanged: Bool { Files.isWritable(Path.parent(of: files.accounts)) }

    /// Everybody who may sign in, by name.
    var all: [Account] { refreshed().accounts.accounts }

    /// Nobody can sign in yet.
    var isEmpty: Bool { refreshed().accounts.accounts.isEmpty }

    /// Puts another hash in the file, of the same password at another cost or of one that its owner chose; nil where it
    /// cannot, or where the account was changed meanwhile.
    ///
    /// `note` comes first, and `then` before anybody sees the new account: what goes by the old one can be brought along.
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
            // As it was when the password was checked: whatever else was changed since ends the session that begins.
            let renewed = account.with(hash)
            then(renewed)
            return renewed
        }
    }

    private func refreshed() -> Content {
        content.withLock { content in
            // One look at the file's stamp a request: whoever loses an account loses it now, and not at the next start.
            let stamp = (try? Files.information(files.accounts)) ?? nil
            if stamp != content.stamp || content.fault != nil || content.last == nil { read(stamp, &content) }
            noteChanges(&content)
            return content
        }
    }

    private func read(_ stamp: FileInformation?, _ content: inout Content) {
        content.stamp = stamp
        do throws(AccountFault) {
            let found = try DeskAccounts.reading(files.accounts)
            let key = try key(for: found)
            // What was read before there was a key is the same with it: nobody changed a password.
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

    /// The key of the accounts, which is made at the first need.
    ///
    /// Where it cannot be made, and nothing was kept with one, passwords stay as they were: nobody is shut out.
    private func key(for accounts: DeskAccounts) throws(AccountFault) -> AccountKey? {
        if let key = try files.existingKey() { return key }
        guard !accounts.needKey else { throw .keyGone(path: files.key) }
        return try? files.makeKey()
    }

    /// What stands in the file in clear, from before there was a key, is kept with it from now on.
    private func keep(_ accounts: DeskAccounts, with key: AccountKey?) {
        guard let key, !accounts.accounts.allSatisfy(\.isKept) else { return }
        // A file that cannot be written stays as it is, and opens the desk all the same.
        try? DeskAccounts.keep(with: key, in: files)
    }

    /// What cannot be noted now is noted at a later look.
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

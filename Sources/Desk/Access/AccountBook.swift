import DaemonKit
import Synchronization

/// The accounts as the file has them now.
///
/// A file that cannot be read lets nobody in. What changes in it is noted, from the first look on.
final class AccountBook: Sendable {
    private struct Content {
        var stamp: FileInformation?
        var accounts = DeskAccounts()
        var fault: AccountFault?
        /// The accounts as they last could be read; nil before the first look.
        var last: DeskAccounts?
        /// Changes that could not be noted yet.
        var changes: [AccountChange] = []
    }

    private let file: String
    private let note: @Sendable (AccountChange) throws -> Void
    private let content = Mutex(Content())

    init(file: String, noting note: @escaping @Sendable (AccountChange) throws -> Void) {
        self.file = file
        self.note = note
        look()
    }

    /// What keeps people out, if anything does.
    var fault: AccountFault? { refreshed().fault }

    func account(_ name: String) -> Account? { refreshed().accounts[name] }

    func account(subject: String) -> Account? { refreshed().accounts.accounts.first { $0.subject == subject } }

    /// Everybody who may sign in, by name.
    var all: [Account] { refreshed().accounts.accounts }

    /// Nobody can sign in yet.
    var isEmpty: Bool { refreshed().accounts.accounts.isEmpty }

    /// Looks whether the file says something else, so that a change is noted though nobody comes.
    func look() { _ = refreshed() }

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
            read((try? Files.information(file)) ?? nil, &content)
            guard content.accounts[account.name]?.credentials == account.credentials, (try? note()) != nil,
                (try? DeskAccounts.renew(account, with: hash, in: file)) != nil
            else { return nil }
            content.last = content.last.map { last in
                DeskAccounts(last.accounts.map { $0.name == account.name ? $0.with(hash) : $0 })
            }
            read((try? Files.information(file)) ?? nil, &content)
            // As it was when the password was checked: whatever else was changed since ends the session that begins.
            let renewed = account.with(hash)
            then(renewed)
            return renewed
        }
    }

    private func refreshed() -> Content {
        content.withLock { content in
            // One look at the file's stamp a request: whoever loses an account loses it now, and not at the next start.
            let stamp = (try? Files.information(file)) ?? nil
            if stamp != content.stamp || content.fault != nil || content.last == nil { read(stamp, &content) }
            noteChanges(&content)
            return content
        }
    }

    private func read(_ stamp: FileInformation?, _ content: inout Content) {
        content.stamp = stamp
        do throws(AccountFault) {
            content.accounts = try DeskAccounts.reading(file)
            content.fault = nil
            if let last = content.last { content.changes += AccountChange.between(last, content.accounts) }
            content.last = content.accounts
        } catch {
            (content.accounts, content.fault) = (DeskAccounts(), error)
        }
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

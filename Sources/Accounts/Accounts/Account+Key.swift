/// A second factor: in clear, as the desk works with it, or sealed with the desk's key, as its file has it.
enum SecondFactor: Hashable, Sendable {
    case open(TimeCode)
    case sealed([UInt8])
}

extension Account {
    /// Returns the account as the desk works with it: opened as far as this key opens it.
    ///
    /// The same password and the same second factor are equal here, however the file keeps them.
    func opened(with key: AccountKey?) -> Account {
        guard let key else { return self }
        var account = self
        account.password = password?.kept(with: key)
        if case .sealed(let bytes) = code, let open = key.open(bytes, of: name) { account.code = .open(open) }
        return account
    }

    /// Returns the account as it is written: nothing is in clear.
    func kept(with key: AccountKey) throws(AccountError) -> Account {
        var account = self
        account.password = password?.kept(with: key)
        if case .open(let code) = code { account.code = .sealed(try key.seal(code, for: name)) }
        return account
    }

    /// Whether some part of it cannot be read without a key.
    var needsKey: Bool {
        if case .sealed = code { return true }
        return password?.key != nil
    }

    /// Whether nothing of it is in clear.
    var isKept: Bool {
        if case .open = code { return false }
        return password.map { $0.key != nil } ?? true
    }

    /// Returns whether this key can read it: the key that it was kept with, or any where it was kept with none.
    func isReadable(with key: AccountKey?) -> Bool {
        if case .sealed(let bytes) = code, key?.open(bytes, of: name) == nil { return false }
        return password.map { $0.key == nil || $0.key == key?.mark } ?? true
    }
}

extension DeskAccounts {
    /// Whether some part of the file cannot be read without a key.
    public var needKey: Bool { accounts.contains(where: \.needsKey) }

    /// Returns the accounts that cannot sign in with a password, because it or the second factor needs another key.
    public func unreadable(with key: AccountKey?) -> [String] {
        accounts.filter { !$0.isReadable(with: key) }.map(\.name)
    }

    /// Returns the accounts as the desk works with them.
    func opened(with key: AccountKey?) -> DeskAccounts { DeskAccounts(accounts.map { $0.opened(with: key) }) }
}

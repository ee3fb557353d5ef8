/// A second factor: open, as the desk works with it, or sealed with the desk's key, as its file has it.
enum SecondFactor: Hashable, Sendable {
    case open(TimeCode)
    case sealed([UInt8])
}

extension Account {
    /// As the desk works with it: opened as far as this key opens it.
    ///
    /// However the file keeps them, the same password and the same second factor are the same here.
    func opened(with key: AccountKey?) -> Account {
        guard let key else { return self }
        var account = self
        account.password = password?.kept(with: key)
        if case .sealed(let bytes) = code, let open = key.open(bytes, of: name) { account.code = .open(open) }
        return account
    }

    /// As it is written: with nothing in clear.
    func kept(with key: AccountKey) throws(AccountFault) -> Account {
        var account = self
        account.password = password?.kept(with: key)
        if case .open(let code) = code { account.code = .sealed(try key.seal(code, for: name)) }
        return account
    }

    /// Something of it cannot be read without a key.
    var needsKey: Bool {
        if case .sealed = code { return true }
        return password?.key != nil
    }

    /// Nothing of it stands in clear.
    var isKept: Bool {
        if case .open = code { return false }
        return password.map { $0.key != nil } ?? true
    }

    /// Whether this key is the one that it was kept with; so is one that was kept with none.
    func isReadable(with key: AccountKey?) -> Bool {
        if case .sealed(let bytes) = code, key?.open(bytes, of: name) == nil { return false }
        return password.map { $0.key == nil || $0.key == key?.mark } ?? true
    }
}

extension DeskAccounts {
    /// Something in the file cannot be read without a key.
    public var needKey: Bool { accounts.contains(where: \.needsKey) }

    /// Who cannot sign in with a password, because it or the second factor was kept with another key than this one.
    public func unreadable(with key: AccountKey?) -> [String] {
        accounts.filter { !$0.isReadable(with: key) }.map(\.name)
    }

    /// As the desk works with them.
    func opened(with key: AccountKey?) -> DeskAccounts { DeskAccounts(accounts.map { $0.opened(with: key) }) }
}

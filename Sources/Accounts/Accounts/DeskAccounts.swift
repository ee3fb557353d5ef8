import DaemonKit

/// The accounts that may sign in at the desk, as `Config/access/accounts.yaml` has them.
///
/// The file has no passwords, only what scrypt and the desk's own key make of them.
///
/// ```swift
/// try DeskAccounts.add("sample.worker", password: words, role: .practitioner, to: files)
/// ```
/// A running desk notices the change by itself.
public struct DeskAccounts: Hashable, Sendable {
    public static let shortestPassword = 15
    public static let longestPassword = 128
    /// The longest password that is tried: an old one may be longer than the bound is today.
    package static let longestTried = 256

    /// The accounts in order of their names.
    public private(set) var accounts: [Account]

    public init(_ accounts: [Account] = []) {
        self.accounts = accounts.sorted { $0.name < $1.name }
    }

    public subscript(name: String) -> Account? { accounts.first { $0.name == name } }

}

extension DeskAccounts {
    /// Adds an account to the file, which is made where there is none.
    ///
    /// The password may not be in `breached`, the site's own list. `cost` is lower than usual in tests alone, which
    /// would take minutes otherwise.
    public static func add(
        _ name: String,
        password: String,
        role: Role,
        teams: [String] = [],
        to files: AccountFiles,
        besides breached: BreachedFile? = nil,
        cost: Int = PasswordHash.usualCost
    ) throws(AccountError) {
        guard Account.isWellFormed(name) else { throw .badName }
        try PasswordRules.demand(password, for: name, notIn: breached)
        guard try reading(files.accounts)[name] == nil else { throw .alreadyThere(name: name) }
        let hash = try PasswordHash(of: password, cost: cost, with: files.requireKey())
        try edit(files) { accounts throws(AccountError) in
            try accounts.add(Account(name: name, role: role, teams: teams, password: hash))
        }
    }

    /// Adds an account whose owner signs in by the provider, under this subject, and has no password here.
    public static func add(
        _ name: String,
        subject: String,
        role: Role,
        teams: [String] = [],
        to files: AccountFiles
    ) throws(AccountError) {
        guard Account.isWellFormed(name) else { throw .badName }
        try edit(files) { accounts throws(AccountError) in
            try accounts.requireUnused(subject)
            try accounts.add(Account(name: name, role: role, teams: teams, password: nil, subject: subject))
        }
    }

    /// Binds an account to the provider's subject, or removes that with nil.
    ///
    /// Its sessions end.
    public static func setSubject(_ subject: String?, of name: String, in files: AccountFiles) throws(AccountError) {
        try edit(files) { accounts throws(AccountError) in
            guard let account = accounts[name] else { throw .notThere(name: name) }
            if let subject { try accounts.requireUnused(subject, except: name) }
            guard subject != nil || account.password != nil else { throw .noSignInMethod(name: name) }
            try accounts.change(name) { $0.subject = subject }
        }
    }

    /// Gives an account another password.
    ///
    /// Its sessions end.
    public static func setPassword(
        _ password: String,
        of name: String,
        in files: AccountFiles,
        besides breached: BreachedFile? = nil,
        cost: Int = PasswordHash.usualCost
    ) throws(AccountError) {
        try PasswordRules.demand(password, for: name, notIn: breached)
        guard try reading(files.accounts)[name] != nil else { throw .notThere(name: name) }
        let hash = try PasswordHash(of: password, cost: cost, with: files.requireKey())
        try edit(files) { accounts throws(AccountError) in try accounts.change(name) { $0.password = hash } }
    }

    /// Replaces an account's hash, unless somebody changed it meanwhile.
    static func renew(_ account: Account, with hash: PasswordHash, in files: AccountFiles) throws(AccountError) {
        try edit(files) { accounts throws(AccountError) in
            let key = try files.existingKey()
            guard accounts[account.name]?.opened(with: key).credentials == account.credentials else {
                throw .notThere(name: account.name)
            }
            try accounts.change(account.name) { $0.password = hash }
        }
    }

    /// Gives an account a second factor, and returns its secret for an authenticator app.
    public static func setCode(of name: String, in files: AccountFiles) throws(AccountError) -> String {
        let code = TimeCode.make()
        let sealed = try files.requireKey().seal(code, for: name)
        try edit(files) { accounts throws(AccountError) in try accounts.change(name) { $0.code = .sealed(sealed) } }
        return code.text
    }

    /// Removes the second factor, for example when a telephone was lost.
    public static func removeCode(of name: String, in files: AccountFiles) throws(AccountError) {
        try edit(files) { accounts throws(AccountError) in try accounts.change(name) { $0.code = nil } }
    }

    /// Converts accounts from before there was a key, so that the file has nothing in clear; no password is needed.
    static func keep(with key: AccountKey, in files: AccountFiles) throws(AccountError) {
        try edit(files) { accounts throws(AccountError) in
            for account in accounts.accounts where !account.isKept {
                let kept = try account.kept(with: key)
                try accounts.change(account.name) { $0 = kept }
            }
        }
    }

    /// Removes an account.
    ///
    /// Its sessions end.
    public static func remove(_ name: String, from files: AccountFiles) throws(AccountError) {
        try edit(files) { accounts throws(AccountError) in
            guard accounts[name] != nil else { throw .notThere(name: name) }
            accounts.accounts.removeAll { $0.name == name }
        }
    }

    private mutating func add(_ account: Account) throws(AccountError) {
        guard self[account.name] == nil else { throw .alreadyThere(name: account.name) }
        self = DeskAccounts(accounts + [account])
    }

    private mutating func change(_ name: String, _ body: (inout Account) -> Void) throws(AccountError) {
        guard let index = accounts.firstIndex(where: { $0.name == name }) else { throw .notThere(name: name) }
        body(&accounts[index])
    }

    private func requireUnused(_ subject: String, except name: String = "") throws(AccountError) {
        guard Account.isSubject(subject) else { throw .badSubject }
        if let other = accounts.first(where: { $0.subject == subject && $0.name != name }) {
            throw .subjectTaken(by: other.name)
        }
    }

    /// Reads a file, changes it and writes it again; a running desk and a command wait for each other.
    private static func edit(
        _ files: AccountFiles,
        _ body: (inout DeskAccounts) throws(AccountError) -> Void
    ) throws(AccountError) {
        let result: Result<Void, AccountError>
        do throws(FileError) {
            let folder = Path.parent(of: files.accounts)
            try Files.makeFolder(folder)
            result = try Files.holding(folder) {
                Result { () throws(AccountError) in
                    var accounts = try reading(files.accounts)
                    try body(&accounts)
                    try accounts.write(to: files.accounts)
                }
            }
        } catch {
            throw .file(error)
        }
        try result.get()
    }
}

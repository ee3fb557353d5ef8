import DaemonKit
import Foundation
public import StrictYAML

/// Who may sign in at the desk, as `Config/access/accounts.yaml` has it.
///
/// Passwords are not in it, only what scrypt makes of them.
///
/// ```swift
/// try DeskAccounts.add("sample.worker", password: words, role: .practitioner, to: "Config/access/accounts.yaml")
/// ```
/// A running desk notices the change by itself.
public struct DeskAccounts: Hashable, Sendable {
    public static let shortestPassword = 15
    public static let longestPassword = 128
    /// Longer ones were never allowed; some from before the bound was lowered may still be in use.
    static let longestTried = 256

    /// In order of their names.
    public private(set) var accounts: [Account]

    public init(_ accounts: [Account] = []) {
        self.accounts = accounts.sorted { $0.name < $1.name }
    }

    public subscript(name: String) -> Account? { accounts.first { $0.name == name } }

    /// Adds an account to the file, which is made where there is none.
    public static func add(
        _ name: String,
        password: String,
        role: Role,
        teams: [String] = [],
        to file: String
    ) throws(AccountFault) {
        guard Account.isWellFormed(name) else { throw .badName }
        try PasswordRules.demand(password, for: name)
        var accounts = try reading(file)
        guard accounts[name] == nil else { throw .alreadyThere(name: name) }
        let account = Account(name: name, role: role, teams: teams, password: try PasswordHash(of: password))
        accounts = DeskAccounts(accounts.accounts + [account])
        try accounts.write(to: file)
    }

    /// Adds an account whose owner signs in by the provider, under this subject, and has no password here.
    public static func add(
        _ name: String,
        subject: String,
        role: Role,
        teams: [String] = [],
        to file: String
    ) throws(AccountFault) {
        guard Account.isWellFormed(name) else { throw .badName }
        let accounts = try reading(file)
        guard accounts[name] == nil else { throw .alreadyThere(name: name) }
        try accounts.demandFree(subject)
        let account = Account(name: name, role: role, teams: teams, password: nil, subject: subject)
        try DeskAccounts(accounts.accounts + [account]).write(to: file)
    }

    /// Binds an account to the provider's subject; nil takes that away again.
    ///
    /// Its sessions end.
    public static func setSubject(_ subject: String?, of name: String, in file: String) throws(AccountFault) {
        let accounts = try reading(file)
        guard let account = accounts[name] else { throw .notThere(name: name) }
        if let subject { try accounts.demandFree(subject, except: name) }
        guard subject != nil || account.password != nil else { throw .noWayIn(name: name) }
        try change(name, in: file) { $0.subject = subject }
    }

    private func demandFree(_ subject: String, except name: String = "") throws(AccountFault) {
        guard Account.isSubject(subject) else { throw .badSubject }
        if let other = accounts.first(where: { $0.subject == subject && $0.name != name }) {
            throw .subjectTaken(by: other.name)
        }
    }

    /// Gives an account another password.
    ///
    /// Its sessions end.
    public static func setPassword(_ password: String, of name: String, in file: String) throws(AccountFault) {
        try PasswordRules.demand(password, for: name)
        var accounts = try reading(file)
        guard let index = accounts.accounts.firstIndex(where: { $0.name == name }) else { throw .notThere(name: name) }
        accounts.accounts[index].password = try PasswordHash(of: password)
        try accounts.write(to: file)
    }

    /// Gives an account a second factor, and returns its secret for an authenticator app.
    public static func setCode(of name: String, in file: String) throws(AccountFault) -> String {
        let code = TimeCode.make()
        try change(name, in: file) { $0.code = code }
        return code.text
    }

    /// Takes the second factor away: a telephone was lost.
    public static func removeCode(of name: String, in file: String) throws(AccountFault) {
        try change(name, in: file) { $0.code = nil }
    }

    private static func change(_ name: String, in file: String, _ body: (inout Account) -> Void) throws(AccountFault) {
        var accounts = try reading(file)
        guard let index = accounts.accounts.firstIndex(where: { $0.name == name }) else { throw .notThere(name: name) }
        body(&accounts.accounts[index])
        try accounts.write(to: file)
    }

    /// Takes an account away.
    ///
    /// Its sessions end.
    public static func remove(_ name: String, from file: String) throws(AccountFault) {
        var accounts = try reading(file)
        guard accounts[name] != nil else { throw .notThere(name: name) }
        accounts.accounts.removeAll { $0.name == name }
        try accounts.write(to: file)
    }
}

extension DeskAccounts {
    /// The accounts of a file that nobody else can read; none where there is no file yet.
    public static func reading(_ file: String) throws(AccountFault) -> DeskAccounts {
        guard let text = try text(of: file) else { return DeskAccounts() }
        do throws(YAMLFault) { return try DeskAccounts(parsing: text, file: file) } catch { throw .unreadable(error) }
    }

    private static func text(of file: String) throws(AccountFault) -> String? {
        do throws(FileFault) {
            guard try Files.information(file) != nil else { return nil }
            let open = try OpenFile(reading: file)
            let information = try open.information()
            // The keys of second factors stand in it in clear text.
            guard information.mode & 0o077 == 0 else {
                throw FileFault(
                    path: file,
                    message: "others can read the accounts (mode \(information.modeText)); run: chmod 600 \(file)"
                )
            }
            let bytes = try open.read(at: 0, count: Int(min(information.size, 16 << 20)))
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw .file(error)
        }
    }

    public init(parsing text: String, file: String) throws(YAMLFault) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["accounts"])
        var accounts: [Account] = []
        for entry in try root["accounts"]?.openMapping().entries ?? [] {
            let account = try DeskAccounts.account(entry)
            if let subject = account.subject, let other = accounts.first(where: { $0.subject == subject }) {
                throw YAMLFault(
                    file: file,
                    line: entry.line,
                    message: "\(AccountFault.subjectTaken(by: other.name))"
                )
            }
            accounts.append(account)
        }
        self.init(accounts)
    }

    private static func account(_ entry: YAMLNode.Entry) throws(YAMLFault) -> Account {
        guard Account.isWellFormed(entry.key) else {
            throw YAMLFault(file: entry.value.file, line: entry.line, message: "\(AccountFault.badName)")
        }
        let values = try entry.value.mapping(of: ["role", "teams", "cost", "salt", "hash", "code", "subject"])
        let subject = try values["subject"].map(DeskAccounts.subject)
        // Whoever signs in by the provider needs no password here.
        let hasPassword = subject == nil || values["hash"] != nil
        let hash: PasswordHash? =
            hasPassword
            ? PasswordHash(
                cost: try cost(values.required("cost")),
                salt: try bytes(values.required("salt"), atLeast: 16),
                digest: try bytes(values.required("hash"), atLeast: 32)
            ) : nil
        var account = Account(
            name: entry.key,
            role: try values.required("role").choice(Role.self),
            teams: try values["teams"]?.strings() ?? [],
            password: hash,
            subject: subject
        )
        if let node = values["code"] {
            guard let code = TimeCode(text: try node.string()) else {
                throw node.fault("expected the secret of an authenticator app, in base 32")
            }
            account.code = code
        }
        return account
    }

    private static func subject(_ node: YAMLNode) throws(YAMLFault) -> String {
        let text = try node.string()
        guard Account.isSubject(text) else { throw node.fault("\(AccountFault.badSubject)") }
        return text
    }

    private static func cost(_ node: YAMLNode) throws(YAMLFault) -> Int {
        let cost = try node.integer(in: PasswordHash.costs)
        guard cost & (cost - 1) == 0 else { throw node.fault("expected a power of two") }
        return cost
    }

    private static func bytes(_ node: YAMLNode, atLeast count: Int) throws(YAMLFault) -> [UInt8] {
        guard let data = Data(base64Encoded: try node.string()), data.count >= count else {
            throw node.fault("expected at least \(count) bytes in base 64")
        }
        return Array(data)
    }
}

extension DeskAccounts {
    /// The file as it is written; reading it again gives the same.
    public var text: String {
        var lines = ["# Who may sign in at the desk. `refbus desk account` edits it; passwords are not in it."]
        lines.append(accounts.isEmpty ? "accounts: {}" : "accounts:")
        for account in accounts { lines += DeskAccounts.lines(of: account) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of account: Account) -> [String] {
        var lines = ["  \"\(account.name)\":", "    role: \(account.role.rawValue)"]
        if !account.teams.isEmpty {
            lines.append("    teams: [\(account.teams.map { "'\(doubled($0))'" }.joined(separator: ", "))]")
        }
        if let password = account.password {
            lines.append("    cost: \(password.cost)")
            lines.append("    salt: \"\(Data(password.salt).base64EncodedString())\"")
            lines.append("    hash: \"\(Data(password.digest).base64EncodedString())\"")
        }
        if let subject = account.subject { lines.append("    subject: '\(doubled(subject))'") }
        if let code = account.code { lines.append("    code: \"\(code.text)\"") }
        return lines
    }

    private static func doubled(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }

    private func write(to file: String) throws(AccountFault) {
        do throws(FileFault) {
            try Files.makeFolder(Path.parent(of: file))
            try Files.write(Array(text.utf8), to: file, mode: 0o600)
        } catch {
            throw .file(error)
        }
    }
}

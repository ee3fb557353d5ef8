import DaemonKit
import Foundation
import SafeguardingModel
public import StrictYAML

extension DeskAccounts {
    /// Reads the accounts of a file that nobody else can read; none where there is no file yet.
    public static func reading(_ file: String) throws(AccountError) -> DeskAccounts {
        guard let text = try text(of: file) else { return DeskAccounts() }
        do throws(YAMLError) { return try DeskAccounts(parsing: text, file: file) } catch { throw .unreadable(error) }
    }

    private static func text(of file: String) throws(AccountError) -> String? {
        do throws(FileError) {
            guard try Files.information(file) != nil else { return nil }
            let open = try OpenFile(reading: file)
            // Anybody with the key can guess passwords from the file, and an older file has second factors in clear.
            try Files.requirePrivate(open.information(), file, called: "file of accounts")
            return try Files.text(open)
        } catch {
            throw .file(error)
        }
    }

    public init(parsing text: String, file: String) throws(YAMLError) {
        let root = try YAMLNode(parsing: text, file: file).mapping(of: ["accounts"])
        var accounts: [Account] = []
        for entry in try root["accounts"]?.openMapping().entries ?? [] {
            let account = try DeskAccounts.account(entry)
            if let subject = account.subject, let other = accounts.first(where: { $0.subject == subject }) {
                throw YAMLError(
                    file: file,
                    line: entry.line,
                    message: "\(AccountError.subjectTaken(by: other.name))"
                )
            }
            accounts.append(account)
        }
        self.init(accounts)
    }

    private static func account(_ entry: YAMLNode.Entry) throws(YAMLError) -> Account {
        guard Account.isWellFormed(entry.key) else {
            throw YAMLError(file: entry.value.file, line: entry.line, message: "\(AccountError.badName)")
        }
        let values = try entry.value.mapping(of: [
            "role", "teams", "cost", "salt", "hash", "key", "code", "sealed", "subject",
        ])
        let subject = try values["subject"].map(DeskAccounts.subject)
        // Somebody who signs in by the provider needs no password here.
        let hasPassword = subject == nil || values["hash"] != nil
        let hash: PasswordHash? =
            hasPassword
            ? PasswordHash(
                cost: try cost(values.required("cost")),
                salt: try bytes(values.required("salt"), atLeast: 16),
                digest: try bytes(values.required("hash"), atLeast: 32),
                key: try values["key"].map(DeskAccounts.mark)
            ) : nil
        var account = Account(
            name: entry.key,
            role: try values.required("role").choice(Role.self),
            teams: try values["teams"]?.strings() ?? [],
            password: hash,
            subject: subject
        )
        account.code = try code(values)
        return account
    }

    /// Reads the second factor: `sealed`, or in an older file in clear as `code`.
    private static func code(_ values: YAMLMapping) throws(YAMLError) -> SecondFactor? {
        if let node = values["sealed"] { return .sealed(try bytes(node, atLeast: 44)) }
        guard let node = values["code"] else { return nil }
        guard let code = TimeCode(text: try node.string()) else {
            throw node.fault("expected the secret of an authenticator app, in base 32")
        }
        return .open(code)
    }

    private static func mark(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        guard Hex.bytes(text)?.count == 8 else { throw node.fault("expected a key's mark: 16 hex digits") }
        return text
    }

    private static func subject(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        guard Account.isSubject(text) else { throw node.fault("\(AccountError.badSubject)") }
        return text
    }

    private static func cost(_ node: YAMLNode) throws(YAMLError) -> Int {
        let cost = try node.integer(in: PasswordHash.costs)
        guard cost & (cost - 1) == 0 else { throw node.fault("expected a power of two") }
        return cost
    }

    private static func bytes(_ node: YAMLNode, atLeast count: Int) throws(YAMLError) -> [UInt8] {
        guard let data = Data(base64Encoded: try node.string()), data.count >= count else {
            throw node.fault("expected at least \(count) bytes in base 64")
        }
        return Array(data)
    }
}

extension DeskAccounts {
    /// The file's text; reading it gives the same accounts.
    public var text: String {
        var lines = [
            "# Who may sign in at the desk. `refbus desk account` edits it. Passwords are not in it, and it is worth nothing without keys/accounts.key."
        ]
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
            if let key = password.key { lines.append("    key: \"\(key)\"") }
        }
        if let subject = account.subject { lines.append("    subject: '\(doubled(subject))'") }
        switch account.code {
        case .open(let code): lines.append("    code: \"\(code.text)\"")
        case .sealed(let bytes): lines.append("    sealed: \"\(Data(bytes).base64EncodedString())\"")
        case nil: break
        }
        return lines
    }

    private static func doubled(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }

    func write(to file: String) throws(AccountError) {
        do throws(FileError) {
            try Files.write(Array(text.utf8), to: file, mode: 0o600)
        } catch {
            throw .file(error)
        }
    }
}

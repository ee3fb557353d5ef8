/// A difference in one account since the desk last read the file of accounts.
package struct AccountChange: Hashable, Sendable, CustomStringConvertible {
    let account: String
    let what: [String]

    /// The name for the one who changed it, which no file has: somebody with access to the desk's machine.
    package static let somebody = "(on the machine)"

    package var description: String { "\(account): \(what.joined(separator: ", "))" }

    /// Returns the change of each account that changed, in order of their names.
    static func between(_ before: DeskAccounts, _ after: DeskAccounts) -> [AccountChange] {
        Set((before.accounts + after.accounts).map(\.name)).sorted().compactMap { name in
            let what = differences(before[name], after[name])
            return what.isEmpty ? nil : AccountChange(account: name, what: what)
        }
    }

    private static func differences(_ before: Account?, _ after: Account?) -> [String] {
        guard let before else { return ["added"] }
        guard let after else { return ["removed"] }
        var what: [String] = []
        if before.password != after.password { what.append("another password") }
        if before.code != after.code { what.append(after.code == nil ? "no second factor" : "another second factor") }
        if before.subject != after.subject { what.append("another subject of the provider") }
        if before.role != after.role { what.append("now \(after.role.rawValue)") }
        if before.teams != after.teams { what.append("other teams") }
        return what
    }
}

/// Somebody who may sign in at the desk.
public struct Account: Hashable, Sendable {
    /// What they type to sign in, and what stands beside each of their decisions.
    public var name: String
    public var role: Role
    /// The teams whose restricted facts they may read: the words of an event's `audience`.
    public var teams: [String]
    public var password: PasswordHash
    /// The second factor; nil where the account has none (yet).
    var code: TimeCode?

    public init(name: String, role: Role, teams: [String] = [], password: PasswordHash) {
        self.name = name
        self.role = role
        self.teams = teams
        self.password = password
    }

    /// Lower-case letters, digits, dots and hyphens, a letter first; at most 64.
    public static func isWellFormed(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, (97...122).contains(first), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}

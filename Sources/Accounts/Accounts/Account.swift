/// Somebody who may sign in at the desk.
public struct Account: Hashable, Sendable {
    /// The name that its owner types to sign in, and that is written beside each of their decisions.
    public var name: String
    public var role: Role
    /// The teams whose restricted facts they may read: the words of an event's `audience`.
    public var teams: [String]
    /// The password's hash; nil for an account that signs in by the provider alone.
    public var password: PasswordHash?
    /// The provider's own name for its owner; nil for an account that signs in here alone.
    public var subject: String?
    /// The second factor; nil where the account has none (yet).
    var code: SecondFactor?

    public init(name: String, role: Role, teams: [String] = [], password: PasswordHash?, subject: String? = nil) {
        self.name = name
        self.role = role
        self.teams = teams
        self.password = password
        self.subject = subject
    }

    /// The proofs that somebody is an account's owner: where any of them changes, their sessions end.
    struct Credentials: Hashable, Sendable {
        var password: PasswordHash?
        var code: SecondFactor?
        var subject: String?
    }

    var credentials: Credentials { Credentials(password: password, code: code, subject: subject) }

    /// Returns whether a provider may call somebody this: visible ASCII, as OpenID Connect has it.
    static func isSubject(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Returns whether a name is lower-case letters, digits, dots and hyphens, a letter first; at most 64.
    public static func isWellFormed(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, (97...122).contains(first), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}

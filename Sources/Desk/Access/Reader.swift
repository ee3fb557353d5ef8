import SafeguardingModel

/// Somebody who is signed in, to the code that decides what they see.
struct Reader: Hashable, Sendable {
    let account: String
    let role: Role
    let teams: [String]
    let restrictions: Restrictions

    init(_ account: Account, restrictions: Restrictions = Restrictions()) {
        self.account = account.name
        role = account.role
        teams = account.teams
        self.restrictions = restrictions
    }

    /// Whether the owner of a fact lets this reader have its content.
    func mayRead(_ handling: Handling) -> Bool {
        guard handling.isRestricted else { return true }
        return handling.audience.contains { $0 == role.rawValue || teams.contains($0) }
    }

    /// Whether a child with these records exists for this reader.
    func maySee(_ records: [RecordKey]) -> Bool { restrictions.areOpen(records, to: account) }
}

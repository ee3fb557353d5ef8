import Accounts
import SafeguardingModel

/// An account that is signed in, as the code sees it that decides what is shown.
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

    /// Returns whether the owner of a fact lets this reader have its content.
    func mayRead(_ handling: Handling) -> Bool {
        guard handling.isRestricted else { return true }
        return handling.audience.contains { $0 == role.rawValue || teams.contains($0) }
    }

    /// Returns whether a child with these records exists for this reader.
    func maySee(_ records: [RecordKey]) -> Bool { restrictions.areOpen(records, to: account) }
}

import Accounts
import SafeguardingModel

/// An account that is signed in; ``AccessPolicy`` says what it may see.
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
}

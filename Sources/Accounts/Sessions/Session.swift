package import SafeguardingModel

/// One person's session at the desk, from signing in to signing out.
package struct Session: Hashable, Sendable {
    /// The hash of the cookie.
    ///
    /// The cookie itself is kept nowhere.
    package let id: [UInt8]
    package let account: String
    /// The network address of its sign-in; empty where there is none (tests without sockets).
    package let address: String
    /// The password, second factor and provider's subject that it goes by: it ends where the account's differ.
    var credentials: Account.Credentials
    /// The token that must come back with every form of this session.
    package let formToken: String
    package let began: Instant
    package internal(set) var lastUsed: Instant
    /// Whether its password would be refused today as known to attackers: until its owner sets another, nothing else
    /// opens.
    package internal(set) var mustChangePassword = false
    /// The greeting that its owner saw on signing in.
    package internal(set) var greeting: LastVisit?

    /// The part of the greeting that its owner may not have done, shown only just after signing in.
    package var news: String? {
        greeting.flatMap { $0.isNews && lastUsed - began <= Session.fresh ? $0.words : nil }
    }

    /// The session's name on its owner's own page, which cannot be used to open anything.
    package var name: String { Hex.text(SecretToken.digest(Hex.text(id)).prefix(8)) }

    private static let fresh: Span = .minutes(10)
    static let idle: Span = .minutes(15)
    static let absolute: Span = .hours(10)

    func isOver(at now: Instant) -> Bool {
        now - lastUsed > Session.idle || now - began > Session.absolute
    }
}

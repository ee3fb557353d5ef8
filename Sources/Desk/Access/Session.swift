import SafeguardingModel

/// One person's stay at the desk, from signing in to signing out.
struct Session: Hashable, Sendable {
    /// The hash of the cookie.
    ///
    /// The cookie itself is kept nowhere.
    let id: [UInt8]
    let account: String
    /// The network address of its sign-in; empty where there is none (tests without sockets).
    let address: String
    /// The account's password, second factor and provider's subject as they were: others end the session.
    var credentials: Account.Credentials
    /// Must come back with every form of this session.
    let formToken: String
    let began: Instant
    var lastUsed: Instant
    /// The password that opened it is known to whoever guesses: until its owner takes another one nothing else opens.
    var mustChangePassword = false
    /// What its owner was told on coming in.
    var greeting: LastVisit?

    /// What may not have been its owner's doing, for as long as they have just come in.
    var news: String? {
        greeting.flatMap { $0.isNews && lastUsed - began <= Session.fresh ? $0.words : nil }
    }

    /// What its owner's own page calls it: tells whoever reads it nothing that opens anything.
    var name: String { Hex.text(SecretToken.digest(Hex.text(id)).prefix(8)) }

    private static let fresh: Span = .minutes(10)
    static let idle: Span = .minutes(15)
    static let absolute: Span = .hours(10)

    func isOver(at now: Instant) -> Bool {
        now - lastUsed > Session.idle || now - began > Session.absolute
    }
}

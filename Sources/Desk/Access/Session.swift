import SafeguardingModel

/// One person's stay at the desk, from signing in to signing out.
struct Session: Hashable, Sendable {
    /// The hash of the cookie.
    ///
    /// The cookie itself is kept nowhere.
    let id: [UInt8]
    let account: String
    /// The account's password as it was: another one ends the session.
    let password: PasswordHash
    /// Its second factor as it was: another one, or none any more, ends the session.
    let code: TimeCode?
    /// Must come back with every form of this session.
    let formToken: String
    let began: Instant
    var lastUsed: Instant

    static let idle: Span = .minutes(15)
    static let absolute: Span = .hours(10)

    func isOver(at now: Instant) -> Bool {
        now - lastUsed > Session.idle || now - began > Session.absolute
    }
}

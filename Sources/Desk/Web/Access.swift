import Accounts
import Crypto
import DaemonKit
import Hummingbird
import SafeguardingModel

/// The sessions of requests: who sent one, and what that account may know.
final class Access: Sendable {
    let authenticator: Authenticator
    let restrictions: RestrictionBook
    let openings = OpenedRecords()
    let listViews = ListViews()
    private let clock: any WallClock
    private let isBehindProxy: Bool
    /// The key that signs forms of people who are not signed in yet.
    private let formKey = SymmetricKey(size: .bits256)

    init(_ authenticator: Authenticator, restrictions: RestrictionBook, clock: any WallClock, isBehindProxy: Bool) {
        self.authenticator = authenticator
        self.restrictions = restrictions
        self.clock = clock
        self.isBehindProxy = isBehindProxy
    }

    /// Restores from the access log the addresses from which people signed in before the desk was started.
    func recall(_ audit: AuditLog) {
        for entry in audit.recent(.max, where: { $0.what == .signedIn }).reversed() {
            guard let address = SignIn.address(in: entry.detail) else { continue }
            authenticator.recall(entry.by, from: address, at: entry.at)
        }
    }

    var now: Instant { clock.now }

    /// Returns who sent a request; nil without a session, or where the session is over or the account is gone.
    func visit(_ request: Request) -> DeskContext.Visit? {
        guard let cookie = Cookies.value(sessionCookie, in: request) else { return nil }
        let isUse = request.headers[.deskRefresh] == nil && request.uri.path != "/live"
        guard let session = authenticator.session(cookie, isUse: isUse),
            let account = authenticator.account(of: session)
        else { return nil }
        return reader(account).map { DeskContext.Visit(session: session, reader: $0) }
    }

    /// Returns the session that a browser already has, whoever's it is.
    func session(broughtBy request: Request) -> Session? {
        Cookies.value(sessionCookie, in: request).flatMap { authenticator.session($0, isUse: false) }
    }

    /// Ends sessions, and what was opened in them.
    func end(_ sessions: [Session]) {
        for session in sessions {
            authenticator.sessions.end(session.id)
            openings.forget(session)
            listViews.forget(session)
        }
    }

    /// Returns an account as a reader; nil for every account while the restrictions cannot be read.
    func reader(_ account: Account) -> Reader? {
        restrictions.current.map { Reader(account, restrictions: $0) }
    }

    /// Returns a session's reader as of now; nil where the session is over or its account may not read.
    func reader(of session: Session) -> Reader? {
        guard let account = authenticator.account(of: session), account.role.mayRead else { return nil }
        return reader(account)
    }

    /// The accounts that may decide, as readers, by name.
    var deciders: [Reader] { authenticator.accounts.all.filter(\.role.mayDecide).compactMap(reader) }

    /// Returns the token of a form that belongs to a cookie.
    func formToken(for nonce: String) -> String { SecretToken.sign(nonce, with: formKey) }

    /// Returns the address of a request, for counting failures.
    func address(of request: Request, _ context: DeskContext) -> String {
        guard isBehindProxy, let hops = request.headers[.forwardedFor] else { return context.peer }
        // Our own proxy wrote the last hop; anybody may have written those before it.
        return hops.split(separator: ",").last.flatMap(ClientAddress.parsed) ?? context.peer
    }

    var sessionCookie: String { isBehindProxy ? "__Host-desk" : "desk" }
    var formCookie: String { isBehindProxy ? "__Host-desk-form" : "desk-form" }
    var providerCookie: String { isBehindProxy ? "__Host-desk-provider" : "desk-provider" }

    /// Returns a cookie; with `fromElsewhere` browsers also send it when another site, such as the provider, links
    /// here.
    func setCookie(_ name: String, _ value: String, fromElsewhere: Bool = false) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=\(fromElsewhere ? "Lax" : "Strict")\(isBehindProxy ? "; Secure" : "")"
    }

    func clearCookie(_ name: String) -> String { "\(setCookie(name, "")); Max-Age=0" }
}

/// The reading of cookies, in which only blanks and tabs are trimmed (RFC 6265).
enum Cookies {
    /// Returns a cookie's value; nil where it is not there, or there twice.
    static func value(_ name: String, in request: Request) -> String? {
        let pairs = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
        let values = pairs.compactMap { pair -> String? in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].withoutBlanksAround == name else { return nil }
            return parts[1].withoutBlanksAround
        }
        return values.count == 1 ? values.first : nil
    }
}

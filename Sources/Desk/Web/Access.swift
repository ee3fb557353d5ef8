import Crypto
import DaemonKit
import Hummingbird
import SafeguardingModel
import Synchronization

/// Who may come in, and who is in.
final class Access: Sendable {
    let accounts: AccountBook
    let sessions = SessionStore()
    private let throttle = Mutex(LoginThrottle())
    private let checker: PasswordChecker
    private let clock: any WallClock
    private let isBehindProxy: Bool
    /// Signs the forms of those who are not signed in yet.
    private let formKey = SymmetricKey(size: .bits256)

    init(accounts: AccountBook, clock: any WallClock, isBehindProxy: Bool) {
        self.accounts = accounts
        self.clock = clock
        self.isBehindProxy = isBehindProxy
        checker = PasswordChecker()
    }

    enum Outcome: Sendable {
        case welcome(cookie: String, Session)
        case wrong
        case wait(Span)
        case busy
    }

    /// Checks a name and a password, after whatever delay the pair of name and address has earned.
    func signIn(_ name: String, password: String, from address: String) async -> Outcome {
        let key = LoginThrottle.Key(account: name, address: address)
        if let wait = throttle.withLock({ $0.wait(key, at: clock.now) }) { return .wait(wait) }
        let account = Account.isWellFormed(name) ? accounts.account(name) : nil
        // Counted before it is checked, so that many at once count as many.
        throttle.withLock { $0.failed(key, at: clock.now) }
        switch await checker.check(password, of: account) {
        case .tooBusy: return .busy
        case .wrong: return .wrong
        case .right:
            guard let account else { return .wrong }
            throttle.withLock { $0.succeeded(key) }
            let (cookie, session) = sessions.begin(account, at: clock.now)
            return .welcome(cookie: cookie, session)
        }
    }

    /// Who sent a request; nil for nobody, for somebody whose time is over, and for somebody whose account is gone.
    func visit(_ request: Request) -> DeskContext.Visit? {
        guard let cookie = Cookies.value(sessionCookie, in: request) else { return nil }
        let isUse = request.headers[.deskRefresh] == nil && request.uri.path != "/live"
        guard let session = sessions.session(cookie, at: clock.now, isUse: isUse), let account = account(of: session)
        else {
            return nil
        }
        return DeskContext.Visit(session: session, reader: Reader(account))
    }

    /// Whether somebody who came in is still in.
    func isAlive(_ session: Session) -> Bool {
        sessions.isAlive(session.id, at: clock.now) && account(of: session)?.role.mayRead == true
    }

    private func account(of session: Session) -> Account? {
        guard let account = accounts.account(session.account), account.password == session.password else {
            sessions.end(session.id)
            return nil
        }
        return account
    }

    /// A form's token that belongs to a cookie.
    func formToken(for nonce: String) -> String { SecretToken.sign(nonce, with: formKey) }

    /// Where a request comes from, to those who count failures.
    func address(of request: Request, _ context: DeskContext) -> String {
        guard isBehindProxy, let hops = request.headers[.forwardedFor] else { return context.peer }
        // The last hop is the one that our own proxy wrote; what stands before it, anybody may have written.
        return hops.split(separator: ",").last.map { String($0).trimmed } ?? context.peer
    }

    var sessionCookie: String { isBehindProxy ? "__Host-desk" : "desk" }
    var formCookie: String { isBehindProxy ? "__Host-desk-form" : "desk-form" }

    func setCookie(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict\(isBehindProxy ? "; Secure" : "")"
    }

    func clearCookie(_ name: String) -> String { "\(setCookie(name, "")); Max-Age=0" }
}

/// Reading cookies.
enum Cookies {
    /// A cookie's value; nil where it is not there, or there twice.
    static func value(_ name: String, in request: Request) -> String? {
        let pairs = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
        let values = pairs.compactMap { pair -> String? in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, String(parts[0]).trimmed == name else { return nil }
            return String(parts[1]).trimmed
        }
        return values.count == 1 ? values.first : nil
    }
}

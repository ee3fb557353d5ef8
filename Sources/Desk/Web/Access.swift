import Crypto
import DaemonKit
import Hummingbird
import SafeguardingModel
import Synchronization

/// Who may come in, and who is in.
final class Access: Sendable {
    let accounts: AccountBook
    let restrictions: RestrictionBook
    let sessions = SessionStore()
    let openings = Openings()
    let glances = Glances()
    let flows = SignInFlows()
    private let throttle = Mutex(LoginThrottle())
    private let checker: PasswordChecker
    private let usedCodes: UsedCodes
    private let clock: any WallClock
    private let isBehindProxy: Bool
    /// Signs the forms of those who are not signed in yet.
    private let formKey = SymmetricKey(size: .bits256)

    init(
        accounts: AccountBook,
        restrictions: RestrictionBook,
        usedCodes: UsedCodes,
        clock: any WallClock,
        isBehindProxy: Bool
    ) {
        self.usedCodes = usedCodes
        self.accounts = accounts
        self.restrictions = restrictions
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
    func signIn(_ name: String, password: String, code: String, from address: String) async -> Outcome {
        let key = LoginThrottle.Key(account: name, address: address)
        if let wait = throttle.withLock({ $0.wait(key, at: clock.now) }) { return .wait(wait) }
        let account = Account.isWellFormed(name) ? accounts.account(name) : nil
        // Counted before it is checked, so that many at once count as many.
        throttle.withLock { $0.failed(key, at: clock.now) }
        switch await checker.check(password, of: account) {
        case .tooBusy: return .busy
        case .wrong: return .wrong
        case .right:
            // The code is looked at only beside the right password, and says wrong in the same words.
            guard let account, isRight(code, of: account) else { return .wrong }
            throttle.withLock { $0.succeeded(key) }
            let (cookie, session) = sessions.begin(account, at: clock.now)
            return .welcome(cookie: cookie, session)
        }
    }

    /// Lets in whom the provider vouches for; nil where no account is theirs.
    func signIn(subject: String) -> (cookie: String, session: Session)? {
        accounts.account(subject: subject).map { sessions.begin($0, at: clock.now) }
    }

    /// Whether a code belongs to an account's second factor, now, and was not used before.
    private func isRight(_ code: String, of account: Account) -> Bool {
        guard let factor = account.code else { return true }
        let digits = code.filter { !$0.isWhitespace }
        return usedCodes.take(account.name) { factor.step(of: digits, at: clock.now, after: $0) }
    }

    var now: Instant { clock.now }

    /// Who sent a request; nil for nobody, for somebody whose time is over, and for somebody whose account is gone.
    func visit(_ request: Request) -> DeskContext.Visit? {
        guard let cookie = Cookies.value(sessionCookie, in: request) else { return nil }
        let isUse = request.headers[.deskRefresh] == nil && request.uri.path != "/live"
        guard let session = sessions.session(cookie, at: clock.now, isUse: isUse), let account = account(of: session)
        else {
            return nil
        }
        return reader(account).map { DeskContext.Visit(session: session, reader: $0) }
    }

    /// An account as a reader; nil for everybody while it cannot be read who must not see whom.
    func reader(_ account: Account) -> Reader? {
        restrictions.current.map { Reader(account, restrictions: $0) }
    }

    /// Who a session's reader is now; nil where nobody is any more.
    func reader(of session: Session) -> Reader? {
        guard sessions.isAlive(session.id, at: clock.now), let account = account(of: session), account.role.mayRead
        else { return nil }
        return reader(account)
    }

    /// Who may decide, as readers, by name.
    var deciders: [Reader] { accounts.all.filter(\.role.mayDecide).compactMap(reader) }

    private func account(of session: Session) -> Account? {
        guard let account = accounts.account(session.account), account.credentials == session.credentials else {
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
    var providerCookie: String { isBehindProxy ? "__Host-desk-provider" : "desk-provider" }

    /// `fromElsewhere`: browsers also send it when another site leads to the desk, as the provider does.
    func setCookie(_ name: String, _ value: String, fromElsewhere: Bool = false) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=\(fromElsewhere ? "Lax" : "Strict")\(isBehindProxy ? "; Secure" : "")"
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

import Crypto
import DaemonKit
import Hummingbird
import SafeguardingModel
import Synchronization

/// The accounts and sessions: who may sign in, and who is signed in.
final class Access: Sendable {
    let accounts: AccountBook
    let restrictions: RestrictionBook
    let sessions = SessionStore()
    let openings = OpenedRecords()
    let glances = ListViews()
    let flows = SignInFlows()
    let throttle = Mutex(LoginThrottle())
    let checker: PasswordChecker
    private let usedCodes: UsedCodes
    let clock: any WallClock
    private let isBehindProxy: Bool
    /// The site's own list of breached passwords.
    let breached: BreachedFile?
    /// The key that signs forms of people who are not signed in yet.
    private let formKey = SymmetricKey(size: .bits256)

    init(
        accounts: AccountBook,
        restrictions: RestrictionBook,
        usedCodes: UsedCodes,
        clock: any WallClock,
        isBehindProxy: Bool,
        passwordCost: Int,
        breached: BreachedFile?
    ) {
        self.breached = breached
        self.usedCodes = usedCodes
        self.accounts = accounts
        self.restrictions = restrictions
        self.clock = clock
        self.isBehindProxy = isBehindProxy
        checker = PasswordChecker(cost: passwordCost)
    }

    enum Outcome: Sendable {
        case welcome(cookie: String, Session)
        case wrong(Why)
        case wait(Span, isNews: Bool)
        case busy
    }

    /// The reason for a refused sign-in, for the log and never for the page.
    enum Why: String, Sendable {
        case password = "wrong password"
        case code = "wrong code"
        case otherKey = "kept with another key"
        case usedCode = "code used before"
        case tooManyCodes = "too many wrong codes; not looked at"
    }

    /// Restores from the access log the addresses from which people signed in before the desk was started.
    func recall(_ audit: AuditLog) {
        let entries = audit.recent(.max) { $0.what == .signedIn }
        throttle.withLock { throttle in
            for entry in entries.reversed() {
                guard let address = SignIn.address(in: entry.detail) else { continue }
                throttle.know(LoginThrottle.Key(account: entry.by, address: address), at: entry.at)
            }
        }
    }

    /// Checks a name and a password, after the delay that the pair of name and address, or the account, has to wait.
    func signIn(_ name: String, password: String, code: String, from address: String) async -> Outcome {
        let key = LoginThrottle.Key(account: name, address: address)
        let wait = throttle.withLock { throttle in
            throttle.attempt(key, at: clock.now).map { Outcome.wait($0, isNews: throttle.isNews(key, at: clock.now)) }
        }
        if let wait { return wait }
        let account = Account.isWellFormed(name) ? accounts.account(name) : nil
        let wasHere = throttle.withLock { $0.isKnown(key) }
        switch await checker.check(password, of: account, with: accounts.key, from: key.address, isKnown: wasHere) {
        case .tooBusy:
            throttle.withLock { $0.giveBack(key) }
            return .busy
        case .wrong: return .wrong(account?.isReadable(with: accounts.key) == false ? .otherKey : .password)
        case .right:
            guard let account else { return .wrong(.password) }
            if let fault = fault(in: code, of: account, key) { return .wrong(fault) }
            throttle.withLock { $0.succeeded(key, at: clock.now, withCode: account.code != nil) }
            let (cookie, session) = sessions.begin(
                await renewed(account, password),
                from: address,
                at: clock.now,
                mustChange: isKnown(password)
            )
            return .welcome(cookie: cookie, session)
        }
    }

    /// Returns whether a password would be refused today, since it is on a list of breached ones or composed of them.
    ///
    /// Nobody is kept out while a list cannot be read or the file of accounts cannot be written: who must change the
    /// password must be able to. `cse-desk check` reports both.
    private func isKnown(_ password: String) -> Bool {
        guard accounts.canBeChanged else { return false }
        do throws(AccountFault) {
            try PasswordRules.refuseKnown(password, notIn: breached)
            return false
        } catch {
            return error.isOfGuesses
        }
    }

    /// Hashes the password of an account again where its hash is cheaper than today's, since the password is known now.
    private func renewed(_ account: Account, _ password: String) async -> Account {
        guard let hash = await checker.renewed(account.password, of: password, with: accounts.key) else {
            return account
        }
        let renewed = accounts.renew(account, with: hash) { sessions.renew(from: account, to: $0) }
        if let renewed { return renewed }
        return await sameAgain(account, password) ?? account
    }

    /// Returns the account as it is now, if only the password's hash has changed and the password is the same: another
    /// sign-in, or the same form sent twice, has just changed it.
    func sameAgain(_ account: Account, _ password: String) async -> Account? {
        guard let now = accounts.account(account.name), now != account, let hash = now.password else { return nil }
        var same = account
        same.password = hash
        guard same == now else { return nil }
        let answer = await checker.check(password, of: now, with: accounts.key, from: "", isKnown: true)
        return answer == .right ? now : nil
    }

    /// Returns why a code for an account's second factor is wrong; nil where it is right now and was not used before.
    ///
    /// A code is checked only with the right password, and a wrong code gets the same words as a wrong password.
    private func fault(in typed: String, of account: Account, _ key: LoginThrottle.Key) -> Why? {
        guard let code = account.code else { return nil }
        guard case .open(let factor) = code else { return .otherKey }
        guard throttle.withLock({ $0.mayTryCode(key, at: clock.now) }) else { return .tooManyCodes }
        let digits = typed.filter { !$0.isWhitespace }
        if usedCodes.take(account.name, { factor.step(of: digits, at: clock.now, after: $0) }) { return nil }
        return factor.step(of: digits, at: clock.now, after: 0) == nil ? .code : .usedCode
    }

    /// Signs in the account of a provider's subject; nil where there is none.
    func signIn(subject: String, from address: String) -> (cookie: String, session: Session)? {
        accounts.account(subject: subject).map { sessions.begin($0, from: address, at: clock.now) }
    }

    var now: Instant { clock.now }

    /// Returns who sent a request; nil without a session, or where the session is over or the account is gone.
    func visit(_ request: Request) -> DeskContext.Visit? {
        guard let cookie = Cookies.value(sessionCookie, in: request) else { return nil }
        let isUse = request.headers[.deskRefresh] == nil && request.uri.path != "/live"
        guard let session = sessions.session(cookie, at: clock.now, isUse: isUse), let account = account(of: session)
        else {
            return nil
        }
        return reader(account).map { DeskContext.Visit(session: session, reader: $0) }
    }

    /// Returns the session that a browser already has, whoever's it is.
    func session(broughtBy request: Request) -> Session? {
        Cookies.value(sessionCookie, in: request).flatMap { sessions.session($0, at: clock.now, isUse: false) }
    }

    /// Returns an account as a reader; nil for every account while the restrictions cannot be read.
    func reader(_ account: Account) -> Reader? {
        restrictions.current.map { Reader(account, restrictions: $0) }
    }

    /// Returns a session's reader as of now; nil where the session is over or its account may not read.
    func reader(of session: Session) -> Reader? {
        guard sessions.isAlive(session.id, at: clock.now), let account = account(of: session), account.role.mayRead
        else { return nil }
        return reader(account)
    }

    /// The accounts that may decide, as readers, by name.
    var deciders: [Reader] { accounts.all.filter(\.role.mayDecide).compactMap(reader) }

    private func account(of session: Session) -> Account? {
        let account = accounts.account(session.account)
        // The session is read after the account, since a change by its owner updates both.
        guard let account, sessions.credentials(of: session.id) == account.credentials else {
            sessions.end(session.id)
            return nil
        }
        return account
    }

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

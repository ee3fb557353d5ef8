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
    /// Signs the forms of those who are not signed in yet.
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

    /// What was not right, for those who read the log and never for the page.
    enum Why: String, Sendable {
        case password = "wrong password"
        case code = "wrong code"
        case otherKey = "kept with another key"
        case usedCode = "code used before"
        case tooManyCodes = "too many wrong codes; not looked at"
    }

    /// Knows again from where people came in before the desk was started, as the log of who saw what has it.
    func recall(_ audit: AuditLog) {
        let entries = audit.recent(.max) { $0.what == .signedIn }
        throttle.withLock { throttle in
            for entry in entries.reversed() {
                guard let address = SignIn.address(in: entry.detail) else { continue }
                throttle.know(LoginThrottle.Key(account: entry.by, address: address), at: entry.at)
            }
        }
    }

    /// Checks a name and a password, after whatever delay the pair of name and address, or the account, has earned.
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

    /// Whether a password is one that would be refused today, since lists of breached ones have it.
    ///
    /// A list that cannot be read keeps nobody out, and neither does a file that cannot be written: who must change the
    /// password can. `cse-desk check` tells of both.
    private func isKnown(_ password: String) -> Bool {
        guard accounts.canBeChanged else { return false }
        do throws(AccountFault) {
            try PasswordRules.refuseKnown(password, notIn: breached)
            return false
        } catch {
            return error.isOfGuesses
        }
    }

    /// An account whose password was hashed at a lower cost than today's gets another hash, now that the password is here.
    private func renewed(_ account: Account, _ password: String) async -> Account {
        guard let hash = await checker.renewed(account.password, of: password, with: accounts.key) else {
            return account
        }
        let renewed = accounts.renew(account, with: hash) { sessions.renew(from: account, to: $0) }
        if let renewed { return renewed }
        return await sameAgain(account, password) ?? account
    }

    /// An account of which nothing but the password's hash is another than before, and the password the same: somebody else
    /// has just signed in to it, or sent the same form twice.
    func sameAgain(_ account: Account, _ password: String) async -> Account? {
        guard let now = accounts.account(account.name), now != account, let hash = now.password else { return nil }
        var same = account
        same.password = hash
        guard same == now else { return nil }
        let answer = await checker.check(password, of: now, with: accounts.key, from: "", isKnown: true)
        return answer == .right ? now : nil
    }

    /// What is wrong with a code for an account's second factor; nil where it is right now, and was not used before.
    ///
    /// It is looked at only beside the right password, and a wrong one gets the same words.
    private func fault(in typed: String, of account: Account, _ key: LoginThrottle.Key) -> Why? {
        guard let code = account.code else { return nil }
        guard case .open(let factor) = code else { return .otherKey }
        guard throttle.withLock({ $0.mayTryCode(key, at: clock.now) }) else { return .tooManyCodes }
        let digits = typed.filter { !$0.isWhitespace }
        if usedCodes.take(account.name, { factor.step(of: digits, at: clock.now, after: $0) }) { return nil }
        return factor.step(of: digits, at: clock.now, after: 0) == nil ? .code : .usedCode
    }

    /// Lets in whom the provider vouches for; nil where no account is theirs.
    func signIn(subject: String, from address: String) -> (cookie: String, session: Session)? {
        accounts.account(subject: subject).map { sessions.begin($0, from: address, at: clock.now) }
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

    /// The session that a browser has already, whoever's it is.
    func session(broughtBy request: Request) -> Session? {
        Cookies.value(sessionCookie, in: request).flatMap { sessions.session($0, at: clock.now, isUse: false) }
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
        let account = accounts.account(session.account)
        // The session as it stands now, and looked at after the account: its owner's own change goes into both.
        guard let account, sessions.credentials(of: session.id) == account.credentials else {
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
        return hops.split(separator: ",").last.flatMap(ClientAddress.parsed) ?? context.peer
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

/// Reading cookies, of which blanks and tabs alone are no part (RFC 6265).
enum Cookies {
    /// A cookie's value; nil where it is not there, or there twice.
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

package import DaemonKit
package import SafeguardingModel
import Synchronization

/// The check of who somebody is: by a password and a second factor, or by the provider's word; and the sessions that
/// begin with it.
package final class Authenticator: Sendable {
    package let accounts: AccountBook
    package let sessions = SessionStore()
    package let flows = SignInFlows()
    let throttle = Mutex(LoginThrottle())
    let checker: PasswordChecker
    private let usedCodes: UsedCodes
    let clock: any WallClock
    /// The site's own list of breached passwords.
    let breached: BreachedFile?

    /// - Parameter passwordCost: scrypt's N of passwords that are hashed from now on.
    package init(
        accounts: AccountBook,
        usedCodes: UsedCodes,
        clock: any WallClock,
        passwordCost: Int,
        breached: BreachedFile?
    ) {
        self.accounts = accounts
        self.usedCodes = usedCodes
        self.clock = clock
        self.breached = breached
        checker = PasswordChecker(cost: passwordCost)
    }

    package enum Outcome: Sendable {
        case welcome(cookie: String, Session)
        case wrong(Why)
        case wait(Span, isNews: Bool)
        case busy
    }

    /// The reason for a refused sign-in, for the log and never for the page.
    package enum Why: String, Sendable {
        case password = "wrong password"
        case code = "wrong code"
        case otherKey = "kept with another key"
        case usedCode = "code used before"
        case tooManyCodes = "too many wrong codes; not looked at"
    }

    /// Remembers that somebody signed in from an address before the desk was started.
    package func recall(_ account: String, from address: String, at time: Instant) {
        throttle.withLock { $0.know(LoginThrottle.Key(account: account, address: address), at: time) }
    }

    /// Checks a name and a password, after the delay that the pair of name and address, or the account, has to wait.
    package func signIn(_ name: String, password: String, code: String, from address: String) async -> Outcome {
        let key = LoginThrottle.Key(account: name, address: address)
        let wait = throttle.withLock { throttle in
            throttle.attempt(key, at: clock.now).map { Outcome.wait($0, isNews: throttle.isNews(key, at: clock.now)) }
        }
        if let wait { return wait }
        let account = Account.isWellFormed(name) ? accounts.account(name) : nil
        let wasHere = throttle.withLock { $0.isKnown(key) }
        switch await checker.check(password, of: account, with: accounts.key, from: key.address, isKnown: wasHere) {
        case .tooBusy:
            throttle.withLock { $0.refund(key) }
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

    /// Signs in the account of a provider's subject; nil where there is none.
    package func signIn(subject: String, from address: String) -> (cookie: String, session: Session)? {
        accounts.account(subject: subject).map { sessions.begin($0, from: address, at: clock.now) }
    }

    /// Returns the session that a cookie opens; nil where it is over.
    ///
    /// - Parameter isUse: false for a refresh by the page's own script, which keeps no session open.
    package func session(_ cookie: String, isUse: Bool) -> Session? {
        sessions.session(cookie, at: clock.now, isUse: isUse)
    }

    /// Returns the account of a session as it is now; nil, and the session ends, where the account is gone or has
    /// another password, second factor or subject.
    package func account(of session: Session) -> Account? {
        guard sessions.isAlive(session.id, at: clock.now) else { return nil }
        let account = accounts.account(session.account)
        // The session is read after the account, since a change by its owner updates both.
        guard let account, sessions.credentials(of: session.id) == account.credentials else {
            sessions.end(session.id)
            return nil
        }
        return account
    }

    /// Returns whether a password would be refused today, since it is on a list of breached ones or composed of them.
    ///
    /// Nobody is kept out while a list cannot be read or the file of accounts cannot be written: who must change the
    /// password must be able to. `cse-desk check` reports both.
    private func isKnown(_ password: String) -> Bool {
        guard accounts.canBeChanged else { return false }
        do throws(AccountError) {
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
}

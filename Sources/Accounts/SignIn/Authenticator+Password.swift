import DaemonKit
package import SafeguardingModel
import Synchronization

extension Authenticator {
    package enum PasswordOutcome: Sendable {
        case changed
        case wrong
        case wait(Span, isNews: Bool)
        case refused(AccountError)
        /// Too many checks are waiting, or a file cannot be read or written.
        case notNow
    }

    /// Sets another password for a session's account, given the present one; all its other sessions end.
    ///
    /// Wrong guesses are slowed down as they are at sign-in.
    ///
    /// `note` logs the change first: a change that cannot be logged is not made.
    package func changePassword(
        of session: Session,
        from current: String,
        to new: String,
        at address: String,
        note: () throws -> Void
    ) async -> PasswordOutcome {
        let key = LoginThrottle.Key(account: session.account, address: address)
        let wait = throttle.withLock { throttle in
            throttle.attempt(key, at: clock.now).map {
                PasswordOutcome.wait($0, isNews: throttle.isNews(key, at: clock.now))
            }
        }
        if let wait { return wait }
        guard let account = accounts.account(session.account), account.password != nil else { return .wrong }
        switch await checker.check(current, of: account, with: accounts.key, from: key.address, isKnown: true) {
        case .tooBusy:
            throttle.withLock { $0.refund(key) }
            return .notNow
        case .wrong: return .wrong
        case .right: throttle.withLock { $0.succeeded(key, at: clock.now) }
        }
        do throws(AccountError) {
            try PasswordRules.demand(new, for: account.name, besides: current, notIn: breached)
        } catch {
            // The owner cannot repair a list that cannot be searched.
            if case .file = error { return .notNow }
            return .refused(error)
        }
        return await replace(account, with: new, keeping: session, note: note)
    }

    private func replace(
        _ account: Account,
        with new: String,
        keeping session: Session,
        note: () throws -> Void
    ) async -> PasswordOutcome {
        guard let hash = await checker.hash(of: new, with: accounts.key) else { return .notNow }
        let changed = accounts.renew(account, with: hash, noting: note) { sessions.keepOnly(session.id, of: $0) }
        if changed != nil { return .changed }
        // The same form was sent twice, and the first one has done it.
        return await sameAgain(account, new) == nil ? .notNow : .changed
    }
}

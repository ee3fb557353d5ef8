import DaemonKit
import SafeguardingModel
import Synchronization

extension Access {
    enum PasswordOutcome: Sendable {
        case changed
        case wrong
        case wait(Span, isNews: Bool)
        case refused(AccountFault)
        /// Too many are checked, or the file cannot be written.
        case notNow
    }

    /// Gives the account of a session another password, for whoever knows the one that it has: guessing costs as much here
    /// as at the door. This session goes on, all others of the account end.
    ///
    /// `note` writes it down first: what cannot be written down is not done.
    func changePassword(
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
            throttle.withLock { $0.giveBack(key) }
            return .notNow
        case .wrong: return .wrong
        case .right: throttle.withLock { $0.succeeded(key, at: clock.now) }
        }
        do throws(AccountFault) {
            try PasswordRules.demand(new, for: account.name, besides: current, notIn: breached)
        } catch {
            // A list that cannot be searched is nothing that its owner could mend.
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
        // The same form sent twice: the first has done it.
        return await sameAgain(account, new) == nil ? .notNow : .changed
    }
}

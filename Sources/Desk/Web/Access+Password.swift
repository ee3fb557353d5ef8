import DaemonKit
import SafeguardingModel
import Synchronization

extension Access {
    enum PasswordOutcome: Sendable {
        case changed
        case wrong
        case wait(Span)
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
        if let wait = throttle.withLock({ $0.attempt(key, at: clock.now) }) { return .wait(wait) }
        guard let account = accounts.account(session.account), account.password != nil else { return .wrong }
        switch await checker.check(current, of: account, from: key.address) {
        case .tooBusy: return .notNow
        case .wrong: return .wrong
        case .right: break
        }
        throttle.withLock { $0.succeeded(key, at: clock.now) }
        do throws(AccountFault) { try PasswordRules.demand(new, for: account.name, besides: current) } catch {
            return .refused(error)
        }
        guard let hash = await checker.hash(of: new), (try? note()) != nil,
            let changed = accounts.renew(account, with: hash)
        else { return .notNow }
        sessions.keepOnly(session.id, of: changed)
        return .changed
    }
}

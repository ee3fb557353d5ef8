package import SafeguardingModel
import Synchronization

/// The sessions of everybody who is signed in.
///
/// They are kept in memory: after a restart everybody signs in again.
package final class SessionStore: Sendable {
    private let sessions = Mutex<[[UInt8]: Session]>([:])
    private let perAccount: Int

    init(perAccount: Int = 5) {
        self.perAccount = perAccount
    }

    /// Begins a session, and returns the cookie that opens it.
    func begin(_ account: Account, from address: String, at now: Instant, mustChange: Bool = false) -> (
        cookie: String, session: Session
    ) {
        let cookie = SecretToken.make()
        let session = Session(
            id: SecretToken.digest(cookie),
            account: account.name,
            address: address,
            credentials: account.credentials,
            formToken: SecretToken.make(),
            began: now,
            lastUsed: now,
            mustChangePassword: mustChange
        )
        sessions.withLock { sessions in
            sessions = sessions.filter { !$0.value.isOver(at: now) }
            SessionStore.makeRoom(in: &sessions, for: account.name, most: perAccount)
            sessions[session.id] = session
        }
        return (cookie, session)
    }

    /// Returns the session that a cookie opens.
    ///
    /// A refresh by the page's own script is not a use: a session must time out when nobody is there.
    func session(_ cookie: String, at now: Instant, isUse: Bool) -> Session? {
        find(SecretToken.digest(cookie), at: now, isUse: isUse)
    }

    /// Returns whether a session still exists and is not over.
    package func isAlive(_ id: [UInt8], at now: Instant) -> Bool {
        find(id, at: now, isUse: false) != nil
    }

    package func end(_ id: [UInt8]) {
        sessions.withLock { $0[id] = nil }
    }

    /// Returns every session of an account, this one and those of other browsers.
    package func all(of account: String) -> [Session] {
        sessions.withLock { sessions in sessions.values.filter { $0.account == account } }
    }

    /// Returns the sessions of an account that can still be used, the last used first.
    package func standing(of account: Account, at now: Instant) -> [Session] {
        let own = all(of: account.name).filter { !$0.isOver(at: now) && $0.credentials == account.credentials }
        return own.sorted { ($0.lastUsed, $0.began, $0.name) > ($1.lastUsed, $1.began, $1.name) }
    }

    /// Keeps sessions open when the same password is stored in another way.
    func renew(from former: Account, to account: Account) {
        sessions.withLock { sessions in
            for (id, session) in sessions
            where session.account == account.name && session.credentials == former.credentials {
                sessions[id]?.credentials = account.credentials
            }
        }
    }

    /// Returns the credentials that a session goes by; nil where there is no such session.
    func credentials(of id: [UInt8]) -> Account.Credentials? {
        sessions.withLock { $0[id]?.credentials }
    }

    package func greet(_ id: [UInt8], with greeting: LastVisit?) {
        sessions.withLock { $0[id]?.greeting = greeting }
    }

    /// Ends all sessions but this one of somebody who changed their password.
    func keepOnly(_ id: [UInt8], of account: Account) {
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.account != account.name || $0.key == id }
            sessions[id]?.credentials = account.credentials
            sessions[id]?.mustChangePassword = false
        }
    }

    private func find(_ id: [UInt8], at now: Instant, isUse: Bool) -> Session? {
        sessions.withLock { sessions in
            guard var session = sessions[id] else { return nil }
            if session.isOver(at: now) {
                sessions[id] = nil
                return nil
            }
            if isUse {
                session.lastUsed = now
                sessions[id] = session
            }
            return session
        }
    }

    /// Ends the sessions used longest ago of an account for which one more would be too many.
    private static func makeRoom(in sessions: inout [[UInt8]: Session], for account: String, most: Int) {
        let own = sessions.values.filter { $0.account == account }.sorted { $0.lastUsed < $1.lastUsed }
        for session in own.prefix(max(0, own.count - most + 1)) { sessions[session.id] = nil }
    }
}

import SafeguardingModel
import Synchronization

/// Who is signed in.
///
/// Kept in memory: a desk that restarts asks everybody to sign in again.
final class SessionStore: Sendable {
    private let sessions = Mutex<[[UInt8]: Session]>([:])
    private let perAccount: Int

    init(perAccount: Int = 5) {
        self.perAccount = perAccount
    }

    /// Begins a session, and gives the cookie that opens it.
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

    /// The session that a cookie opens.
    ///
    /// A look by the page's own script is no use of it: an empty chair must time out.
    func session(_ cookie: String, at now: Instant, isUse: Bool) -> Session? {
        find(SecretToken.digest(cookie), at: now, isUse: isUse)
    }

    /// Whether a session still stands.
    func isAlive(_ id: [UInt8], at now: Instant) -> Bool {
        find(id, at: now, isUse: false) != nil
    }

    func end(_ id: [UInt8]) {
        sessions.withLock { $0[id] = nil }
    }

    /// Every session of somebody, this one and those of other browsers.
    func all(of account: String) -> [Session] {
        sessions.withLock { sessions in sessions.values.filter { $0.account == account } }
    }

    /// The sessions of an account that open the desk, the one that was used last first.
    func standing(of account: Account, at now: Instant) -> [Session] {
        let own = all(of: account.name).filter { !$0.isOver(at: now) && $0.credentials == account.credentials }
        return own.sorted { ($0.lastUsed, $0.began, $0.name) > ($1.lastUsed, $1.began, $1.name) }
    }

    /// The same password is kept in another way: whoever is signed in by it stays.
    func renew(from former: Account, to account: Account) {
        sessions.withLock { sessions in
            for (id, session) in sessions
            where session.account == account.name && session.credentials == former.credentials {
                sessions[id]?.credentials = account.credentials
            }
        }
    }

    /// By what a session was opened; nil where it stands no more.
    func credentials(of id: [UInt8]) -> Account.Credentials? {
        sessions.withLock { $0[id]?.credentials }
    }

    func greet(_ id: [UInt8], with greeting: LastVisit?) {
        sessions.withLock { $0[id]?.greeting = greeting }
    }

    /// Of somebody who changed their password this session alone goes on.
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

    /// Ends the oldest sessions of somebody who has too many.
    private static func makeRoom(in sessions: inout [[UInt8]: Session], for account: String, most: Int) {
        let own = sessions.values.filter { $0.account == account }.sorted { $0.lastUsed < $1.lastUsed }
        for session in own.prefix(max(0, own.count - most + 1)) { sessions[session.id] = nil }
    }
}

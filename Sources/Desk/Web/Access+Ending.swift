import Accounts

extension Access {
    /// Ends sessions, and what was opened in them.
    func end(_ sessions: [Session]) {
        for session in sessions {
            authenticator.sessions.end(session.id)
            openings.forget(session)
            glances.forget(session)
        }
    }
}

extension Access {
    /// Ends sessions, and what was opened in them.
    func end(_ sessions: [Session]) {
        for session in sessions {
            self.sessions.end(session.id)
            openings.forget(session)
            glances.forget(session)
        }
    }
}

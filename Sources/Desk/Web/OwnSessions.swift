import Accounts
import Hummingbird
import SafeguardingModel

/// An account's own sessions, as a list and with a form to end them.
struct OwnSessions: Sendable {
    let access: Access
    let pages: PageMaker
    let audit: AuditLog

    /// Returns the open sessions: this one, then the others, the last used first.
    func rows(of visit: DeskContext.Visit) -> [SessionRow] {
        guard let account = access.authenticator.accounts.account(visit.session.account) else { return [] }
        let all = access.authenticator.sessions.standing(of: account, at: access.now)
        let own = all.filter { $0.id == visit.session.id }
        let others = all.filter { $0.id != visit.session.id }
        // Sessions go by the machine's clock, even on a desk that plays another year.
        let times = Times(zone: pages.zone, now: access.now)
        return own.map { SessionRow($0, isThis: true, times) } + others.map { SessionRow($0, isThis: false, times) }
    }

    /// Ends another session of the same account.
    func end(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        let name = try form.name("session", called: "Session")
        let others = access.authenticator.sessions.all(of: visit.session.account).filter { $0.id != visit.session.id }
        // A session that is over already, or is somebody else's, is ignored.
        if let other = others.first(where: { $0.name == name }) {
            access.end([other])
            let detail = SignIn.detail("another session of theirs", from: other.address)
            try audit.write(.signedOut, by: visit.session.account, detail: detail)
        }
        return .redirect(to: "/password?done=session", type: .normal)
    }
}

/// A session on its owner's page.
struct SessionRow: Sendable {
    /// The session's name in a form, which cannot be used to open it.
    let name: String
    let isThis: Bool
    /// The network address of its sign-in.
    let address: String
    let began: TimeText
    /// The time since it was used: `12 min ago`.
    let used: String

    init(_ session: Session, isThis: Bool, _ times: Times) {
        name = session.name
        self.isThis = isThis
        address = session.address.isEmpty ? "an unknown address" : session.address
        began = times.short(session.began)
        used = "\(Times.words(times.now - session.lastUsed)) ago"
    }
}

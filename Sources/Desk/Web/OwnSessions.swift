import Hummingbird
import SafeguardingModel

/// Where somebody is signed in, to themselves, and ending what they do not know or need.
struct OwnSessions: Sendable {
    let access: Access
    let pages: PageMaker
    let audit: AuditLog

    /// Those that stand: this one, then the others, the one that was used last first.
    func rows(of visit: DeskContext.Visit) -> [SessionRow] {
        guard let account = access.accounts.account(visit.session.account) else { return [] }
        let all = access.sessions.standing(of: account, at: access.now)
        let own = all.filter { $0.id == visit.session.id }
        let others = all.filter { $0.id != visit.session.id }
        // Sessions go by the machine's clock, on a desk that plays another year, too.
        let times = Times(zone: pages.zone, now: access.now)
        return own.map { SessionRow($0, isThis: true, times) } + others.map { SessionRow($0, isThis: false, times) }
    }

    /// Ends another session of the same account.
    func end(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.demandVisit()
        let form = try await Form(request, context: context)
        try form.demandToken(of: visit.session)
        let name = try form.name("session", called: "Session")
        let others = access.sessions.all(of: visit.session.account).filter { $0.id != visit.session.id }
        // One that is over already, or is somebody else's, is not there.
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
    /// What a form calls it; it opens nothing.
    let name: String
    let isThis: Bool
    /// The network address of its sign-in.
    let address: String
    let began: TimeText
    /// `12 min ago`.
    let used: String

    init(_ session: Session, isThis: Bool, _ times: Times) {
        name = session.name
        self.isThis = isThis
        address = session.address.isEmpty ? "an unknown address" : session.address
        began = times.short(session.began)
        used = "\(Times.words(times.now - session.lastUsed)) ago"
    }
}

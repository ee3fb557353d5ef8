import Accounts
import Hummingbird
import SafeguardingModel

/// The account's own page: changing the password, and its sessions.
struct PasswordChange: Sendable {
    let access: Access
    let pages: PageMaker
    let audit: AuditLog
    let sessions: OwnSessions

    func show(_ request: Request, context: DeskContext) throws -> Response {
        let visit = try context.requireVisit()
        return try page(visit, notice: request.uri.queryParameters.get("done").flatMap { PasswordChange.done[$0] })
    }

    func take(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        let current = try PasswordChange.field("current", called: "Your password now", form)
        let new = try PasswordChange.field("new", called: "The new password", form)
        guard try PasswordChange.field("again", called: "The new password again", form) == new else {
            return try page(visit, fault: "The two new ones differ.", status: .badRequest)
        }
        let address = access.address(of: request, context)
        let outcome = await access.authenticator.changePassword(of: visit.session, from: current, to: new, at: address)
        {
            try audit.write(.accountChanged, by: visit.session.account, detail: "another password, by its owner")
        }
        return try answer(outcome, visit, address)
    }

    /// Logs a wrong guess, as at sign-in.
    private func writeDown(_ why: String, _ visit: DeskContext.Visit, _ address: String) throws {
        let detail = SignIn.detail("\(why), changing it", from: address)
        try audit.write(.signInRefused, by: visit.session.account, detail: detail)
    }

    private func answer(
        _ outcome: Authenticator.PasswordOutcome,
        _ visit: DeskContext.Visit,
        _ address: String
    ) throws -> Response {
        switch outcome {
        case .changed: return .redirect(to: "/password?done=yes", type: .normal)
        case .wrong:
            try writeDown(Authenticator.Why.password.rawValue, visit, address)
            return try page(visit, fault: "That is not your password now.", status: .forbidden)
        case .refused(let fault): return try page(visit, fault: "Not changed: \(fault).", status: .badRequest)
        case .wait(let span, let isNews):
            if isNews { try writeDown("put off", visit, address) }
            let seconds = (span.milliseconds + 999) / 1_000
            return try page(visit, fault: "Too many attempts. Try again in \(seconds) s.", status: .tooManyRequests)
        case .notNow:
            let fault = "It could not be changed just now; nothing was. Try again, or ask whoever runs the desk."
            return try page(visit, fault: fault, status: .serviceUnavailable)
        }
    }

    /// Returns a password as it was typed: spaces at its ends are part of it.
    private static func field(_ name: String, called title: String, _ form: Form) throws(WebError) -> String {
        guard let text = form[name], !text.isEmpty else { throw .missing(title) }
        // A longer text is not anybody's password, and hashing it would only cost time.
        return String(text.prefix(DeskAccounts.longestTried + 1))
    }

    private static let mustChange =
        "Your password stands in lists of breached ones, or is made out of one: whoever guesses tries it early. Take another one; until then nothing else opens."

    /// The messages after a change, by the word in the address.
    private static let done = [
        "yes": "Your password is changed. Your sessions in other browsers have ended.",
        "session": "That session has ended.",
    ]

    private func page(
        _ visit: DeskContext.Visit,
        notice: String? = nil,
        fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var frame = pages.frame("Your account", for: visit, notice: notice)
        frame.asksPassword = true
        let page = PasswordPage(
            frame: frame,
            account: visit.session.account,
            hasPassword: access.authenticator.accounts.account(visit.session.account)?.password != nil,
            fault: fault ?? (visit.session.mustChangePassword ? PasswordChange.mustChange : nil),
            sessions: sessions.rows(of: visit)
        )
        return pages.response(page, status: status)
    }
}

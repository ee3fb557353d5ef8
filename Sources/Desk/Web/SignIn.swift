import Accounts
import DaemonKit
import Hummingbird
import Logging
import SafeguardingModel

/// Signing in and out.
struct SignIn: Sendable {
    let access: Access
    let pages: PageMaker
    let audit: AuditLog
    /// The text on the provider's button, where there is one.
    let provider: String?

    /// Shows the page for signing in.
    func show(_ request: Request, context: DeskContext) throws -> Response {
        if access.visit(request) != nil { return .redirect(to: "/", type: .normal) }
        let then = SignIn.ownPath(request.uri.queryParameters.get("then"))
        return try form(request, status: .ok, account: "", fault: nil, then: then)
    }

    func enter(_ request: Request, context: DeskContext) async throws -> Response {
        let form = try await Form(request, context: context)
        try requireToken(form, request)
        let name = try form.name("account", called: "Account")
        guard let password = form["password"], !password.isEmpty else { throw WebError.missing("Password") }
        let then = SignIn.ownPath(form["then"])
        guard !password.utf8.contains(0) else {
            let fault = "No password has a NUL character. Type it by hand."
            return try self.form(request, status: .forbidden, account: name, fault: fault, then: then)
        }
        // A longer text is not anybody's password, and hashing it would only cost time.
        let tried = String(password.prefix(DeskAccounts.longestTried + 1))
        let attempt = Attempt(name: name, then: then, address: access.address(of: request, context))
        let code = String((form["code"] ?? "").prefix(16))
        let outcome = await access.authenticator.signIn(name, password: tried, code: code, from: attempt.address)
        return try answer(outcome, attempt, request, context)
    }

    /// An attempt to sign in: the name, the address, and the page to open afterwards.
    private struct Attempt {
        let name: String
        let then: String
        let address: String
    }

    private func answer(
        _ outcome: Authenticator.Outcome,
        _ attempt: Attempt,
        _ request: Request,
        _ context: DeskContext
    ) throws -> Response {
        switch outcome {
        case .welcome(let cookie, let session):
            // The session that the browser brought is ended, so that signing in always begins a new one.
            access.end(access.session(broughtBy: request).map { [$0] } ?? [])
            access.authenticator.sessions.greet(
                session.id,
                with: LastVisit(audit.visits(of: session.account), times: pages.times)
            )
            try audit.write(.signedIn, by: session.account, detail: SignIn.detail("", from: attempt.address))
            context.logger.record(.info, "Signed in", [.account: session.account, .peer: attempt.address])
            return entered(cookie, then: attempt.then)
        case .wrong(let why):
            try writeDown(why.rawValue, attempt, context)
            return try form(
                request,
                status: .forbidden,
                account: attempt.name,
                fault: SignIn.wrong,
                then: attempt.then
            )
        case .wait(let span, let isNews):
            // Only once a minute, so that repeated attempts do not fill the log.
            if isNews { try writeDown("put off", attempt, context) }
            return try refused(request, attempt.name, attempt.then, seconds: (span.milliseconds + 999) / 1_000)
        case .busy:
            context.logger.record(.notice, "Sign-in put off, too many at once", [.peer: attempt.address])
            return try refused(request, attempt.name, attempt.then, seconds: 5)
        }
    }

    /// Logs that a sign-in was refused, and why, which the page does not say.
    private func writeDown(_ why: String, _ attempt: Attempt, _ context: DeskContext) throws {
        // An unknown name may be a password in the wrong field, so it is not logged.
        guard access.authenticator.accounts.account(attempt.name) != nil else {
            let facts: KeyValuePairs<LogKey, any CustomStringConvertible> = [
                .reason: "no such account", .peer: attempt.address,
            ]
            return context.logger.record(.notice, "Sign-in refused", facts)
        }
        try audit.write(.signInRefused, by: attempt.name, detail: SignIn.detail(why, from: attempt.address))
        context.logger.record(
            .notice,
            "Sign-in refused",
            [.account: attempt.name, .reason: why, .peer: attempt.address]
        )
    }

    /// Returns the detail of a line of the access log: how somebody signed in, and from where.
    static func detail(_ how: String, from address: String) -> String {
        [how, address.isEmpty ? "" : "from \(address)"].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Returns the address in the detail of a line, as ``detail(_:from:)`` wrote it; nil where it has none.
    static func address(in detail: String) -> String? {
        detail.firstRange(of: "from ").map { String(detail[$0.upperBound...]) }?.nonEmpty
    }

    func leave(_ request: Request, context: DeskContext) async throws -> Response {
        guard let visit = context.visit else { throw WebError.formExpired }
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        let account = visit.session.account
        let isEverywhere = form["everywhere"] != nil
        access.end(isEverywhere ? access.authenticator.sessions.all(of: account) : [visit.session])
        try audit.write(.signedOut, by: account, detail: isEverywhere ? "everywhere" : "")
        context.logger.record(.info, "Signed out", [.account: account])
        var response = Response.redirect(to: Address.signIn, type: .normal)
        response.headers[.setCookie] = access.clearCookie(access.sessionCookie)
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
        return response
    }

    static func address(then path: String) -> String {
        let path = ownPath(path)
        return path.isEmpty || path == "/" ? Address.signIn : "\(Address.signIn)?then=\(Address.value(path))"
    }

    /// Returns a path of the desk's own pages, or an empty one, so that nobody is sent elsewhere.
    static func ownPath(_ path: String?) -> String {
        guard let path, path.utf8.count <= 512 else { return "" }
        let isOwn =
            path == "/"
            || ["/?", "/alerts/", "/children/", "/handover", "/answers", "/numbers", "/oversight", "/search", "/panel"]
                .contains { path.hasPrefix($0) }
        return isOwn && path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") } ? path : ""
    }

    private static let wrong = "That account, password and code do not go together."

    private func entered(_ cookie: String, then: String) -> Response {
        var response = Response.redirect(to: then.isEmpty ? "/" : then, type: .normal)
        response.headers[values: .setCookie] = [
            access.setCookie(access.sessionCookie, cookie), access.clearCookie(access.formCookie),
        ]
        return response
    }

    private func refused(_ request: Request, _ name: String, _ then: String, seconds: Int64) throws -> Response {
        let fault = "Too many attempts. Try again in \(seconds) s."
        var response = try form(request, status: .tooManyRequests, account: name, fault: fault, then: then)
        response.headers[.retryAfter] = "\(seconds)"
        return response
    }

    /// Returns the form, with a cookie that its token belongs to, so that no other site can sign somebody in.
    private func form(
        _ request: Request,
        status: HTTPResponse.Status,
        account: String,
        fault: String?,
        then: String
    ) throws -> Response {
        let known = Cookies.value(access.formCookie, in: request).flatMap { $0.utf8.count == 43 ? $0 : nil }
        let nonce = known ?? SecretToken.make()
        var frame = pages.frame("Sign in")
        frame.asksPassword = true
        let page = SignInPage(
            frame: frame,
            formToken: access.formToken(for: nonce),
            account: account,
            fault: fault,
            hasNoAccounts: access.authenticator.accounts.isEmpty,
            then: then,
            provider: provider.map { words in
                let question = then.isEmpty ? "" : "?then=\(Address.value(then))"
                return PageLink(href: "\(Address.signIn)/provider\(question)", words: words)
            }
        )
        var response = pages.response(page, status: status)
        response.headers[.setCookie] = access.setCookie(access.formCookie, nonce)
        return response
    }

    private func requireToken(_ form: Form, _ request: Request) throws(WebError) {
        guard let nonce = Cookies.value(access.formCookie, in: request), let token = form["token"],
            SecretToken.isEqual(token, access.formToken(for: nonce))
        else { throw .formExpired }
    }
}

extension Form {
    /// Refuses a form that did not come from a page of this session.
    func requireToken(of session: Session) throws(WebError) {
        guard let token = self["token"], SecretToken.isEqual(token, session.formToken) else { throw .formExpired }
    }
}

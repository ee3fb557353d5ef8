import Accounts
import DaemonKit
import Hummingbird
import Logging

/// Signing in by the identity provider, there and back (OpenID Connect, code flow with PKCE).
struct ProviderSignIn: Sendable {
    /// The provider; nil where the site has none, and then its routes do not exist.
    let provider: Provider?
    let access: Access
    let pages: PageMaker
    let audit: AuditLog

    /// Sends the browser to the provider.
    func begin(_ request: Request, context: DeskContext) async throws -> Response {
        guard let provider else { throw WebError.notHere }
        let known = Cookies.value(access.providerCookie, in: request).flatMap { $0.utf8.count == 43 ? $0 : nil }
        let cookie = known ?? SecretToken.make()
        let then = SignIn.ownPath(request.uri.queryParameters.get("then"))
        let flow = access.authenticator.flows.begin(cookie: cookie, then: then, at: access.now)
        do throws(ProviderError) {
            var response = Response.redirect(to: try await provider.address(for: flow), type: .normal)
            response.headers[.setCookie] = access.setCookie(access.providerCookie, cookie, fromElsewhere: true)
            return response
        } catch {
            throw fault(error, context)
        }
    }

    /// Takes a browser back from the provider.
    func finish(_ request: Request, context: DeskContext) async throws -> Response {
        guard let provider else { throw WebError.notHere }
        let parameters = request.uri.queryParameters
        guard let state = parameters.get("state"), let cookie = Cookies.value(access.providerCookie, in: request),
            let flow = access.authenticator.flows.finish(state, cookie: cookie, at: access.now)
        else { throw ProviderSignIn.over }
        let subject: String
        do throws(ProviderError) {
            let code = try ProviderSignIn.code(parameters, issuer: provider.settings.issuer)
            subject = try await provider.subject(of: code, flow)
        } catch {
            throw fault(error, context)
        }
        return try entered(subject, flow, access.address(of: request, context), context)
    }

    private static func code(_ parameters: Parameters, issuer: String) throws(ProviderError) -> String {
        // The response of another provider was mixed in (RFC 9207).
        if let sender = parameters.get("iss"), sender != issuer { throw .token("another issuer answered") }
        if let error = parameters.get("error") {
            let word = error.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") } ? error : "error"
            throw .refused(String(word.prefix(64)))
        }
        guard let code = parameters.get("code"), !code.isEmpty, code.utf8.count <= 4_096 else {
            throw .refused("no code came")
        }
        return code
    }

    private func entered(_ subject: String, _ flow: SignInFlows.Flow, _ address: String, _ context: DeskContext) throws
        -> Response
    {
        guard let (cookie, session) = access.authenticator.signIn(subject: subject, from: address) else {
            let reason = "no account for the provider's subject"
            context.logger.record(.notice, "Sign-in refused", [.reason: reason, .peer: address])
            throw ProviderSignIn.stranger(subject)
        }
        access.authenticator.sessions.greet(
            session.id,
            with: LastVisit(audit.visits(of: session.account), times: pages.times)
        )
        try audit.write(.signedIn, by: session.account, detail: SignIn.detail("provider", from: address))
        context.logger.record(.info, "Signed in", [.account: session.account, .peer: address])
        let href = flow.then.isEmpty ? "/" : flow.then
        var response = pages.response(WelcomePage(site: pages.site, href: href).html)
        response.headers[.refresh] = "0; url=\(href)"
        response.headers[values: .setCookie] = [
            access.setCookie(access.sessionCookie, cookie), access.clearCookie(access.providerCookie),
        ]
        return response
    }

    // MARK: Errors

    private func fault(_ fault: ProviderError, _ context: DeskContext) -> WebError {
        context.logger.record(.warning, "Sign-in by the provider failed", [.reason: fault.description])
        let isOurs = if case .refused = fault { false } else { true }
        return WebError(
            status: isOurs ? .badGateway : .forbidden,
            heading: "The sign-in did not succeed",
            sentences: [
                isOurs
                    ? "What the provider answered cannot be accepted. Try again; if it stays so, tell whoever runs the desk: its log says why."
                    : "The provider did not let you in. Try again, or use an account of the desk."
            ],
            link: ProviderSignIn.again
        )
    }

    private static let again = PageLink(href: Address.signIn, words: "To the sign-in page")

    private static let over = WebError(
        status: .forbidden,
        heading: "This sign-in is over",
        sentences: ["It took longer than ten minutes, was used before, or began in another browser. Begin again."],
        link: again
    )

    private static func stranger(_ subject: String) -> WebError {
        WebError(
            status: .forbidden,
            heading: "You have no account at this desk",
            sentences: [
                "The provider knows you, and the desk does not yet. Give this to whoever runs the desk, who binds it to your account:",
                subject,
            ],
            link: again
        )
    }
}

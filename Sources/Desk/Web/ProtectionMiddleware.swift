import Hummingbird
import Logging
import DaemonKit

/// The outermost middleware, which adds security headers to every response and turns every error into a page.
struct ProtectionMiddleware: RouterMiddleware {
    let isBehindProxy: Bool
    /// Makes the page for a fault.
    let page: @Sendable (WebError, DeskContext) -> Response

    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        var response = await answer(request, context, next)
        for field in ProtectionMiddleware.always { response.headers[field.name] = field.value }
        if isBehindProxy { response.headers[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        return response
    }

    private func answer(
        _ request: Request,
        _ context: DeskContext,
        _ next: @concurrent (Request, DeskContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch {
            var fault = WebError(error)
            if fault.status == .notFound, let allowed = RouteTable.methods(for: request.uri.path),
                !allowed.contains(request.method)
            {
                fault = .wrongMethod(allowed)
            }
            // A fault of our own is reported where it is thrown.
            if fault.status.kind == .serverError, !(error is WebError) { report(error, fault, context) }
            return page(fault, context)
        }
    }

    /// Logs the kind of error and no more, since its text may be about somebody.
    private func report(_ error: any Error, _ fault: WebError, _ context: DeskContext) {
        context.logger.record(.error, "Request failed", [.code: fault.status.code, .error: "\(type(of: error))"])
    }

    /// The headers of every response: load nothing from elsewhere, run no inline script or style, cache nothing.
    private static let always: HTTPFields = [
        .contentSecurityPolicy: """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types desk
        """,
        .xContentTypeOptions: "nosniff", .xFrameOptions: "DENY", .referrerPolicy: "no-referrer",
        .crossOriginOpenerPolicy: "same-origin", .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()", .cacheControl: "no-store",
    ]
}

extension HTTPFields.Element.Name {
    static let referrerPolicy = named("Referrer-Policy")
    static let xFrameOptions = named("X-Frame-Options")
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let clearSiteData = named("Clear-Site-Data")
    static let refresh = named("Refresh")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let forwardedFor = named("X-Forwarded-For")
    /// The header of a refresh by the page's own script.
    static let deskRefresh = named("X-Desk-Refresh")

    private static func named(_ name: String) -> Self {
        guard let field = Self(name) else { preconditionFailure("'\(name)' is no header's name") }
        return field
    }
}

import DaemonKit
import Hummingbird
import NIOCore

/// The middleware before the page of notices: no other site may send its form, frame it, or read it.
struct PageGuard<Context: RequestContext>: RouterMiddleware {
    let address: HTTPAddress

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let authority = request.head.authority ?? address.description
        guard address.isNamed(authority), isFromHere(request, authority) else {
            return Response(page: PageGuard.foreign.text, status: .forbidden)
        }
        do {
            return try await next(request, context)
        } catch let error as OutboxError {
            let page = NoticePage.fault("The notices cannot be read", "\(error.description). Try again in a minute.")
            return Response(page: page.text, status: .serviceUnavailable)
        }
    }

    /// Returns whether a form comes from the page itself, and a page is requested by a person or by itself.
    private func isFromHere(_ request: Request, _ authority: String) -> Bool {
        if request.method == .get || request.method == .head { return true }
        if let site = request.headers[.secFetchSite], site != "same-origin" { return false }
        guard let origin = request.headers[.origin] else { return false }
        return origin.split(separator: "/").last.map { $0.lowercased() } == authority.lowercased()
    }

    private static var foreign: HTML {
        NoticePage.fault("That is not allowed", "The form did not come from this page. Nothing was sent.")
    }
}

extension Response {
    /// Makes the answer with a page or a part of it: it loads nothing from elsewhere, runs nothing, and is not cached.
    init(page: String, type: String = "text/html; charset=utf-8", status: HTTPResponse.Status = .ok) {
        self.init(
            status: status,
            headers: [
                .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                // With `no-referrer` a browser would send `Origin: null` with our own form.
                .referrerPolicy: "same-origin", .xFrameOptions: "DENY", .crossOriginResourcePolicy: "same-origin",
                .contentSecurityPolicy: """
                default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
                """,
            ],
            body: .init(byteBuffer: ByteBuffer(string: page))
        )
    }
}

extension HTTPFields.Element.Name {
    fileprivate static let secFetchSite = named("Sec-Fetch-Site")
    fileprivate static let referrerPolicy = named("Referrer-Policy")
    fileprivate static let xFrameOptions = named("X-Frame-Options")
    fileprivate static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")

    private static func named(_ name: String) -> Self {
        guard let field = Self(name) else { preconditionFailure("'\(name)' is no header's name") }
        return field
    }
}

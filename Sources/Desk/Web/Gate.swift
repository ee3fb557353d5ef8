import Accounts
import Hummingbird
import SafeguardingModel

/// The middleware that lets signed-in people pass and sends everybody else to the sign-in page.
struct Gate: RouterMiddleware {
    let access: Access

    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        guard let visit = access.visit(request) else { return Gate.signIn(request) }
        guard !visit.session.mustChangePassword || Gate.isOfAccount(request.uri.path) else {
            return .redirect(to: "/password", type: .normal)
        }
        var context = context
        context.visit = visit
        return try await next(request, context)
    }

    /// Returns whether somebody who must change their password may still open this path.
    private static func isOfAccount(_ path: String) -> Bool {
        path == "/password" || path == "/password/sessions" || path == "/logout"
    }

    private static func signIn(_ request: Request) -> Response {
        let isPage = request.method == .get && request.uri.path != "/live"
        let target = isPage ? SignIn.address(then: request.uri.string) : Address.signIn
        return .redirect(to: target, type: .normal)
    }
}

/// The middleware that lets only roles pass that read children's records.
struct ReadersOnly: RouterMiddleware {
    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        guard context.visit?.reader.role.mayRead == true else { throw WebError.mayNotRead }
        return try await next(request, context)
    }
}

import Hummingbird
import SafeguardingModel

/// Lets through whoever is signed in, and shows everybody else where to sign in.
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

    /// What whoever must take another password still reaches.
    private static func isOfAccount(_ path: String) -> Bool {
        path == "/password" || path == "/password/sessions" || path == "/logout"
    }

    private static func signIn(_ request: Request) -> Response {
        let isPage = request.method == .get && request.uri.path != "/live"
        let target = isPage ? SignIn.address(then: request.uri.string) : Address.signIn
        return .redirect(to: target, type: .normal)
    }
}

/// Lets through whose role reads children's records.
struct ReadersOnly: RouterMiddleware {
    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        guard context.visit?.reader.role.mayRead == true else { throw WebFault.mayNotRead }
        return try await next(request, context)
    }
}

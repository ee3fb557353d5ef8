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
        var context = context
        context.visit = visit
        return try await next(request, context)
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

import Hummingbird

/// The middleware that keeps browsers out: through them a page of any web site could reach this machine's own
/// addresses.
struct VisitorCheck<Context: RequestContext>: RouterMiddleware {
    let address: HTTPAddress

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.origin] == nil, address.isNamed(request.head.authority ?? address.description) else {
            return Response(
                code: "forbidden",
                message: "This address is for programs on this machine, by its own name, and not for web pages.",
                status: .forbidden
            )
        }
        return try await next(request, context)
    }
}

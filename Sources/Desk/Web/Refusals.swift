import DaemonKit
import Hummingbird
import Logging

/// The middleware behind the gate that logs each refusal, so that probing leaves a trace.
///
/// A refused address looks like one that does not exist, and the log's line says no more than that either.
struct Refusals: RouterMiddleware {
    let audit: AuditLog

    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let fault as WebError where Refusals.kinds.contains(fault.status) {
            let account = try context.requireVisit().reader.account
            try audit.write(.refused, by: account, detail: fault.heading)
            context.logger.record(.notice, "Refused", [.code: fault.status.code, .account: account])
            throw fault
        }
    }

    private static let kinds: [HTTPResponse.Status] = [.forbidden, .notFound]
}

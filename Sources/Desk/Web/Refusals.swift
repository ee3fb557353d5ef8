import DaemonKit
import Hummingbird
import Logging

/// Behind the gate: writes down whom the desk refused what, so that trying doors leaves a trace.
///
/// A refused address looks like one of nothing, also here: of what is not there the line says no more than that.
struct Refusals: RouterMiddleware {
    let audit: AuditLog

    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let fault as WebFault where Refusals.kinds.contains(fault.status) {
            let account = try context.demandVisit().reader.account
            try audit.write(.refused, by: account, detail: fault.heading)
            context.logger.record(.notice, "Refused", [.code: fault.status.code, .account: account])
            throw fault
        }
    }

    private static let kinds: [HTTPResponse.Status] = [.forbidden, .notFound]
}

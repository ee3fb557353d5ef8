import DaemonKit
import Hummingbird
import Logging

/// The middleware that refuses requests that other sites cause, and host names that are not the desk's.
struct OriginMiddleware: RouterMiddleware {
    let settings: DeskSettings
    let access: Access

    func handle(
        _ request: Request,
        context: DeskContext,
        next: @concurrent (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
        do throws(WebError) {
            try refuse(request)
        } catch {
            let peer = access.address(of: request, context)
            context.logger.record(.notice, "Refused", [.code: error.status.code, .peer: peer])
            throw error
        }
        return try await next(request, context)
    }

    private func refuse(_ request: Request) throws(WebError) {
        let host = request.head.authority ?? ""
        guard settings.isOwnName(host) else { throw OriginMiddleware.wrongName }
        if request.method != .get && request.method != .head { try refuseForeign(request, host: host) }
    }

    private func refuseForeign(_ request: Request, host: String) throws(WebError) {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { throw .formExpired }
        // Our own pages send no referrer, and browsers then send `null` as the origin of their forms.
        guard let origin = request.headers[.origin], origin != "null" else { return }
        let sender = origin.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? ""
        guard sender.lowercased() == host.lowercased() else { throw .formExpired }
    }

    private static let wrongName = WebError(
        status: .misdirectedRequest,
        heading: "The desk is not called that",
        sentences: ["Open it under the address that stands in its configuration."]
    )
}

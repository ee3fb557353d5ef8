import Hummingbird
import SafeguardingModel

/// The route that marks everything in the list as looked at.
struct MarkSeenRoute: Sendable {
    let policy: AccessPolicy
    let seen: SeenAlerts

    func take(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        let through = Position(form["through"] ?? "") ?? 0
        // Alerts that came after the page was made were not looked at.
        seen.seeAll(through: min(max(0, through), await policy.freshness.position), by: visit.reader.account)
        return .redirect(to: "/", type: .normal)
    }
}

import Accounts
import Hummingbird
import SafeguardingModel

/// The access log's page, for managers and auditors.
struct AccessLogRoutes: Sendable {
    let pages: PageMaker
    let policy: AccessPolicy
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        guard visit.reader.role.mayOversee else { throw WebError.mayNotOversee }
        let only = request.uri.queryParameters.get("only") == "opened"
        try records.audit.write(.sawLog, by: visit.reader.account)
        let all = records.audit.recent(.max) { !only || $0.what == .opened }
        let entries = try await policy.desk(for: visit).known(all, limit: 300)
        let frame = pages.frame("Who saw what", for: visit, at: .oversight)
        return pages.response(
            OversightPage(entries: entries, isOnlyOpenings: only, frame: frame, times: pages.times)
        )
    }
}

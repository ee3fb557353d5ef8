import Accounts
import Hummingbird
import SafeguardingModel

/// The page of the team's numbers, for managers and auditors.
struct StatisticsRoutes: Sendable {
    let policy: AccessPolicy
    let pages: PageMaker
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, page) = try await page(request, context)
        try records.audit.write(.sawNumbers, by: visit.reader.account)
        return pages.response(page)
    }

    func csv(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, page) = try await page(request, context)
        try records.audit.write(.exported, by: visit.reader.account, detail: "numbers.csv")
        return CSV.response(CSV.text(page.lines), name: "numbers")
    }

    private func page(_ request: Request, _ context: DeskContext) async throws -> (DeskContext.Visit, NumbersPage) {
        let visit = try context.requireVisit()
        guard visit.reader.role.mayOversee else { throw WebError.mayNotOversee }
        let days = request.uri.queryParameters.get("days").flatMap { Int($0) } ?? 90
        guard NumbersPage.lengths.contains(days) else { throw WebError.notHere }
        let times = pages.times
        let desk = await policy.desk(for: visit)
        let numbers = try await desk.numbers(since: times.now - .days(Int64(days)), now: times.now)
        let frame = pages.frame("Numbers", for: visit, at: .numbers, freshness: await desk.freshness)
        return (visit, NumbersPage(numbers: numbers, days: days, frame: frame, reader: visit.reader, times: times))
    }
}

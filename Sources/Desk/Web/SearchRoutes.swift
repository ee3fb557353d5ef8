import Accounts
import Hummingbird
import SafeguardingModel

/// The search for a child by what a caller knows; it is logged, and its words are in no address.
struct SearchRoutes: Sendable {
    let policy: AccessPolicy
    let pages: PageMaker
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        return try await page(visit, words: "", found: nil)
    }

    func find(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        let words = try form.required("q", called: "Name, number or reference")
        guard words.count <= 100 else { throw WebError.unreadable("A search has at most 100 characters.") }
        try records.audit.write(.searched, by: visit.reader.account, detail: words)
        let found = await policy.desk(for: visit).children(matching: words, limit: SearchRoutes.most + 1)
        return try await page(visit, words: words, found: found)
    }

    private static let most = 30

    private func page(_ visit: DeskContext.Visit, words: String, found: [ChildCard]?) async throws -> Response {
        let frame = pages.frame("Find a child", for: visit, at: .search, freshness: await policy.freshness)
        let page = SearchPage(
            frame: frame,
            words: words,
            found: found.map { Array($0.prefix(SearchRoutes.most)) },
            isMore: (found ?? []).count > SearchRoutes.most,
            times: pages.times
        )
        return pages.response(page)
    }
}

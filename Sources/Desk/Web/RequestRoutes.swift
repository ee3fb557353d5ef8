import Hummingbird
import SafeguardingModel

/// The page of questions to agencies and of referrals; late ones come first.
struct RequestRoutes: Sendable {
    let policy: AccessPolicy
    let pages: PageMaker
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let times = pages.times
        try records.audit.write(.sawList, by: visit.reader.account, detail: "answers")
        let desk = await policy.desk(for: visit)
        let asked = await desk.askedAlerts()
        let referrals = await desk.referrals(latest: 200, times: times)
        let frame = pages.frame("Answers", for: visit, at: .answers, freshness: await desk.freshness)
        return pages.response(AnswersPage(asked, referrals, frame: frame, reader: visit.reader, times: times))
    }
}

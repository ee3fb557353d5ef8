import Hummingbird
import SafeguardingModel

/// The page of questions to agencies and of referrals; late ones come first.
struct RequestRoutes: Sendable {
    let model: DeskModel
    let pages: PageMaker
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.demandVisit()
        let times = pages.times
        try records.audit.write(.sawList, by: visit.reader.account, detail: "answers")
        let desk = await model.view(for: visit.reader)
        let asked = await desk.askedAlerts(for: visit.reader)
        let referrals = await desk.referrals(latest: 200, for: visit.reader, times: times)
        let frame = pages.frame("Answers", for: visit, at: .answers, freshness: await desk.freshness)
        return pages.response(AnswersPage(asked, referrals, frame: frame, reader: visit.reader, times: times))
    }
}

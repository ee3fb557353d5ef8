import Hummingbird
import SafeguardingModel

/// The pages that somebody reads.
struct Reading: Sendable {
    let model: DeskModel
    let pages: PageMaker

    func list(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.demandVisit()
        let query = request.uri.queryParameters
        guard let filter = AlertFilter(rawValue: query.get("show") ?? AlertFilter.open.rawValue) else {
            throw WebFault.notHere
        }
        let times = pages.times
        let list = await model.list(filter, offset: Reading.number(query.get("from")), now: times.now)
        let frame = pages.frame(ListPage.heading(filter), for: visit, isLive: true, freshness: list.freshness)
        return try pages.response(.list, ListPage(list, frame: frame, times: times))
    }

    func alert(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.demandVisit()
        guard let file = await model.file(of: try context.part("id")) else { throw WebFault.notHere }
        let notice = request.uri.queryParameters.get("done").flatMap(Deed.init)?.done
        // A child's name stays out of titles: windows and histories show them to others.
        let frame = pages.frame(file.alert.title, for: visit, isLive: true, notice: notice, freshness: file.freshness)
        return try pages.response(.alert, AlertPage(file, frame: frame, reader: visit.reader, times: pages.times))
    }

    func child(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.demandVisit()
        guard let file = await model.file(of: ChildID(rawValue: try context.part("id"))) else { throw WebFault.notHere }
        let back = Reading.number(request.uri.queryParameters.get("back"))
        let frame = pages.frame("Chronology", for: visit, freshness: file.freshness)
        return try pages.response(
            .child,
            ChildPage(file, back: back, frame: frame, reader: visit.reader, times: pages.times)
        )
    }

    /// A place in a long list; anything else than a number is its beginning.
    private static func number(_ text: String?) -> Int {
        text.flatMap { Int($0) }.map { min(max(0, $0), 10_000_000) } ?? 0
    }
}

extension DeskContext {
    func demandVisit() throws(WebFault) -> Visit {
        guard let visit else { throw .formExpired }
        return visit
    }

    /// One part of the path, decoded.
    func part(_ name: String) throws(WebFault) -> String {
        guard let part = parameters.get(name), let text = Address.text(ofPart: part), !text.isEmpty else {
            throw .notHere
        }
        return text
    }
}

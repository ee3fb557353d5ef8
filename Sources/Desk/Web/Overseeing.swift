import Hummingbird
import SafeguardingModel

/// Who saw what, for managers and auditors.
struct Overseeing: Sendable {
    let pages: PageMaker
    let model: DeskModel
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.demandVisit()
        guard visit.reader.role.mayOversee else { throw WebFault.mayNotOversee }
        let only = request.uri.queryParameters.get("only") == "opened"
        try records.audit.write(.sawLog, by: visit.reader.account)
        let closed = await model.closedChildren(to: visit.reader)
        let entries = records.audit.recent(300) { entry in
            (!only || entry.what == .opened) && !closed.contains(ChildID(rawValue: entry.child))
        }
        let frame = pages.frame("Who saw what", for: visit, at: .oversight)
        return try pages.response(.oversight, OversightPage(entries, only: only, frame: frame, times: pages.times))
    }
}

/// The latest lines of the log of who saw what.
struct OversightPage: Sendable {
    struct Row: Sendable {
        let time: TimeText
        let by: String
        let what: String
        let href: String?
        let about: String?
        let detail: String?
        let isOpening: Bool
    }

    let frame: Frame
    let rows: [Row]
    let hasRows: Bool
    let isOnly: Bool

    init(_ entries: [AuditEntry], only: Bool, frame: Frame, times: Times) {
        self.frame = frame
        isOnly = only
        rows = entries.map { entry in
            Row(
                time: times.text(entry.at),
                by: entry.by,
                what: Words.audit(entry.what),
                href: entry.alert.nonEmpty.map(Address.alert)
                    ?? entry.child.nonEmpty.map { Address.child(ChildID(rawValue: $0)) },
                about: entry.alert.nonEmpty ?? (entry.child.isEmpty ? nil : "Child's file"),
                detail: entry.detail.nonEmpty,
                isOpening: entry.what == .opened
            )
        }
        hasRows = !rows.isEmpty
    }
}

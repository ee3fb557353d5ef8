import Accounts
import Crypto
import DaemonKit
import Hummingbird
import SafeguardingModel

/// The exports to paper or files, each logged with its hash.
struct ExportRoutes: Sendable {
    let policy: AccessPolicy
    let pages: PageMaker
    let audit: AuditLog

    /// Returns one child's pack for a strategy meeting.
    func pack(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, file) = try await opened(context, purpose: .meeting)
        let part = PackChild(file: file, reader: visit.reader, times: pages.times)
        return try await response([part], visit, title: "Strategy meeting pack", children: [file.card.id])
    }

    /// Returns the monthly panel's pack for managers: children with open alerts, the most urgent first, in several
    /// packs.
    func panel(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        // The panel opens many files without a reason, which only a manager may do.
        guard visit.reader.role.mayMakePanel else { throw WebError.mayNotMakePanel }
        let desk = await policy.desk(for: visit)
        let all = await desk.childrenWithOpenAlerts()
        let start = min(RecordPages.number(request.uri.queryParameters.get("from")), all.count)
        let chosen = all[start...].prefix(ExportRoutes.mostChildren)
        var (parts, children): ([PackChild], [ChildID]) = ([], [])
        for child in chosen {
            guard let file = try await desk.panelFile(of: child) else { continue }
            parts.append(PackChild(file: file, reader: visit.reader, isBrief: true, times: pages.times))
            children.append(child)
        }
        var title = "Monthly panel pack"
        if chosen.count < all.count { title += ", children \(start + 1) to \(chosen.endIndex) of \(all.count)" }
        let next = chosen.endIndex < all.count ? "/panel?from=\(chosen.endIndex)" : nil
        return try await response(parts, visit, title: title, children: children, next: next)
    }

    /// The most children in one pack: nobody reads a longer one.
    private static let mostChildren = 10

    func chronology(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, file) = try await opened(context)
        let rows = ReadableFacts(file, reader: visit.reader, times: pages.times).rows
        let lines = rows.map { row in
            [
                row.happened.machine, row.agency, DeskWords.sector(row.fact.sector), row.sentence, row.summary ?? "",
                row.writtenDown.machine,
                row.learned.machine,
            ]
        }
        let head = ["Happened", "Agency", "Sector", "What", "In its own words", "Written down", "Learned"]
        return try csv("chronology", head, lines, visit, file.card.id)
    }

    /// Returns the child and everybody and everything named, one line each, as link charts import them.
    func entities(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, file) = try await opened(context)
        let others = Links.others(file.connections)
        let own = [[file.card.id.rawValue, "Child", file.card.displayName, file.card.born?.description ?? ""]]
        let lines =
            own + others.map { [$0.id.rawValue, "Child", $0.displayName, $0.born?.description ?? ""] }
            + file.connections.map { [Links.id($0), Wording.capitalised(DeskWords.plain($0.kind)), $0.label, ""] }
        return try csv("entities", ["Id", "Type", "Label", "Born"], lines, visit, file.card.id)
    }

    /// Returns the links of the child with people and things.
    func links(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, file) = try await opened(context)
        let lines = file.connections.flatMap { connection in
            [file.card.id].map { [$0.rawValue, Links.id(connection), "named about", "\(connection.mentions)"] }
                + connection.others.map { [$0.id.rawValue, Links.id(connection), "named about", ""] }
        }
        return try csv("links", ["From", "To", "Link", "Times"], lines, visit, file.card.id)
    }

    /// Returns the child, if its file may be opened without a reason or after giving one.
    private func opened(
        _ context: DeskContext,
        purpose: ReadableDesk.Purpose = .page
    ) async throws -> (DeskContext.Visit, ChildRecordView) {
        let visit = try context.requireVisit()
        let id = ChildID(rawValue: try context.part("id"))
        switch await policy.desk(for: visit).open(id, for: purpose) {
        case .absent: throw WebError.notHere
        case .needsReason: throw WebError.needsReason(Address.child(id))
        case .open(let file): return (visit, file)
        }
    }

    private func response(
        _ parts: [PackChild],
        _ visit: DeskContext.Visit,
        title: String,
        children: [ChildID],
        next: String? = nil
    ) async throws -> Response {
        let page = PackPage(
            parts,
            by: visit.reader.account,
            frame: pages.frame(title, for: visit, isTakenAway: true),
            position: await policy.freshness.position,
            next: next,
            times: pages.times
        )
        try audit.write(.printed, by: visit.reader.account, children: children, detail: page.hash)
        return pages.response(page)
    }

    private func csv(
        _ name: String,
        _ head: [String],
        _ lines: [[String]],
        _ visit: DeskContext.Visit,
        _ child: ChildID
    ) throws -> Response {
        let text = CSV.text([head] + lines)
        let hash = Hex.text(SHA256.hash(data: Array(text.utf8)))
        try audit.write(
            .exported,
            by: visit.reader.account,
            child: child,
            detail: "\(name).csv \(hash)"
        )
        return CSV.response(text, name: name)
    }
}

/// Names of links in files.
enum Links {
    static func id(_ connection: Connection) -> String { connection.keys.first?.description ?? connection.label }

    static func others(_ connections: [Connection]) -> [ChildCard] {
        var cards: [ChildCard] = []
        for card in connections.flatMap(\.others) where !cards.contains(where: { $0.id == card.id }) {
            cards.append(card)
        }
        return cards
    }
}

import Accounts
import DaemonKit
import Hummingbird
import SafeguardingModel

/// The pages about alerts and children.
struct RecordPages: Sendable {
    let policy: AccessPolicy
    let pages: PageMaker
    let access: Access
    let records: DeskRecords

    func list(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let parameters = request.uri.queryParameters
        let query = try RecordPages.query(parameters)
        let times = pages.times
        let offset = RecordPages.number(parameters.get("from"))
        let list = await policy.desk(for: visit).list(
            query,
            offset: offset,
            seen: records.seen.seen(by: visit.reader.account),
            now: times.now
        )
        try writeDown(ListViews.List(query: query, offset: offset), request, visit)
        let frame = pages.frame(
            ListPage.heading(query.state),
            for: visit,
            at: .list,
            freshness: list.freshness
        )
        return pages.response(ListPage(list: list, frame: frame, times: times))
    }

    /// Logs that a list was opened, except when an open page refreshes a list that was logged before.
    private func writeDown(_ list: ListViews.List, _ request: Request, _ visit: DeskContext.Visit) throws {
        guard request.method == .get else { return }
        if request.headers[.deskRefresh] != nil, access.listViews.isKnown(list, in: visit.session) { return }
        try records.audit.write(.sawList, by: visit.reader.account)
        access.listViews.note(list, in: visit.session)
    }

    func alert(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let reader = visit.reader
        let desk = await policy.desk(for: visit)
        guard let file = await desk.file(ofAlert: try context.part("id")) else { throw WebError.notHere }
        let id = file.alert.id
        if request.method == .get {
            // An alert about an adult or a place shows its children too.
            let children = file.about.children.map(\.id)
            let journal = await desk.journalID(of: file.alert) ?? ("", id)
            try records.audit.write(
                .sawAlert,
                by: reader.account,
                children: children,
                alert: journal.id,
                shownAs: journal.shownAs
            )
            records.seen.see(id, at: file.freshness.position, by: reader.account)
        }
        let notice = request.uri.queryParameters.get("done").flatMap(AlertAction.init)?.done
        // A child's name is left out of titles, which windows and browser histories show to others.
        let frame = pages.frame(file.alert.title, for: visit, notice: notice, freshness: file.freshness)
        let page = AlertPage(
            file,
            frame: frame,
            reader: reader,
            colleagues: await desk.readers(of: file.alert, among: access.deciders),
            asking: request.uri.queryParameters.get("ask").flatMap { Int($0) },
            times: pages.times
        )
        return pages.response(page)
    }

    func child(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let id = ChildID(rawValue: try context.part("id"))
        let desk = await policy.desk(for: visit)
        let file: ChildRecordView
        switch await desk.open(id) {
        case .absent: throw WebError.notHere
        case .needsReason: return reasonPage(id, visit)
        case .open(let opened): file = opened
        }
        try records.audit.write(.sawChild, by: visit.reader.account, child: id)
        let notice = request.uri.queryParameters.get("done").flatMap(IdentityForms.Verb.init)?.done
        let frame = pages.frame("Chronology", for: visit, notice: notice, freshness: file.freshness)
        let page = ChildPage(
            file,
            try RecordPages.childQuery(request.uri.queryParameters),
            frame: frame,
            reader: visit.reader,
            viewers: try await viewers(of: id, desk),
            times: pages.times
        )
        return pages.response(page)
    }

    /// Returns who looked at a child, for readers who oversee that.
    private func viewers(of child: ChildID, _ desk: ReadableDesk) async throws -> [AuditEntry]? {
        guard desk.visit.reader.role.mayOversee else { return nil }
        return try await desk.known(records.audit.recent(.max) { $0.child == child.rawValue }, limit: 100)
    }

    /// Opens a child's file to somebody without open work, for a reason that their manager can read.
    func open(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        let id = ChildID(rawValue: try context.part("id"))
        let desk = await policy.desk(for: visit)
        if case .absent = await desk.open(id) { throw WebError.notHere }
        let reason = try form.required("reason", called: "Reason")
        guard reason.count >= 10, reason.count <= 500 else { throw WebError.reasonLength }
        try records.audit.write(.opened, by: visit.reader.account, child: id, detail: reason)
        desk.giveReason(for: id)
        return .redirect(to: Address.child(id), type: .normal)
    }

    private func reasonPage(_ child: ChildID, _ visit: DeskContext.Visit) -> Response {
        let page = ReasonPage(
            frame: pages.frame("Why do you open this file?", for: visit),
            action: "\(Address.child(child))/open"
        )
        return pages.response(page, status: .forbidden)
    }

    private static func query(_ parameters: Parameters) throws(WebError) -> AlertQuery {
        func value<Word: RawRepresentable>(_ name: String, _ usual: Word?) throws(WebError) -> Word?
        where Word.RawValue == String {
            guard let text = parameters.get(name), !text.isEmpty else { return usual }
            guard let word = Word(rawValue: text) else { throw .notHere }
            return word
        }
        return AlertQuery(
            state: try value("show", .open) ?? .open,
            whose: try value("whose", .all) ?? .all,
            severity: try value("severity", nil),
            rule: parameters.get("rule").map { String($0.prefix(100)) } ?? ""
        )
    }

    private static func childQuery(_ parameters: Parameters) throws(WebError) -> ChildQuery {
        var query = ChildQuery(back: number(parameters.get("back")))
        query.sector = parameters.get("sector").map { String($0.prefix(64)) } ?? ""
        if let topic = parameters.get("topic"), !topic.isEmpty {
            guard let known = ChildQuery.Topic(rawValue: topic) else { throw .notHere }
            query.topic = known
        }
        if let day = parameters.get("asof"), !day.isEmpty {
            guard let known = CivilDay(day) else { throw .unreadable("A date such as 2015-11-01 was expected.") }
            query.asOf = known
        }
        return query
    }

    /// Returns the offset in a long list; anything but a number is its beginning.
    static func number(_ text: String?) -> Int {
        text.flatMap { Int($0) }.map { min(max(0, $0), 10_000_000) } ?? 0
    }
}

/// The desk's own records: the access log, and the alerts that each account has looked at.
struct DeskRecords: Sendable {
    let audit: AuditLog
    let seen: SeenAlerts
}

extension DeskContext {
    func requireVisit() throws(WebError) -> Visit {
        guard let visit else { throw .formExpired }
        return visit
    }

    /// Returns one part of the path, decoded.
    func part(_ name: String) throws(WebError) -> String {
        guard let part = parameters.get(name), let text = Address.text(ofPart: part), !text.isEmpty else {
            throw .notHere
        }
        return text
    }
}

import Accounts
import DaemonKit
import Hummingbird
import Logging
import SafeguardingModel

/// The handover at the end of a shift: open alerts with owner and deadline, to be offered and accepted.
struct HandoverRoutes: Sendable {
    let policy: AccessPolicy
    let pages: PageMaker
    let access: Access
    let records: DeskRecords
    let decisions: any DecisionWriting

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let open = await policy.desk(for: visit).handover()
        try records.audit.write(.sawList, by: visit.reader.account, detail: "hand-over")
        let notice = request.uri.queryParameters.get("done").flatMap(Verb.init)?.done
        let frame = pages.frame(
            "Hand-over",
            for: visit,
            at: .handover,
            notice: notice,
            freshness: await policy.freshness
        )
        let colleagues = access.deciders.map(\.account).filter { $0 != visit.reader.account }
        return pages.response(
            HandoverPage(
                handover: open,
                reader: visit.reader,
                colleagues: colleagues,
                frame: frame,
                times: pages.times
            )
        )
    }

    enum Verb: String {
        case offer, accept

        var done: String {
            switch self {
            case .offer: "Offered. What you had stays yours until your colleague accepts it."
            case .accept: "Accepted. It is yours now."
            }
        }
    }

    /// Offers the reader's own open alerts to a colleague who may see them, or accepts all that are offered.
    func take(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        guard visit.reader.role.mayDecide else { throw WebError.mayNotDecide }
        guard let verb = Verb(rawValue: try context.part("verb")) else { throw WebError.notHere }
        let account = visit.reader.account
        let desk = await policy.desk(for: visit)
        let open = await desk.openAlerts()
        let note = try form.note(called: nil)
        switch verb {
        case .accept:
            for alert in open where alert.offeredTo == account {
                try await assign(alert, to: account, visit, note, context)
            }
        case .offer:
            let to = try form.name("to", called: "Colleague")
            guard to != account, let colleague = access.deciders.first(where: { $0.account == to }) else {
                throw WebError.unreadable("That colleague is not among those offered; nothing was changed.")
            }
            for alert in open where alert.owner == account && alert.offeredTo == nil {
                guard !(await desk.readers(of: alert, among: [colleague]).isEmpty) else { continue }
                try await assign(alert, to: to, visit, note, context)
            }
        }
        return .redirect(to: "/handover?done=\(verb.rawValue)", type: .normal)
    }

    private func assign(
        _ alert: Alert,
        to taker: String,
        _ visit: DeskContext.Visit,
        _ note: String,
        _ context: DeskContext
    ) async throws {
        let account = visit.reader.account
        guard let (id, shownAs) = await policy.desk(for: visit).journalID(of: alert) else { return }
        try records.audit.write(
            .decided,
            by: account,
            child: alert.subject.child,
            alert: id,
            shownAs: shownAs,
            detail: "hand-over"
        )
        do {
            let decision = Decision(.assign(alert: id, to: taker), by: account, note: note, shownAs: shownAs)
            let position = try await decisions.decide(decision)
            await policy.reached(position)
            context.logger.record(.info, "Decided", [.alert: id, .account: account, .position: position])
        } catch {
            throw WebError(
                status: .serviceUnavailable,
                heading: "Not all of it was written down",
                sentences: ["The aggregator did not confirm it in time. Look at the hand-over again and repeat it."],
                link: PageLink(href: "/handover", words: "Back to the hand-over"),
                headers: [.retryAfter: "60"],
                typed: note.nonEmpty
            )
        }
    }
}

import Accounts
import DaemonKit
import Hummingbird
import Logging
import SafeguardingModel

/// The forms that become decisions: written into the journal with the account, and shown when they are there.
struct DecisionForms: Sendable {
    let policy: AccessPolicy
    let decisions: any DecisionWriting
    let access: Access
    let audit: AuditLog

    func take(_ request: Request, context: DeskContext) async throws -> Response {
        let visit = try context.requireVisit()
        let form = try await Form(request, context: context)
        try form.requireToken(of: visit.session)
        guard visit.reader.role.mayDecide else { throw WebError.mayNotDecide }
        let id = try context.part("id")
        let desk = await policy.desk(for: visit)
        guard let action = AlertAction(rawValue: try context.part("verb")), let alert = await desk.alert(id) else {
            throw WebError.notHere
        }
        let note = try form.note(called: action.requiredText)
        let forms = await forms(for: alert, desk)
        guard forms.offers(action) else { throw DecisionForms.overtaken(alert, note) }
        guard let journal = await desk.journalID(of: alert) else {
            throw DecisionForms.notWritten(alert, note)
        }
        let kind = try action.kind(of: journal.id, form, by: visit.reader.account, forms)
        let decision = Decision(kind, by: visit.reader.account, note: note, shownAs: journal.shownAs)
        try audit.write(
            .decided,
            by: visit.reader.account,
            child: alert.subject.child,
            alert: journal.id,
            shownAs: journal.shownAs,
            detail: action.rawValue
        )
        let position = try await write(decision, about: alert, context)
        await policy.reached(position)
        return .redirect(to: "\(Address.alert(alert.id))?done=\(action.rawValue)", type: .normal)
    }

    private func forms(for alert: Alert, _ desk: ReadableDesk) async -> AlertForms {
        let colleagues = await desk.readers(of: alert, among: access.deciders)
        return AlertForms(
            alert,
            by: desk.visit.reader.account,
            colleagues: colleagues,
            agencies: await desk.agencies
        )
    }

    private func write(_ decision: Decision, about alert: Alert, _ context: DeskContext) async throws(WebError)
        -> Position
    {
        do {
            let position = try await decisions.decide(decision)
            context.logger.record(
                .info,
                "Decided",
                [.alert: alert.id, .account: decision.by, .position: position]
            )
            return position
        } catch {
            context.logger.record(.warning, "Decision not written", [.alert: alert.id, .account: decision.by])
            throw DecisionForms.notWritten(alert, decision.note)
        }
    }

    /// Returns the fault for a form that another decision has overtaken.
    private static func overtaken(_ alert: Alert, _ note: String) -> WebError {
        WebError(
            status: .conflict,
            heading: "The alert has changed meanwhile",
            sentences: [
                "It now stands as: \(DeskWords.life(alert)). Nothing was changed by your form. Look at the alert and decide again."
            ],
            link: PageLink(href: Address.alert(alert.id), words: "Back to the alert"),
            typed: note.nonEmpty
        )
    }

    private static func notWritten(_ alert: Alert, _ note: String) -> WebError {
        WebError(
            status: .serviceUnavailable,
            heading: "This was not written down",
            sentences: [
                "The aggregator did not confirm it in time. If the alert does not show it in a minute, do it again; in the meantime tell your team by other means."
            ],
            link: PageLink(href: Address.alert(alert.id), words: "Back to the alert"),
            headers: [.retryAfter: "60"],
            typed: note.nonEmpty
        )
    }
}

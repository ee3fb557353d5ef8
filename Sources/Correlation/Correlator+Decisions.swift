import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Carries out a person's decision. A decision about an alert that does not exist changes nothing.
    mutating func decide(_ decision: Decision) {
        switch decision.kind {
        case .acknowledge(let id): handle(id, decision, "acknowledged") { $0.acknowledge(by: decision.by) }
        case .progress(let id): handle(id, decision, "in progress") { $0.progress() }
        case .note(let id): handle(id, decision, "noted") { _ in }
        case .close(let id, let outcome):
            handle(id, decision, "closed: \(outcome)") { $0.close(outcome) }
            sendOutcome(of: id, outcome)
        case .reopen(let id): reopen(id, decision)
        case .assign(let id, let account): assign(id, to: account, decision)
        case .ask(let id, let agency, let hours): ask(id, agency, hours, decision)
        case .same, .different: follow(resolver.decide(decision.kind, at: position))
        case .samePerson, .differentPeople: decideAboutAdults(decision.kind)
        case .takenBack:
            follow(resolver.decide(decision.kind, at: position))
            decideAboutAdults(decision.kind)
        }
    }

    mutating func handle(
        _ id: String,
        _ decision: Decision,
        _ what: String,
        _ body: (inout Alert) -> Void
    ) {
        guard let place = book.place(of: id) else { return }
        let action = Alert.Action(at: now, by: decision.by, what: what, note: decision.note)
        change(Int32(place)) { alert in
            body(&alert)
            alert.actions.append(action)
        }
        publishBriefly(Int32(place), Effect.handled)
    }

    private mutating func reopen(_ id: String, _ decision: Decision) {
        guard let place = book.place(of: id), book.entries[place].alert.isClosed else { return }
        let deadline = book.entries[place].alert.severity.acknowledgeBy(raisedAt: now, in: rules.zone)
        handle(id, decision, "opened again") { alert in
            alert.life = .new
            alert.acknowledgeBy = alert.isTrial ? nil : deadline
        }
        setDeadline(Int32(place))
    }

    /// Escalates an alert that nobody acknowledged in time: the next tier is told. After the third time it stays
    /// overdue.
    mutating func escalate(_ place: Int) {
        guard let due = book.entries[place].alert.acknowledgeBy else { return }
        let isLast = book.entries[place].alert.escalations.count >= 2
        let next =
            isLast ? nil : book.entries[place].alert.severity.acknowledgeBy(raisedAt: due, in: rules.zone)
        change(Int32(place)) { alert in
            alert.escalations.append(due)
            alert.acknowledgeBy = next
        }
        setDeadline(Int32(place))
        publishBriefly(Int32(place), Effect.escalated)
    }
}

extension Alert {
    fileprivate mutating func acknowledge(by account: String) {
        if life == .new { life = .acknowledged }
        if owner == nil { owner = account }
        acknowledgeBy = nil
    }

    fileprivate mutating func progress() {
        if !isClosed { life = .inProgress }
        acknowledgeBy = nil
    }

    fileprivate mutating func close(_ outcome: String) {
        life = .closed(outcome: outcome)
        acknowledgeBy = nil
    }
}

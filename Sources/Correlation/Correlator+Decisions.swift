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
        guard let alert = book.index(of: id) else { return }
        let action = Alert.Action(at: now, by: decision.by, what: what, note: decision.note)
        body(&book.entries[alert].alert)
        book.entries[alert].alert.actions.append(action)
        publishBriefly(alert, Effect.handled)
    }

    private mutating func reopen(_ id: String, _ decision: Decision) {
        guard let index = book.index(of: id), book.entries[index].alert.isClosed else { return }
        let deadline = book.entries[index].alert.severity.acknowledgeBy(raisedAt: now, in: rules.zone)
        handle(id, decision, "opened again") { alert in
            alert.life = .new
            alert.waitAnew()
            alert.acknowledgeBy = alert.isTrial ? nil : deadline
        }
        setDeadline(of: index)
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

import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Gives an alert to the person who takes it, or offers it to somebody else, who has it once they accept.
    mutating func assign(_ id: String, to account: String, _ decision: Decision) {
        let isTaken = account == decision.by
        handle(id, decision, isTaken ? "taken on" : "offered to \(account)") { alert in
            guard isTaken else { return alert.offeredTo = account }
            alert.owner = account
            alert.offeredTo = nil
            // A person who takes an alert has seen it.
            if alert.life == .new { alert.life = .acknowledged }
            alert.acknowledgeBy = nil
        }
    }

    /// Asks an agency a question about an alert: a notice goes to it, and the alert waits for the answer.
    mutating func ask(_ id: String, _ agency: AgencyName, _ hours: Int, _ decision: Decision) {
        guard let alert = book.index(of: id), agencies.contains(where: { $0.name == agency }), !decision.note.isEmpty
        else { return }
        let request = Alert.Request(
            id: "Q-\(position)",
            of: agency,
            by: decision.by,
            text: decision.note,
            at: now,
            answerBy: now + .hours(Int64(clamping: min(max(hours, 1), Correlator.longestWait)))
        )
        alertOfRequest[request.id] = alert
        handle(id, decision, "asked \(directory.title(of: agency)), \(request.id)") { $0.requests.append(request) }
        sendQuestion(request, about: alert)
    }

    /// Takes an agency's answer to a question; only the agency asked can answer, and the first answer counts.
    mutating func receiveAnswer(_ event: Event, from agency: AgencyName) {
        guard let id = event.fields.value(.request), let index = alertOfRequest[id] else { return }
        let requests = book.entries[index].alert.requests
        guard let request = requests.firstIndex(where: { $0.id == id && $0.of == agency && $0.answer == nil }) else {
            return
        }
        let answer = Alert.Answer(at: now, position: position)
        book.entries[index].alert.requests[request].answer = answer
        book.entries[index].alert.actions.append(
            Alert.Action(at: answer.at, by: agency.rawValue, what: "answered \(id)")
        )
        publishBriefly(index, Effect.handled)
        let isExercise = book.entries[index].alert.isExercise
        let text = "Your answer to \(id) has reached the CSE team."
        send(to: agency, .receipt, about: [event.id], text, isExercise, question: id)
    }

    /// The longest that an agency may be given, in hours: thirty days.
    private static let longestWait = 720

    /// Sends the question in the agency's own terms: its own references for the child, and nothing from another agency.
    private mutating func sendQuestion(_ request: Alert.Request, about alert: AlertIndex) {
        let entry = book.entries[alert]
        let subject = subjects[entry.subject]
        let facts = subject.chronology.facts.filter { entry.alert.finding.evidence.contains($0.position) }
        let own = facts.filter { directory.agencies[Int($0.agency)].name == request.of }.map(\.id)
        let references = resolver.records(of: subject.id)
            .filter { $0.agency == request.of && !$0.subject.hasPrefix("~") && $0.exercise == subject.realm.isExercise }
            .map(
                \.subject
            )
        let whom = references.isEmpty ? "" : " about \(references.joined(separator: ", "))"
        let text =
            "The CSE team asks\(whom) (request \(request.id), answer by \(rules.zone.text(request.answerBy))): \(request.text)"
        send(
            to: request.of,
            .request,
            about: own,
            text,
            entry.alert.isExercise,
            question: request.id,
            answerBy: request.answerBy
        )
    }
}

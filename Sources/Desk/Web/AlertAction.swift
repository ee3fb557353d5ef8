import SafeguardingModel

/// An action on an alert: the last part of the address that a form is sent to.
enum AlertAction: String, CaseIterable {
    case acknowledge, take, offer, progress, note, ask, close, reopen

    /// The message on the page afterwards.
    var done: String {
        switch self {
        case .acknowledge: "Acknowledged. It is yours."
        case .take: "It is yours now."
        case .offer: "Offered. It stays with whoever has it until your colleague accepts."
        case .progress: "Marked as in progress."
        case .note: "The note was added."
        case .ask: "The question is on its way. The answer will stand here."
        case .close: "The alert is closed. The agencies that contributed are told what came of it."
        case .reopen: "The alert is open again."
        }
    }

    /// Returns the decision that a form asks for.
    func kind(of alert: String, _ form: Form, by account: String, _ offered: AlertForms) throws(WebError)
        -> Decision.Kind
    {
        switch self {
        case .acknowledge: .acknowledge(alert: alert)
        case .take: .assign(alert: alert, to: account)
        case .offer:
            .assign(alert: alert, to: try AlertAction.choice(form, "to", "Colleague", offered.colleagues))
        case .progress: .progress(alert: alert)
        case .note: .note(alert: alert)
        case .ask:
            .ask(
                alert: alert,
                of: AgencyName(
                    rawValue: try AlertAction.choice(form, "agency", "Agency", offered.agencies.map(\.name.rawValue))
                ),
                hours: Int(
                    try AlertAction.choice(form, "hours", "Answer wanted", AlertForms.waits.map { "\($0.hours)" })
                ) ?? 24
            )
        case .close:
            .close(
                alert: alert,
                outcome: try AlertAction.choice(form, "outcome", "What came of it", DeskWords.outcomes)
            )
        case .reopen: .reopen(alert: alert)
        }
    }

    private static func choice(_ form: Form, _ field: String, _ title: String, _ offered: [String]) throws(WebError)
        -> String
    {
        let value = try form.required(field, called: title)
        guard offered.contains(value) else {
            throw .unreadable("What was chosen for “\(title)” is not among what was offered; nothing was changed.")
        }
        return value
    }

    /// The name of the form's text, where it must be filled in.
    var requiredText: String? {
        switch self {
        case .acknowledge, .take, .offer, .progress: nil
        case .note: "Note"
        case .ask: "Question"
        case .close: "Why it is closed"
        case .reopen: "Why"
        }
    }
}

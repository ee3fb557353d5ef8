import SafeguardingModel

/// What somebody may do with an alert: the last part of the address that a form goes to.
enum Deed: String, CaseIterable {
    case acknowledge, progress, note, close, reopen

    /// What the page says afterwards.
    var done: String {
        switch self {
        case .acknowledge: "Acknowledged."
        case .progress: "Marked as in progress."
        case .note: "The note was added."
        case .close: "The alert is closed."
        case .reopen: "The alert is open again."
        }
    }

    /// The decision that a form asks for.
    func kind(of alert: String, _ form: Form) throws(WebFault) -> Decision.Kind {
        switch self {
        case .acknowledge: .acknowledge(alert: alert)
        case .progress: .progress(alert: alert)
        case .note: .note(alert: alert)
        case .close: .close(alert: alert, outcome: try outcome(form))
        case .reopen: .reopen(alert: alert)
        }
    }

    private func outcome(_ form: Form) throws(WebFault) -> String {
        let outcome = try form.required("outcome", called: "What came of it")
        guard Words.outcomes.contains(outcome) else {
            throw .unreadable("That outcome is not one of those offered; nothing was changed.")
        }
        return outcome
    }

    /// What the form calls its text, where it must be filled in.
    var demandedText: String? {
        switch self {
        case .acknowledge, .progress: nil
        case .note: "Note"
        case .close: "Why it is closed"
        case .reopen: "Why"
        }
    }

    /// Whether the alert, as it now stands, can have this done to it.
    func applies(to alert: Alert) -> Bool {
        let forms = Forms(alert, formToken: "")
        return switch self {
        case .acknowledge: forms.acknowledge
        case .progress: forms.progress
        case .note: true
        case .close: forms.close
        case .reopen: forms.reopen
        }
    }
}

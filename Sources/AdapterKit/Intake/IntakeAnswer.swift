import EventFormat
package import SafeguardingModel

/// The result for one posted event.
package struct IntakeAnswer: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable {
        /// The event is in the outbox, on disk, and will be sent until the aggregator has it.
        case accepted
        /// The same event was accepted before.
        case duplicate
        /// The event was not taken; the sender has to mend it.
        case refused
    }

    package var source: String
    package var id: String
    package var outcome: Outcome
    /// The refusal's stable code, its path in the event, and a sentence for whoever mends it; empty unless refused.
    package var code = ""
    package var path = ""
    package var message = ""
    /// Peculiarities of an event that was taken all the same.
    package var warnings: [JSONValue] = []

    init(_ event: ReadyEvent, _ acceptance: Acceptance, warnings: [EventError]) {
        (source, id) = (event.source, event.id)
        switch acceptance {
        case .accepted: outcome = .accepted
        case .duplicate: outcome = .duplicate
        case .conflict:
            outcome = .refused
            (code, path) = ("same-id-other-content", "$.id")
            message =
                "An event of this source and id was taken before, with other content. Give the new one an id of its own, "
                + "or send an event.corrected that names this id in data.of."
        case .otherChild:
            outcome = .refused
            (code, path) = ("other-child", "$.subject")
            message =
                "The event that this corrects was about another child, and is not turned into one about this child. Withdraw it "
                + "by an event.withdrawn that names its id in data.of, and send the report anew under an id of its own; the same "
                + "holds where the reference of one child was corrected."
        }
        self.warnings = warnings.map { fault in
            ["code": .string(fault.code.rawValue), "path": .string(fault.path), "message": .string(fault.message)]
        }
    }

    init(source: String, id: String, code: String, path: String, message: String) {
        (self.source, self.id, outcome) = (source, id, .refused)
        (self.code, self.path, self.message) = (code, path, message)
    }

    package var json: JSONValue {
        var object: JSONObject = ["source": .string(source), "id": .string(id), "outcome": .string(outcome.rawValue)]
        if outcome == .refused {
            object["code"] = .string(code)
            object["path"] = .string(path)
            object["message"] = .string(message)
        }
        if !warnings.isEmpty { object["warnings"] = .array(warnings) }
        return .object(object)
    }
}

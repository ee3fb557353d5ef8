import BusProtocol
import Journal
import SafeguardingModel

/// A check that refuses decisions without effect: the journal would keep them for ever, and judgement would ignore them
/// silently.
struct DecisionCheck {
    private let aggregator: Aggregator

    init(_ aggregator: Aggregator) {
        self.aggregator = aggregator
    }

    /// - Throws: a fault with a sentence for the person who decided.
    func check(_ decision: Decision) async throws(ConnectionError) {
        guard decision.by.contains(where: { !$0.isWhitespace }) else {
            throw DecisionCheck.refusal("It does not say who decides.")
        }
        guard decision.by.utf8.count <= 256 else {
            throw DecisionCheck.refusal("It says in more than 256 bytes who decides; a name is enough.")
        }
        switch decision.kind {
        case .acknowledge(let alert), .progress(let alert), .note(let alert), .close(let alert, _), .reopen(let alert),
            .assign(let alert, _), .ask(let alert, _, _):
            try await check(alert: alert)
        case .same(let records), .different(let records):
            guard Set(records).count >= 2 else {
                throw DecisionCheck.refusal("It names fewer than two records, so there is nothing to decide about.")
            }
        case .samePerson(let keys, _), .differentPeople(let keys, _):
            guard Set(keys).count >= 2 else {
                throw DecisionCheck.refusal(
                    "It names fewer than two keys of adults, so there is nothing to decide about."
                )
            }
        case .takenBack(let position): try await check(takenBack: position)
        }
    }

    private func check(alert: String) async throws(ConnectionError) {
        guard !aggregator.worker.isRecalling else {
            throw DecisionCheck.refusal("The aggregator is still reading its journal; try again in a moment.")
        }
        // A desk may have judged an entry before this aggregator has.
        await aggregator.worker.caughtUp(to: aggregator.journal.last)
        guard await aggregator.worker.knows(alert: alert) else {
            throw DecisionCheck.refusal("There is no alert '\(alert.prefix(100))'.")
        }
    }

    /// Checks the decision that is taken back. Taking back a decision that took back another makes the other count
    /// again.
    private func check(takenBack position: Position) async throws(ConnectionError) {
        switch await decision(at: position)?.kind {
        case .same, .different, .samePerson, .differentPeople, .takenBack: return
        case .acknowledge, .progress, .note, .close, .reopen, .assign, .ask, nil:
            let message = "Journal entry \(position) is no decision about who is who, so it cannot be taken back."
            throw DecisionCheck.refusal(message)
        }
    }

    private func decision(at position: Position) async -> Decision? {
        var codec = EntryCodec()
        guard position > 0, let stored = try? aggregator.journal.entries(from: position, limit: 1).first,
            stored.position == position, stored.kind == .decision,
            case .decision(let decision) = try? codec.read(stored).body
        else { return nil }
        return decision
    }

    private static func refusal(_ message: String) -> ConnectionError { ConnectionError(.decision, message: message) }
}

import BusProtocol
import SafeguardingModel

/// A gateway whose disk survives it.
final class SimulatedGateway {
    /// The state of one outbox on the disk.
    struct Shelf {
        var stored: [OutboxEvent] = []
        var refused: [RefusedEvent] = []
        var acknowledged: UInt64 = 0
    }

    // What survives a crash.
    private(set) var disk: [OutboxID: Shelf] = [:]
    private(set) var notices: [(number: UInt64, to: AgencyName)] = []
    private(set) var noted: [AgencyName: UInt64] = [:]

    // What does not.
    var reception = PublisherSessions(limits: limits)
    private var pending: [Arrival] = []
    private var batch: [Arrival] = []
    private var verdicts: [Verdict] = []
    private var recalls: [(outbox: OutboxID, after: UInt64, standing: OutboxProgress)] = []
    private var fetches: [(outbox: OutboxID, after: UInt64, found: [NumberedNotice])] = []
    private(set) var mostPending = 0
    private(set) var mistakes: [String] = []

    let directory = AgencyDirectory([
        .init(name: "sample-academy", sector: .education, keys: [[1]]),
        .init(name: "sample-house", sector: .residential, keys: [[2]]),
    ])

    /// Small, so that every bound is met.
    static var limits: GatewayLimits {
        var limits = GatewayLimits()
        limits.window = 12
        limits.eventBytes = 60
        limits.eventsPerMessage = 3
        limits.refusalsPerMessage = 2
        limits.noticesAhead = 2
        limits.outboxes = 4
        return limits
    }

    func crash() {
        reception = PublisherSessions(limits: Self.limits)
        (pending, batch, verdicts, recalls, fetches) = ([], [], [], [], [])
    }

    func post(_ agency: AgencyName) -> [PublisherSessions.Action] {
        notices.append((UInt64(notices.count) + 1, agency))
        return reception.noticesGrew(for: agency)
    }

    /// Does what concerns the disk; gives back what concerns a connection.
    func perform(_ action: PublisherSessions.Action) -> (GatewayMessage, ConnectionID)? {
        switch action {
        case .send(let message, let connection): return (message, connection)
        case .store(let arrival):
            pending.append(arrival)
            mostPending = max(mostPending, pending.count)
        case .discard(let outbox): pending.removeAll { $0.outbox == outbox }
        case .recall(let outbox, let number): recalls.append((outbox, number, standing(of: outbox, after: number)))
        case .fetchNotices(let outbox, let number): fetches.append((outbox, number, found(for: outbox.agency, number)))
        case .noted(let agency, let number): noted[agency] = max(number, noted[agency, default: 0])
        }
        return nil
    }

    /// Of many refusals only the first two, so that telling goes on in pieces.
    private func standing(of outbox: OutboxID, after number: UInt64) -> OutboxProgress {
        let shelf = disk[outbox] ?? Shelf()
        let all = shelf.refused.filter { $0.sequence > number }
        return OutboxProgress(
            acknowledged: shelf.acknowledged,
            refused: Array(all.prefix(2)),
            isComplete: all.count <= 2
        )
    }

    private func found(for agency: AgencyName, _ number: UInt64) -> [NumberedNotice] {
        let after = max(number, noted[agency, default: 0])
        return notices.filter { $0.to == agency && $0.number > after }.prefix(3).map {
            NumberedNotice(number: $0.number, json: [])
        }
    }

    /// Writes all that waits, one batch at a time; a broken disk takes only the first so many.
    func commit(taking count: Int?) {
        guard batch.isEmpty else { return }
        batch = pending
        pending = []
        var broken: Set<OutboxID> = []
        for (index, arrival) in batch.enumerated() {
            if let count, index >= count { broken.insert(arrival.outbox) }
            verdicts.append(broken.contains(arrival.outbox) ? .unavailable : store(arrival))
        }
    }

    private func store(_ arrival: Arrival) -> Verdict {
        var shelf = disk[arrival.outbox] ?? Shelf()
        if arrival.sequence != shelf.acknowledged + 1 {
            mistakes.append("the disk is asked to store a gap or a repeat")
        }
        shelf.acknowledged = arrival.sequence
        defer { disk[arrival.outbox] = shelf }
        let unfit = arrival.body.first == 0 ? Refusal(code: "bad-value", message: "Unfit.") : nil
        guard let refusal = arrival.refusal ?? unfit else {
            shelf.stored.append(OutboxEvent(sequence: arrival.sequence, body: arrival.body))
            return .stored
        }
        shelf.refused.append(RefusedEvent(sequence: arrival.sequence, refusal: refusal))
        return .refused(refusal)
    }

    /// Lets the gateway hear of one thing that the disk did.
    func hearFromDisk(_ kind: Int) -> [PublisherSessions.Action] {
        switch kind {
        case 0:
            defer { (batch, verdicts) = ([], []) }
            return reception.settled(batch, verdicts)
        case 1 where !recalls.isEmpty:
            let next = recalls.removeFirst()
            return reception.recalled(next.standing, of: next.outbox, after: next.after)
        case 2 where !fetches.isEmpty:
            let next = fetches.removeFirst()
            return reception.fetched(next.found, for: next.outbox, after: next.after)
        default: return []
        }
    }
}

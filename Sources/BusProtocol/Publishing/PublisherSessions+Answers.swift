public import SafeguardingModel

extension PublisherSessions {
    /// Takes the verdicts on a batch, one for each arrival.
    ///
    /// They are taken whole, before the next batch is handed over: unavailable events are taken in again only once all
    /// verdicts are known.
    public mutating func settled(_ batch: [Arrival], _ verdicts: [Verdict]) -> [Action] {
        var order: [OutboxID] = []
        var settled: [OutboxID: (first: UInt64, verdicts: [Verdict])] = [:]
        for (arrival, verdict) in zip(batch, verdicts) {
            if settled[arrival.outbox]?.verdicts.append(verdict) == nil {
                order.append(arrival.outbox)
                settled[arrival.outbox] = (arrival.sequence, [verdict])
            }
        }
        return order.flatMap { outbox -> [Action] in
            guard let (first, verdicts) = settled[outbox] else { return [] }
            return on(outbox) { $0.settled(verdicts, from: first) }
        }
    }

    /// Takes the disk's answer to a recall.
    public mutating func recalled(_ standing: OutboxProgress, of outbox: OutboxID, after number: UInt64) -> [Action] {
        on(outbox) { $0.recalled(standing, after: number) }
    }

    /// Notes that a recall failed: the publisher asks again after a pause.
    public mutating func recallFailed(of outbox: OutboxID) -> [Action] {
        guard let connection = connections[outbox] else { return [] }
        return turnAway(
            connection,
            ConnectionError(.busy, message: "The aggregator cannot read its journal at this moment.")
        )
    }

    /// Takes the notices of an agency that were fetched after a number.
    public mutating func fetched(_ notices: [NumberedNotice], for outbox: OutboxID, after number: UInt64) -> [Action] {
        on(outbox) { $0.fetched(notices, after: number) }
    }

    /// Fetches notices, because there may be new ones for an agency.
    public mutating func noticesGrew(for agency: AgencyName) -> [Action] {
        connected.filter { $0.agency == agency }.flatMap { outbox in on(outbox) { $0.noticesGrew() } }
    }

    /// Lets time pass. If not every message was heard, because publishers were kept waiting, they do not count as
    /// silent.
    public mutating func tick(at now: Instant, hasHeardAll: Bool = true) -> [Action] {
        connected.flatMap { outbox in on(outbox) { $0.tick(at: now, hasHeardAll: hasHeardAll) } }
    }

    /// Applies a changed policy: a publisher that has lost its right is told so at once.
    public mutating func policyChanged(to directory: AgencyDirectory) -> [Action] {
        connected.flatMap { outbox -> [Action] in
            guard let connection = connections[outbox],
                case .failure(let fault) = directory.standing(of: outbox.agency.rawValue).publisher
            else { return [] }
            return turnAway(connection, fault)
        }
    }

    /// Tells all publishers that the aggregator is stopping.
    public mutating func stop() -> [Action] {
        connected.flatMap { outbox -> [Action] in
            connections[outbox].map { turnAway($0, ConnectionError(.stopping)) } ?? []
        }
    }

    /// The connected outboxes in a reproducible order.
    private var connected: [OutboxID] { connections.keys.sorted() }
}

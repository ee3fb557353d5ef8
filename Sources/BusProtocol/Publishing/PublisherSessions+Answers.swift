public import SafeguardingModel

extension PublisherSessions {
    /// The disk has settled a batch: one verdict for each arrival.
    ///
    /// A batch is told whole, and before the next is handed over: what was unavailable in it is taken in anew only
    /// after all of it is known.
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

    /// The disk has answered a recall.
    public mutating func recalled(_ standing: OutboxProgress, of outbox: OutboxID, after number: UInt64) -> [Action] {
        on(outbox) { $0.recalled(standing, after: number) }
    }

    /// The disk could not answer a recall: the publisher asks again in a while.
    public mutating func recallFailed(of outbox: OutboxID) -> [Action] {
        guard let connection = connections[outbox] else { return [] }
        return turnAway(connection, Fault(.busy, message: "The aggregator cannot read its journal at this moment."))
    }

    /// The notices of an agency after a number have been fetched.
    public mutating func fetched(_ notices: [NumberedNotice], for outbox: OutboxID, after number: UInt64) -> [Action] {
        on(outbox) { $0.fetched(notices, after: number) }
    }

    /// There may be new notices for an agency.
    public mutating func noticesGrew(for agency: AgencyName) -> [Action] {
        connected.filter { $0.agency == agency }.flatMap { outbox in on(outbox) { $0.noticesGrew() } }
    }

    /// Time passes; whether all that publishers said has been heard, or they were kept waiting, which is no silence.
    public mutating func tick(at now: Instant, hasHeardAll: Bool = true) -> [Action] {
        connected.flatMap { outbox in on(outbox) { $0.tick(at: now, hasHeardAll: hasHeardAll) } }
    }

    /// Keys were taken away or changed: whoever may no longer publish is told so at once.
    public mutating func policyChanged(to directory: AgencyDirectory) -> [Action] {
        connected.flatMap { outbox -> [Action] in
            guard let connection = connections[outbox],
                case .failure(let fault) = directory.standing(of: outbox.agency.rawValue).publisher
            else { return [] }
            return turnAway(connection, fault)
        }
    }

    /// The aggregator is being stopped.
    public mutating func stop() -> [Action] {
        connected.flatMap { outbox -> [Action] in
            connections[outbox].map { turnAway($0, Fault(.stopping)) } ?? []
        }
    }

    /// The outboxes that are connected, in an order that does not depend on chance.
    private var connected: [OutboxID] { connections.keys.sorted() }
}

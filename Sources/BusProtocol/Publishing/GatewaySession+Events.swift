public import SafeguardingModel

extension GatewaySession {
    /// Handles a message from the publisher.
    public mutating func receive(_ message: PublisherMessage, at now: Instant) -> [Action] {
        lastReceivedAt = now
        switch (message, phase) {
        case (.hello(let hello), _): return greet(hello, at: now)
        case (_, .none): return [.send(.fault(ConnectionError(.notWelcome)))]
        case (_, .greeted): return []  // The client waits for its welcome; what comes before was said to nobody.
        case (.event(let first, let bodies), _): return take(first, bodies)
        case (.noted(let number), _): return noted(through: number)
        case (.ping(let sent), _): return answerPing(sent)
        case (.pong(let sent), _): return notice(sent: sent)
        }
    }

    /// Takes in the next events in order, skips those that came before, stops at a gap.
    private mutating func take(_ first: UInt64, _ bodies: [[UInt8]]) -> [Action] {
        guard let accepted else { return [] }
        guard bodies.count <= limits.eventsPerMessage, first > 0, first <= .max - UInt64(bodies.count) else {
            let message = "An EVENT carries 1 to \(limits.eventsPerMessage) events, and the first of all has number 1."
            return [.send(.fault(ConnectionError(.malformed, message: message)))]
        }
        let last = first + UInt64(bodies.count) - 1
        // Acknowledged again, because the acknowledgement may have been lost; what is on its way to the disk is
        // acknowledged later.
        if last <= accepted { return last <= settled ? [acknowledgement] : [] }
        if first > accepted + 1 { return report(.gap) }

        isGapReported = false
        let taken = min(last, credit)
        guard taken > accepted else { return report(.credit) }
        let new = bodies[Int(accepted + 1 - first)...Int(taken - first)]
        let actions = zip((accepted + 1)..., new).map { Action.store(arrival($0, $1)) }
        self.accepted = taken
        return taken < last ? actions + report(.credit) : actions
    }

    private func arrival(_ sequence: UInt64, _ body: [UInt8]) -> Arrival {
        if body.isEmpty {
            return Arrival(outbox: outbox, sequence: sequence, body: [], refusal: .empty(limit: limits.eventBytes))
        }
        guard body.count <= limits.eventBytes else {
            let refusal = Refusal.tooLarge(bytes: body.count, limit: limits.eventBytes)
            return Arrival(outbox: outbox, sequence: sequence, body: [], refusal: refusal)
        }
        return Arrival(outbox: outbox, sequence: sequence, body: body)
    }

    /// Reports once where to go on; a thousand events behind a gap need no thousand faults.
    private mutating func report(_ code: ConnectionError.Code) -> [Action] {
        guard !isGapReported else { return [] }
        isGapReported = true
        return [.send(.fault(ConnectionError(code, number: (accepted ?? 0) + 1)))]
    }

    /// Takes the verdicts on events of this outbox, from a number on.
    public mutating func settled(_ verdicts: [Verdict], from first: UInt64) -> [Action] {
        var refused: [RefusedEvent] = []
        for (sequence, verdict) in zip(first..., verdicts) {
            switch verdict {
            case .stored: break
            case .refused(let refusal): refused.append(RefusedEvent(sequence: sequence, refusal: refusal))
            case .unavailable: return report(refused, through: sequence - 1) + rewind(to: sequence - 1)
            }
        }
        return report(refused, through: first + UInt64(verdicts.count) - 1)
    }

    /// Tells the agency, unless a recall is under way, which will find the outcome on the disk.
    private mutating func report(_ refused: [RefusedEvent], through number: UInt64) -> [Action] {
        acknowledged = max(acknowledged, number)
        guard phase == .open, number > settled else { return [] }
        settled = number
        return refusals(refused) + [acknowledgement]
    }

    private mutating func rewind(to number: UInt64) -> [Action] {
        accepted = number
        isGapReported = true
        guard phase == .open || phase == .recalling else { return [.discard] }
        return [.discard, .send(.fault(ConnectionError(.unavailable, number: number + 1)))]
    }

    func refusals(_ refused: [RefusedEvent]) -> [Action] {
        stride(from: 0, to: refused.count, by: limits.refusalsPerMessage).map { start in
            .send(.refused(Array(refused[start..<min(start + limits.refusalsPerMessage, refused.count)])))
        }
    }

    var acknowledgement: Action { .send(.ack(through: settled, credit: credit)) }
}

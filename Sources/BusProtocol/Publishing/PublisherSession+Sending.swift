public import SafeguardingModel

extension PublisherSession {
    /// Asks the outbox for the next events, unless a read is under way or there is no credit.
    mutating func load() -> [Action] {
        guard phase == .welcome, loading == nil, pausedUntil == nil, credit >= next else { return [] }
        loads += 1
        let limit = min(UInt64(settings.eventsPerLoad), credit - next + 1)
        let load = Load(after: next - 1, limit: Int(limit), number: loads)
        loading = load
        return [.load(load)]
    }

    /// Takes the outbox's events after the number, in order; an empty list means that there are no more for now.
    public mutating func loaded(_ events: [OutboxEvent], for load: Load, at now: Instant) -> [Action] {
        guard load == loading else { return [] }
        let mayHaveMore = isStale || events.count >= load.limit
        giveUpLoading()
        // Events after a skipped number would be asked for again and again: send only consecutive ones.
        let ready = zip(next..., events).prefix { $0 == $1.sequence }.map(\.1).prefix(load.limit)
        guard !ready.isEmpty else { return mayHaveMore && events.isEmpty ? self.load() : [] }

        next += UInt64(ready.count)
        lastSentAt = now
        let actions = messages(of: ready).map { Action.send($0) }
        return mayHaveMore ? actions + self.load() : actions
    }

    /// Packs events into as few messages as the limits allow.
    private func messages(of events: some Sequence<OutboxEvent>) -> [PublisherMessage] {
        let most = max(1, welcome?.eventsPerMessage ?? 1)
        var messages: [PublisherMessage] = []
        var (first, bodies, bytes): (UInt64, [[UInt8]], Int) = (0, [], 0)
        for event in events {
            let body = sendable(event.body)
            if !bodies.isEmpty, bodies.count >= most || bytes + body.count > settings.bytesPerMessage {
                messages.append(.event(first: first, bodies: bodies))
                (bodies, bytes) = ([], 0)
            }
            if bodies.isEmpty { first = event.sequence }
            bodies.append(body)
            bytes += body.count
        }
        if !bodies.isEmpty { messages.append(.event(first: first, bodies: bodies)) }
        return messages
    }

    /// Replaces an event beyond the limit, which would break the connection again and again, by an empty one.
    ///
    /// The aggregator then refuses it in its turn.
    private func sendable(_ body: [UInt8]) -> [UInt8] {
        body.count <= welcome?.maximumEventBytes ?? .max ? body : []
    }

    /// Lets time pass: sends a heartbeat, greets or sends again after a pause, or replaces a silent connection.
    public mutating func tick(at now: Instant) -> [Action] {
        switch phase {
        case .away: return []
        case .greeting: return now - lastSentAt >= settings.timeout ? giveUp() : []
        case .waiting(_, let until): return now >= until ? greetAgain(at: now) : []
        case .welcome: return keepAlive(at: now)
        }
    }

    private mutating func keepAlive(at now: Instant) -> [Action] {
        let heartbeat = welcome?.heartbeat ?? settings.timeout
        if now - lastReceivedAt >= heartbeat * 3 { return giveUp() }
        var actions: [Action] = []
        if let end = pausedUntil, now >= end {
            pausedUntil = nil
            actions = load()
        }
        if now - lastSentAt >= heartbeat {
            lastSentAt = now
            actions.append(.send(.ping(sent: next - 1)))
        }
        return actions
    }

    private mutating func greetAgain(at now: Instant) -> [Action] {
        lastReceivedAt = now
        return greet(at: now)
    }

    private mutating func giveUp() -> [Action] {
        disconnected()
        return [.reconnect]
    }
}

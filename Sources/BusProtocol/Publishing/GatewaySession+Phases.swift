public import SafeguardingModel

extension GatewaySession {
    /// Takes the answer to a recall: sends the refusals first, then the number that covers them.
    public mutating func recalled(_ standing: OutboxProgress, after number: UInt64) -> [Action] {
        acknowledged = max(acknowledged, standing.acknowledged)
        accepted = max(accepted ?? 0, acknowledged)
        // The answer to an earlier connection's question may lack refusals that this connection must get.
        switch phase {
        case .greeted(let hello) where hello.settled == number: return welcome(hello, standing)
        case .recalling where settled == number: return continueReporting(standing)
        default: return []
        }
    }

    private mutating func welcome(_ hello: Hello, _ standing: OutboxProgress) -> [Action] {
        guard hello.settled <= acknowledged else {
            return [.send(.fault(ConnectionError(.ahead, number: acknowledged))), .disconnect]
        }
        settled = max(hello.settled, standing.settled)
        isGapReported = false
        phase = settled < acknowledged ? .recalling : .open
        notices = NoticeWindow()
        notices.isWanted = hello.takesNotices
        return refusals(standing.refused) + [.send(.welcome(welcomeMessage))] + continuePublishing()
    }

    private mutating func continueReporting(_ standing: OutboxProgress) -> [Action] {
        let news = standing.refused.filter { $0.sequence > settled }
        settled = max(settled, standing.settled)
        if settled >= acknowledged { phase = .open }
        return refusals(news) + [acknowledgement] + continuePublishing()
    }

    private mutating func continuePublishing() -> [Action] {
        phase == .open ? fetchNotices() : [.recall(after: settled)]
    }

    private var welcomeMessage: Welcome {
        Welcome(
            agency: outbox.agency,
            sector: sector,
            acknowledged: settled,
            credit: credit,
            maximumEventBytes: limits.eventBytes,
            eventsPerMessage: limits.eventsPerMessage,
            heartbeat: limits.heartbeat
        )
    }

    /// Answers a ping. All that was sent before it on this connection has arrived, so what is missing is lost.
    mutating func answerPing(_ sent: UInt64) -> [Action] {
        [acknowledgement, .send(.pong(settled: settled))] + notice(sent: sent)
    }

    /// Notes how far the client says it has sent: if that is further than was taken, it missed the request to send
    /// again.
    mutating func notice(sent: UInt64) -> [Action] {
        guard phase == .open, let accepted, sent > accepted, accepted < credit else { return [] }
        isGapReported = true
        return [.send(.fault(ConnectionError(.gap, number: accepted + 1)))]
    }

    /// Lets time pass: sends a heartbeat after silence of our own, and gives up a connection that is silent for too
    /// long.
    public mutating func tick(at now: Instant, hasHeardAll: Bool = true) -> [Action] {
        guard isConnected else { return [] }
        if !hasHeardAll { lastReceivedAt = max(lastReceivedAt, now - limits.heartbeat) }
        if now - lastReceivedAt >= limits.silence {
            disconnected()
            return [.disconnect]
        }
        guard now - lastSentAt >= limits.heartbeat, phase == .open || phase == .recalling else { return [] }
        lastSentAt = now
        return [.send(.ping(settled: settled))]
    }

    // MARK: Notices

    /// Fetches notices, because there may be new ones for the agency.
    public mutating func noticesGrew() -> [Action] {
        guard phase == .open, notices.isWanted else { return [] }
        guard !notices.isFetching else {
            notices.isStale = true
            return []
        }
        return fetchNotices()
    }

    private mutating func fetchNotices() -> [Action] {
        guard notices.isWanted, !notices.isFetching, notices.open.count < limits.noticesAhead else { return [] }
        notices.isFetching = true
        notices.isStale = false
        return [.fetchNotices(after: notices.sent)]
    }

    /// Sends the notices that were fetched after a number; an empty list means that there are no more for now.
    public mutating func fetched(_ found: [NumberedNotice], after number: UInt64) -> [Action] {
        // Whichever connection asked, the notice after the last one sent is next.
        guard phase == .open, number == notices.sent else { return [] }
        notices.isFetching = false
        let next = found.filter { $0.number > notices.sent }.prefix(limits.noticesAhead - notices.open.count)
        guard let last = next.last else { return notices.isStale ? fetchNotices() : [] }
        notices.open += next.map(\.number)
        notices.sent = last.number
        return next.map { .send(.notice(number: $0.number, json: $0.json)) } + fetchNotices()
    }

    /// Takes that the agency has kept its notices up to a number. It may have kept later ones than were sent here, if
    /// the aggregator has lost what was noted before.
    mutating func noted(through number: UInt64) -> [Action] {
        let number = min(number, notices.sent)
        guard number > notices.noted else { return [] }
        notices.noted = number
        notices.open.removeAll { $0 <= number }
        return [.noted(through: number)] + fetchNotices()
    }
}

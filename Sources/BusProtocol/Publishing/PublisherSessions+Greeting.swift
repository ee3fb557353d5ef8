import SafeguardingModel

extension PublisherSessions {
    mutating func greet(
        _ hello: Hello,
        from connection: ConnectionID,
        as agency: AgencyDirectory.Holder,
        at now: Instant
    ) -> [Action] {
        let outbox = OutboxID(agency: agency.name, epoch: hello.epoch)
        var actions = supersede(outbox, by: connection)
        guard makeRoom(for: outbox) else { return actions + turnAway(connection, ConnectionError(.busy)) }

        if sessions[outbox] == nil {
            sessions[outbox] = GatewaySession(outbox: outbox, sector: agency.sector, limits: limits)
        }
        outboxes[connection] = outbox
        connections[outbox] = connection
        actions += on(outbox) { $0.greet(hello, at: now) }
        return actions
    }

    /// Ends the connection's earlier session, and the outbox's session on another connection.
    private mutating func supersede(_ outbox: OutboxID, by connection: ConnectionID) -> [Action] {
        lost(connection)
        guard let former = connections[outbox] else { return [] }
        return turnAway(former, ConnectionError(.superseded))
    }

    /// Returns whether there is room for the outbox, if need be in the place of an idle one.
    private mutating func makeRoom(for outbox: OutboxID) -> Bool {
        let ofAgency = connections.keys.count { $0.agency == outbox.agency }
        guard ofAgency < limits.outboxesPerAgency else { return false }
        guard sessions[outbox] == nil, sessions.count >= limits.outboxes else { return true }

        let idle = sessions.values.filter(\.isIdle)
        guard let oldest = idle.min(by: { ($0.lastReceivedAt, $0.outbox) < ($1.lastReceivedAt, $1.outbox) }) else {
            return false
        }
        sessions[oldest.outbox] = nil
        return true
    }
}

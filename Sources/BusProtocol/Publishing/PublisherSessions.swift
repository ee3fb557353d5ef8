public import SafeguardingModel

/// The identity of a connection for as long as it lasts: the routing id that libzmq assigned.
///
/// It proves nothing about the sender.
public typealias ConnectionID = [UInt8]

/// The aggregator's side of all publishers: the connections, the outbox of each, and the answers to them.
///
/// Messages and moments go in, actions come out. It holds nothing that a restart would lose: a publisher that sends
/// without having greeted is asked to greet, and the disk has the rest.
public struct PublisherSessions: Sendable {
    /// Something that the gateway has to do next, in this order.
    public enum Action: Hashable, Sendable {
        case send(GatewayMessage, to: ConnectionID)
        /// Store the arrival, after all that were handed over before.
        case store(Arrival)
        /// Take back the arrivals of this outbox that wait to be stored.
        case discard(OutboxID)
        /// Ask the disk for the outbox's progress, and for refusals after this number.
        case recall(OutboxID, after: UInt64)
        /// Fetch notices for the outbox's agency after this number.
        case fetchNotices(OutboxID, after: UInt64)
        /// Note that the agency has kept its notices up to this number.
        case noted(AgencyName, through: UInt64)
    }

    let limits: GatewayLimits
    var sessions: [OutboxID: GatewaySession] = [:]
    var outboxes: [ConnectionID: OutboxID] = [:]
    var connections: [OutboxID: ConnectionID] = [:]

    /// Makes sessions without connections.
    public init(limits: GatewayLimits = GatewayLimits()) {
        self.limits = limits
    }

    /// The number of publishers that are connected.
    public var connectionCount: Int { outboxes.count }

    /// The number of outboxes that are remembered.
    public var outboxCount: Int { sessions.count }

    /// Handles a message.
    ///
    /// The sender is the holder of the connection's key, as of this moment; the message is not asked.
    public mutating func receive(
        _ frames: [[UInt8]],
        from connection: ConnectionID,
        sender: AgencyDirectory.KeyStatus,
        at now: Instant
    ) -> [Action] {
        let agency: AgencyDirectory.Holder
        switch sender.publisher {
        case .success(let holder): agency = holder
        case .failure(let fault): return turnAway(connection, fault)
        }
        do throws(MalformedMessageError) {
            let message = try PublisherMessage(frames: frames)
            if case .hello(let hello) = message { return greet(hello, from: connection, as: agency, at: now) }
            return hear(message, from: connection, as: agency, at: now)
        } catch {
            return [.send(.fault(ConnectionError(.malformed, message: error.description)), to: connection)]
        }
    }

    private mutating func hear(
        _ message: PublisherMessage,
        from connection: ConnectionID,
        as agency: AgencyDirectory.Holder,
        at now: Instant
    ) -> [Action] {
        // If a connection ever carries two agencies' names, it counts as not greeted.
        guard let outbox = outboxes[connection], outbox.agency == agency.name else {
            return turnAway(connection, ConnectionError(.notWelcome))
        }
        return on(outbox) { $0.receive(message, at: now) }
    }

    /// Sends a fault and forgets the connection.
    mutating func turnAway(_ connection: ConnectionID, _ fault: ConnectionError) -> [Action] {
        lost(connection)
        return [.send(.fault(fault), to: connection)]
    }

    /// Forgets a connection to which nothing can be sent: it is lost, or does not take messages.
    ///
    /// If it still exists, it is asked to greet again and then told all that it missed. The remaining actions for it
    /// must not be carried out: an acknowledgement would cover a refusal that was not sent.
    public mutating func lost(_ connection: ConnectionID) {
        guard let outbox = outboxes.removeValue(forKey: connection) else { return }
        connections[outbox] = nil
        sessions[outbox]?.disconnected()
    }

    /// Lets a session act, and adds the connection to the messages that it sends.
    mutating func on(_ outbox: OutboxID, _ act: (inout GatewaySession) -> [GatewaySession.Action]) -> [Action] {
        guard let actions = sessions[outbox].mutate(act) else { return [] }
        let connection = connections[outbox]
        return actions.compactMap { action in
            switch action {
            case .send(let message): return connection.map { .send(message, to: $0) }
            case .store(let arrival): return .store(arrival)
            case .discard: return .discard(outbox)
            case .recall(let number): return .recall(outbox, after: number)
            case .fetchNotices(let number): return .fetchNotices(outbox, after: number)
            case .noted(let number): return .noted(outbox.agency, through: number)
            case .disconnect:
                if let connection { lost(connection) }
                return nil
            }
        }
    }
}

extension Optional {
    /// Changes the value in place, if there is one.
    fileprivate mutating func mutate<Result>(_ change: (inout Wrapped) -> Result) -> Result? {
        guard var value = take() else { return nil }
        defer { self = value }
        return change(&value)
    }
}

public import SafeguardingModel

/// Names a connection for as long as it lasts: the routing id that libzmq made up for it.
///
/// It proves nothing.
public typealias ConnectionID = [UInt8]

/// The aggregator's side of all publishing: who is connected, with which outbox, and what each is told.
///
/// Messages and moments go in, actions come out. It has no memory that a restart would miss: whoever speaks without
/// having greeted is asked to greet, and the disk knows the rest.
public struct PublisherSessions: Sendable {
    /// What the gateway does next, in this order.
    public enum Action: Hashable, Sendable {
        case send(GatewayMessage, to: ConnectionID)
        /// Hand to the disk, after all that was handed over before.
        case store(Arrival)
        /// Take back what of this outbox waits to be handed to the disk.
        case discard(OutboxID)
        /// Ask the disk how the outbox stands, and for refusals after this number.
        case recall(OutboxID, after: UInt64)
        /// Fetch notices for the outbox's agency after this number.
        case fetchNotices(OutboxID, after: UInt64)
        /// The agency has kept its notices up to this number.
        case noted(AgencyName, through: UInt64)
    }

    let limits: GatewayLimits
    var sessions: [OutboxID: GatewaySession] = [:]
    var outboxes: [ConnectionID: OutboxID] = [:]
    var connections: [OutboxID: ConnectionID] = [:]

    /// Begins with nobody connected.
    public init(limits: GatewayLimits = GatewayLimits()) {
        self.limits = limits
    }

    /// How many publishers are connected.
    public var connectionCount: Int { outboxes.count }

    /// How many outboxes are remembered.
    public var outboxCount: Int { sessions.count }

    /// A message arrived.
    ///
    /// The sender is who the connection's key says, at this moment; nothing in the message counts.
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
        do throws(MalformedMessage) {
            let message = try PublisherMessage(frames: frames)
            if case .hello(let hello) = message { return greet(hello, from: connection, as: agency, at: now) }
            return hear(message, from: connection, as: agency, at: now)
        } catch {
            return [.send(.fault(Fault(.malformed, message: error.description)), to: connection)]
        }
    }

    private mutating func hear(
        _ message: PublisherMessage,
        from connection: ConnectionID,
        as agency: AgencyDirectory.Holder,
        at now: Instant
    ) -> [Action] {
        // Should one connection ever speak with two voices, neither is what it greeted as.
        guard let outbox = outboxes[connection], outbox.agency == agency.name else {
            return turnAway(connection, Fault(.notWelcome))
        }
        return on(outbox) { $0.receive(message, at: now) }
    }

    /// Says why, and forgets the connection.
    mutating func turnAway(_ connection: ConnectionID, _ fault: Fault) -> [Action] {
        lost(connection)
        return [.send(.fault(fault), to: connection)]
    }

    /// Nothing can be said to this connection any more: it is gone, or does not take what we say.
    ///
    /// If it is still there it will be asked to greet again, and then be told all that it missed. Of the actions at hand
    /// the rest that goes to it must not be sent either: an acknowledgement would cover a refusal that was not said.
    public mutating func lost(_ connection: ConnectionID) {
        guard let outbox = outboxes.removeValue(forKey: connection) else { return }
        connections[outbox] = nil
        sessions[outbox]?.disconnected()
    }

    /// Lets a session act, and addresses what it says.
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
    /// Changes what is there in its place, if something is there.
    fileprivate mutating func mutate<Result>(_ change: (inout Wrapped) -> Result) -> Result? {
        guard var value = take() else { return nil }
        defer { self = value }
        return change(&value)
    }
}

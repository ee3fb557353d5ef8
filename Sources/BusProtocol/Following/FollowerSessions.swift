public import SafeguardingModel

/// The aggregator's side of all following: who reads the journal, how far each is, and which decisions are under way.
public struct FollowerSessions: Sendable {
    /// What the feed does next, in this order.
    public enum Action: Hashable, Sendable {
        case send(FeedMessage, to: ConnectionID)
        /// Read entries of the journal for a connection.
        case read(ConnectionID, after: UInt64, limit: Int)
        /// Take a decision to the journal; asked once for each decision.
        case decide(DecisionID, json: [UInt8])
    }

    /// Names a decision: whoever asks for it again under the same number means the same one.
    public struct DecisionID: Hashable, Sendable {
        /// The name of the key that decides.
        public var by: AgencyName
        /// The number that the client chose.
        public var request: UInt64
    }

    private enum DecisionState {
        case underWay([ConnectionID])
        case taken(position: UInt64)
    }

    private let limits: FeedLimits
    private var sessions: [ConnectionID: FeedSession] = [:]
    private var decisions: [DecisionID: DecisionState] = [:]
    private var taken: [DecisionID] = []
    private var end: UInt64

    /// Begins with nobody there; the journal ends at a position.
    public init(end: UInt64, limits: FeedLimits = FeedLimits()) {
        self.end = end
        self.limits = limits
    }

    /// How many follow.
    public var followerCount: Int { sessions.count }

    /// Whose key a connection came with, as far as it follows.
    public func name(of connection: ConnectionID) -> AgencyName? { sessions[connection]?.holder.name }

    /// The last position of which each follower has been sent, the slowest first.
    public var positions: [UInt64] { sessions.values.compactMap(\.sent).sorted() }

    /// A message arrived.
    ///
    /// The sender is who the connection's key says, at this moment.
    public mutating func receive(
        _ frames: [[UInt8]],
        from connection: ConnectionID,
        sender: AgencyDirectory.KeyStatus,
        at now: Instant
    ) -> [Action] {
        switch sender.follower {
        case .failure(let fault): return turnAway(connection, fault)
        case .success(let holder):
            do throws(MalformedMessage) {
                return hear(try FollowerMessage(frames: frames), from: connection, holder, at: now)
            } catch {
                return [.send(.fault(Fault(.malformed, message: error.description)), to: connection)]
            }
        }
    }

    private mutating func hear(
        _ message: FollowerMessage,
        from connection: ConnectionID,
        _ holder: AgencyDirectory.Holder,
        at now: Instant
    ) -> [Action] {
        if case .follow = message, sessions[connection]?.holder != holder {
            guard sessions.count < limits.followers else { return turnAway(connection, Fault(.busy)) }
            sessions[connection] = FeedSession(holder: holder, end: end, limits: limits, at: now)
        }
        guard sessions[connection]?.holder.name == holder.name else { return turnAway(connection, Fault(.notWelcome)) }
        return on(connection) { $0.receive(message, at: now) }
    }

    private mutating func turnAway(_ connection: ConnectionID, _ fault: Fault) -> [Action] {
        lost(connection)
        return [.send(.fault(fault), to: connection)]
    }

    /// The connection is gone.
    public mutating func lost(_ connection: ConnectionID) { sessions[connection] = nil }

    /// The journal has grown.
    public mutating func grew(to position: UInt64) -> [Action] {
        end = max(end, position)
        return connections.flatMap { connection in on(connection) { $0.grew(to: position) } }
    }

    /// The journal has answered.
    public mutating func read(_ entries: [FeedEntry], after position: UInt64, for connection: ConnectionID) -> [Action]
    {
        on(connection) { $0.read(entries, after: position) }
    }

    /// The journal could not be read.
    public mutating func readFailed(for connection: ConnectionID) -> [Action] {
        on(connection) { $0.readFailed() }
    }

    /// All that was to be sent to this connection has been sent.
    public mutating func flushed(_ connection: ConnectionID) -> [Action] { on(connection) { $0.flushed() } }

    /// Time passes.
    public mutating func tick(at now: Instant) -> [Action] {
        connections.flatMap { connection in on(connection) { $0.tick(at: now) } }
    }

    /// Keys were taken away or changed: whoever may no longer follow is told so at once.
    public mutating func policyChanged(to directory: AgencyDirectory) -> [Action] {
        connections.flatMap { connection -> [Action] in
            guard let name = sessions[connection]?.holder.name.rawValue,
                case .failure(let fault) = directory.standing(of: name).follower
            else { return [] }
            return turnAway(connection, fault)
        }
    }

    /// The aggregator is being stopped.
    public mutating func stop() -> [Action] { connections.flatMap { turnAway($0, Fault(.stopping)) } }

    /// The connections in an order that does not depend on chance.
    private var connections: [ConnectionID] { sessions.keys.sorted { $0.lexicographicallyPrecedes($1) } }

    private mutating func on(
        _ connection: ConnectionID,
        _ act: (inout FeedSession) -> [FeedSession.Action]
    ) -> [Action] {
        guard var session = sessions[connection] else { return [] }
        let actions = act(&session)
        sessions[connection] = session
        return actions.flatMap { action -> [Action] in
            switch action {
            case .send(let message): return [.send(message, to: connection)]
            case .read(let position, let limit): return [.read(connection, after: position, limit: limit)]
            case .decide(let request, let json):
                return decide(DecisionID(by: session.holder.name, request: request), json, for: connection)
            case .disconnect:
                lost(connection)
                return []
            }
        }
    }

    // MARK: Decisions

    private mutating func decide(_ id: DecisionID, _ json: [UInt8], for connection: ConnectionID) -> [Action] {
        switch decisions[id] {
        case .taken(let position): return on(connection) { $0.decided(id.request, .success(position)) }
        case .underWay(let connections):
            decisions[id] = .underWay(connections + [connection])
            return []
        case nil:
            decisions[id] = .underWay([connection])
            return [.decide(id, json: json)]
        }
    }

    /// A decision stands in the journal at a position, or was not taken and may be asked for again.
    public mutating func decided(_ id: DecisionID, _ outcome: Result<UInt64, Fault>) -> [Action] {
        guard case .underWay(let connections) = decisions.removeValue(forKey: id) else { return [] }
        if case .success(let position) = outcome { remember(id, position) }
        return connections.flatMap { connection in on(connection) { $0.decided(id.request, outcome) } }
    }

    private mutating func remember(_ id: DecisionID, _ position: UInt64) {
        decisions[id] = .taken(position: position)
        taken.append(id)
        if taken.count > limits.decisionsRemembered { decisions[taken.removeFirst()] = nil }
    }
}

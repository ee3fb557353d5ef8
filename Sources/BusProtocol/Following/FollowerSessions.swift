public import SafeguardingModel

/// The aggregator's side of all followers: which connections follow, how far each has been sent, and which decisions
/// are under way.
public struct FollowerSessions: Sendable {
    /// Something that the feed has to do next, in this order.
    public enum Action: Hashable, Sendable {
        case send(FeedMessage, to: ConnectionID)
        /// Read entries of the journal for a connection.
        case read(ConnectionID, after: Position, limit: Int)
        /// Take a decision to the journal; asked once for each decision.
        case decide(DecisionID, json: [UInt8])
    }

    /// The identity of a decision: a request with the same name and number is the same decision.
    public struct DecisionID: Hashable, Sendable {
        /// The name of the key that decides.
        public var by: AgencyName
        /// The number that the client chose.
        public var request: UInt64
    }

    private enum DecisionState {
        case underWay([ConnectionID])
        case taken(position: Position)
    }

    private let limits: FeedLimits
    private var sessions: [ConnectionID: FeedSession] = [:]
    private var decisions: [DecisionID: DecisionState] = [:]
    private var taken: [DecisionID] = []
    private var end: Position

    /// Makes sessions without followers for a journal that ends at a position.
    public init(end: Position, limits: FeedLimits = FeedLimits()) {
        self.end = end
        self.limits = limits
    }

    /// The number of followers.
    public var followerCount: Int { sessions.count }

    /// Returns the name of the key's holder on a connection, if the connection follows.
    public func name(of connection: ConnectionID) -> AgencyName? { sessions[connection]?.holder.name }

    /// The last position that each follower has been sent, the lowest first.
    public var positions: [Position] { sessions.values.compactMap(\.sent).sorted() }

    /// Handles a message.
    ///
    /// The sender is the holder of the connection's key, as of this moment.
    public mutating func receive(
        _ frames: [[UInt8]],
        from connection: ConnectionID,
        sender: AgencyDirectory.KeyStatus,
        at now: Instant
    ) -> [Action] {
        switch sender.follower {
        case .failure(let fault): return turnAway(connection, fault)
        case .success(let holder):
            do throws(MalformedMessageError) {
                return hear(try FollowerMessage(frames: frames), from: connection, holder, at: now)
            } catch {
                return [.send(.fault(ConnectionError(.malformed, message: error.description)), to: connection)]
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
            guard sessions.count < limits.followers else { return turnAway(connection, ConnectionError(.busy)) }
            sessions[connection] = FeedSession(holder: holder, end: end, limits: limits, at: now)
        }
        guard sessions[connection]?.holder.name == holder.name else {
            return turnAway(connection, ConnectionError(.notWelcome))
        }
        return on(connection) { $0.receive(message, at: now) }
    }

    private mutating func turnAway(_ connection: ConnectionID, _ fault: ConnectionError) -> [Action] {
        lost(connection)
        return [.send(.fault(fault), to: connection)]
    }

    /// Notes that a connection is lost.
    public mutating func lost(_ connection: ConnectionID) { sessions[connection] = nil }

    /// Notes that the journal has grown to a position.
    public mutating func grew(to position: Position) -> [Action] {
        end = max(end, position)
        return connections.flatMap { connection in on(connection) { $0.grew(to: position) } }
    }

    /// Takes the entries that the journal answered.
    public mutating func read(_ entries: [StoredEntry], after position: Position, for connection: ConnectionID)
        -> [Action]
    {
        on(connection) { $0.read(entries, after: position) }
    }

    /// Notes that the journal could not be read.
    public mutating func readFailed(for connection: ConnectionID) -> [Action] {
        on(connection) { $0.readFailed() }
    }

    /// Notes that all messages to this connection have been sent.
    public mutating func flushed(_ connection: ConnectionID) -> [Action] { on(connection) { $0.flushed() } }

    /// Lets time pass for all followers.
    public mutating func tick(at now: Instant) -> [Action] {
        connections.flatMap { connection in on(connection) { $0.tick(at: now) } }
    }

    /// Applies a changed policy: a follower that has lost its right is told so at once.
    public mutating func policyChanged(to directory: AgencyDirectory) -> [Action] {
        connections.flatMap { connection -> [Action] in
            guard let name = sessions[connection]?.holder.name.rawValue,
                case .failure(let fault) = directory.standing(of: name).follower
            else { return [] }
            return turnAway(connection, fault)
        }
    }

    /// Tells all followers that the aggregator is stopping.
    public mutating func stop() -> [Action] { connections.flatMap { turnAway($0, ConnectionError(.stopping)) } }

    /// The connections in a reproducible order.
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

    /// Answers a decision: it is in the journal at a position, or was not taken and may be asked for again.
    public mutating func decided(_ id: DecisionID, _ outcome: Result<Position, ConnectionError>) -> [Action] {
        guard case .underWay(let connections) = decisions.removeValue(forKey: id) else { return [] }
        if case .success(let position) = outcome { remember(id, position) }
        return connections.flatMap { connection in on(connection) { $0.decided(id.request, outcome) } }
    }

    private mutating func remember(_ id: DecisionID, _ position: Position) {
        decisions[id] = .taken(position: position)
        taken.append(id)
        if taken.count > limits.decisionsRemembered { decisions[taken.removeFirst()] = nil }
    }
}

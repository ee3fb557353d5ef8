public import SafeguardingModel

/// A desk's side of following: the next entry, the number of entries that may be under way, the decisions that wait for
/// an answer.
///
/// Entries are delivered in order, each once, without gaps, however often the connection breaks.
public struct FollowerSession: Sendable {
    /// Something that a follower has to do next, in this order.
    public enum Action: Hashable, Sendable {
        case send(FollowerMessage)
        /// Deliver the next entries; call ``FollowerSession/consumed(through:)`` when they have been dealt with.
        case deliver([StoredEntry])
        /// Report that there is nothing after this position at this moment.
        case live(position: Position)
        /// Report that a decision was taken at a position, or why it was not.
        case decided(request: UInt64, Result<Position, ConnectionError>)
        /// Close the connection and make a new one.
        case reconnect
    }

    /// The state of the connection.
    public enum Phase: Hashable, Sendable {
        case away
        case greeting
        case following
        /// The server sent a fault that may pass with time.
        case waiting(ConnectionError, until: Instant)
    }

    let settings: FollowerSettings
    /// The last position received.
    public private(set) var received: Position
    /// The entry at that position; with it the server checks that it serves the journal that was followed.
    private var last: StoredEntry?
    /// The last position dealt with.
    public private(set) var consumed: Position
    /// The last position of the journal that the server has mentioned.
    public private(set) var end: Position = 0
    /// The state of the connection.
    public private(set) var phase = Phase.away
    /// The server's welcome on this connection.
    public private(set) var welcome: FeedWelcome?

    /// The last position that the server may send.
    private var through: Position = 0
    private var decisions: [(request: UInt64, json: [UInt8])] = []
    private var lastReceivedAt = Instant.distantPast
    private var lastSentAt = Instant.distantPast

    /// Makes a session that follows after a position, the last that the follower has; 0 for none.
    public init(after position: Position, settings: FollowerSettings = FollowerSettings()) {
        (received, consumed) = (position, position)
        self.settings = settings
    }

    /// Notes that a connection has been made, and greets.
    public mutating func connected(at now: Instant) -> [Action] {
        lastReceivedAt = now
        return greet(at: now)
    }

    /// Notes that the connection is lost.
    public mutating func disconnected() { phase = .away }

    private mutating func greet(at now: Instant) -> [Action] {
        phase = .greeting
        lastSentAt = now
        through = consumed + settings.window
        let held = last.map(EntryFingerprint.init)
        return [.send(.follow(Follow(after: received, through: through, software: settings.software, held: held)))]
    }

    /// Handles a message from the server.
    public mutating func receive(_ message: FeedMessage, at now: Instant) -> [Action] {
        lastReceivedAt = now
        switch message {
        case .welcome(let welcome): return begin(welcome)
        case .entries(let entries): return phase == .following ? take(entries, at: now) : []
        case .live(let position):
            end = max(end, position)
            return phase == .following && position == received ? [.live(position: position)] : []
        case .decided(let request, let position): return decided(request, .success(position))
        case .ping(let position):
            end = max(end, position)
            return phase == .following ? [.send(.pong(position: received))] : []
        case .pong(let position):
            end = max(end, position)
            return []
        case .fault(let fault): return mend(fault, at: now)
        }
    }

    private mutating func begin(_ welcome: FeedWelcome) -> [Action] {
        guard phase == .greeting else { return [] }
        self.welcome = welcome
        end = max(end, welcome.position)
        phase = .following
        return decisions.map { .send(.decide(request: $0.request, json: $0.json)) }
    }

    private mutating func take(_ entries: [StoredEntry], at now: Instant) -> [Action] {
        let news = entries.drop { $0.position <= received }
        guard let first = news.first, let last = news.last else { return [] }
        guard first.position == received + 1 else { return greet(at: now) }
        self.last = last
        received = last.position
        end = max(end, received)
        return [.deliver(Array(news))]
    }

    /// Notes that entries up to a position have been dealt with, which makes room for more.
    public mutating func consumed(through position: Position) -> [Action] {
        consumed = max(consumed, min(position, received))
        let wish = consumed + settings.window
        guard phase == .following, wish >= through + settings.window / 2 else { return [] }
        through = wish
        return [.send(.more(through: wish))]
    }

    private mutating func mend(_ fault: ConnectionError, at now: Instant) -> [Action] {
        switch fault.code.remedy {
        case .answer: return decided(fault.number, .failure(fault))
        case .greet: return phase == .following ? greet(at: now) : []
        case .resend, .awaitCredit, .resendLater, .retry: return wait(settings.pause, for: fault, at: now)
        case .askOperator: return wait(settings.longPause, for: fault, at: now)
        }
    }

    private mutating func wait(_ pause: Span, for fault: ConnectionError, at now: Instant) -> [Action] {
        phase = .waiting(fault, until: now + pause)
        return []
    }

    // MARK: Decisions

    /// Asks for a decision, now or as soon as there is a connection, until it is answered.
    public mutating func decide(_ request: UInt64, json: [UInt8]) -> [Action] {
        decisions.append((request, json))
        return phase == .following ? [.send(.decide(request: request, json: json))] : []
    }

    /// Stops asking for a decision.
    ///
    /// Only the journal tells whether the decision has been taken or will be.
    public mutating func giveUp(_ request: UInt64) { decisions.removeAll { $0.request == request } }

    private mutating func decided(_ request: UInt64, _ outcome: Result<Position, ConnectionError>) -> [Action] {
        guard decisions.contains(where: { $0.request == request }) else { return [] }
        giveUp(request)
        return [.decided(request: request, outcome)]
    }

    /// Lets time pass: sends a heartbeat, greets again after a pause, or replaces a silent connection.
    public mutating func tick(at now: Instant) -> [Action] {
        switch phase {
        case .away: return []
        case .greeting: return now - lastSentAt >= settings.timeout ? reconnect() : []
        case .waiting(_, let until):
            guard now >= until else { return [] }
            lastReceivedAt = now
            return greet(at: now)
        case .following: return keepAlive(at: now)
        }
    }

    private var heartbeat: Span { welcome?.heartbeat ?? settings.timeout }

    /// Whether two heartbeats are missing: too few to connect again, but enough to warn that news may be missing.
    public func isSilent(at now: Instant) -> Bool { phase == .following && now - lastReceivedAt >= heartbeat * 2 }

    private mutating func keepAlive(at now: Instant) -> [Action] {
        if now - lastReceivedAt >= heartbeat * 3 { return reconnect() }
        guard now - lastSentAt >= heartbeat else { return [] }
        lastSentAt = now
        return [.send(.ping(position: received))]
    }

    private mutating func reconnect() -> [Action] {
        disconnected()
        return [.reconnect]
    }
}

/// The settings of a follower.
public struct FollowerSettings: Hashable, Sendable {
    /// The client's name and version, for the aggregator's operator.
    public var software = "referral-bus/\(Release.version)"
    /// The number of entries that may be under way or waiting to be dealt with.
    public var window = 2000
    /// The time that the server may take to answer a greeting.
    public var timeout: Span = .seconds(10)
    /// The pause after a fault that passes by itself.
    public var pause: Span = .seconds(1)
    /// The pause after a fault that a person has to correct.
    public var longPause: Span = .seconds(30)

    /// The settings that suit a desk.
    public init() {}
}

public import SafeguardingModel

/// A desk's side of following: which entry comes next, how many may be on their way, which decisions wait for an answer.
///
/// Entries are handed out in order, each once, without gaps, however often the connection breaks.
public struct FollowerSession: Sendable {
    /// What a follower does next, in this order.
    public enum Action: Hashable, Sendable {
        case send(FollowerMessage)
        /// The next entries; call ``FollowerSession/consumed(through:)`` when they have been dealt with.
        case deliver([FeedEntry])
        /// There is nothing after this position at this moment.
        case live(position: UInt64)
        /// A decision has been taken at a position, or has not.
        case decided(request: UInt64, Result<UInt64, Fault>)
        /// Close the connection and make a new one.
        case reconnect
    }

    /// How things stand.
    public enum Phase: Hashable, Sendable {
        case away
        case greeting
        case following
        /// The server said something that waiting may mend.
        case waiting(Fault, until: Instant)
    }

    let settings: FollowerSettings
    /// The last position received.
    public private(set) var received: UInt64
    /// The entry at that position, by which the server sees whether it is the journal that was followed.
    private var last: FeedEntry?
    /// The last position dealt with.
    public private(set) var consumed: UInt64
    /// The last position of the journal that the server spoke of.
    public private(set) var end: UInt64 = 0
    /// How things stand.
    public private(set) var phase = Phase.away
    /// What the server said when it welcomed us.
    public private(set) var welcome: FeedWelcome?

    /// The last position that the server may send.
    private var through: UInt64 = 0
    private var decisions: [(request: UInt64, json: [UInt8])] = []
    private var heardAt = Instant.distantPast
    private var spokeAt = Instant.distantPast

    /// Begins after a position that the follower has; 0 for none.
    public init(after position: UInt64, settings: FollowerSettings = FollowerSettings()) {
        (received, consumed) = (position, position)
        self.settings = settings
    }

    /// A new connection stands.
    public mutating func connected(at now: Instant) -> [Action] {
        heardAt = now
        return greet(at: now)
    }

    /// The connection is gone.
    public mutating func disconnected() { phase = .away }

    private mutating func greet(at now: Instant) -> [Action] {
        phase = .greeting
        spokeAt = now
        through = consumed + settings.window
        let held = last.map(EntryFingerprint.init)
        return [.send(.follow(Follow(after: received, through: through, software: settings.software, held: held)))]
    }

    /// The server says something.
    public mutating func receive(_ message: FeedMessage, at now: Instant) -> [Action] {
        heardAt = now
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

    private mutating func take(_ entries: [FeedEntry], at now: Instant) -> [Action] {
        let news = entries.drop { $0.position <= received }
        guard let first = news.first, let last = news.last else { return [] }
        guard first.position == received + 1 else { return greet(at: now) }
        self.last = last
        received = last.position
        end = max(end, received)
        return [.deliver(Array(news))]
    }

    /// Entries up to a position have been dealt with: makes room for more.
    public mutating func consumed(through position: UInt64) -> [Action] {
        consumed = max(consumed, min(position, received))
        let wish = consumed + settings.window
        guard phase == .following, wish >= through + settings.window / 2 else { return [] }
        through = wish
        return [.send(.more(through: wish))]
    }

    private mutating func mend(_ fault: Fault, at now: Instant) -> [Action] {
        switch fault.code.remedy {
        case .answer: return decided(fault.number, .failure(fault))
        case .greet: return phase == .following ? greet(at: now) : []
        case .resend, .awaitCredit, .resendLater, .retry: return wait(settings.pause, for: fault, at: now)
        case .tellSomebody: return wait(settings.longPause, for: fault, at: now)
        }
    }

    private mutating func wait(_ pause: Span, for fault: Fault, at now: Instant) -> [Action] {
        phase = .waiting(fault, until: now + pause)
        return []
    }

    // MARK: Decisions

    /// Asks for a decision, now or as soon as there is a connection, until it is answered.
    public mutating func decide(_ request: UInt64, json: [UInt8]) -> [Action] {
        decisions.append((request, json))
        return phase == .following ? [.send(.decide(request: request, json: json))] : []
    }

    /// Asks no more.
    ///
    /// Whether the decision has been taken or will be, only the journal can tell.
    public mutating func giveUp(_ request: UInt64) { decisions.removeAll { $0.request == request } }

    private mutating func decided(_ request: UInt64, _ outcome: Result<UInt64, Fault>) -> [Action] {
        guard decisions.contains(where: { $0.request == request }) else { return [] }
        giveUp(request)
        return [.decided(request: request, outcome)]
    }

    /// Time passes.
    public mutating func tick(at now: Instant) -> [Action] {
        switch phase {
        case .away: return []
        case .greeting: return now - spokeAt >= settings.patience ? reconnect() : []
        case .waiting(_, let until):
            guard now >= until else { return [] }
            heardAt = now
            return greet(at: now)
        case .following: return keepUp(at: now)
        }
    }

    private var heartbeat: Span { welcome?.heartbeat ?? settings.patience }

    /// Whether two heartbeats did not come: too early for another connection, and time to say that news may be missing.
    public func isSilent(at now: Instant) -> Bool { phase == .following && now - heardAt >= heartbeat * 2 }

    private mutating func keepUp(at now: Instant) -> [Action] {
        if now - heardAt >= heartbeat * 3 { return reconnect() }
        guard now - spokeAt >= heartbeat else { return [] }
        spokeAt = now
        return [.send(.ping(position: received))]
    }

    private mutating func reconnect() -> [Action] {
        disconnected()
        return [.reconnect]
    }
}

/// How a follower behaves.
public struct FollowerSettings: Hashable, Sendable {
    /// What runs here, for the aggregator's operator.
    public var software = "referral-bus/\(Release.version)"
    /// How many entries may be on their way or waiting to be dealt with.
    public var window: UInt64 = 2000
    /// How long the server may take to answer a greeting.
    public var patience: Span = .seconds(10)
    /// The pause after a fault that passes.
    public var pause: Span = .seconds(1)
    /// The pause after a fault that a person has to mend.
    public var longPause: Span = .seconds(30)

    /// The settings that suit a desk.
    public init() {}
}

public import BusProtocol
public import SafeguardingModel
public import ZeroMQ

/// Something that a follower delivers.
public enum FollowerNews: Hashable, Sendable {
    /// The next entries of the journal, in order, without gaps.
    case entries([StoredEntry])
    /// There is nothing after this position at this moment.
    case live(position: Position)
}

/// A follower's state.
public struct FollowerStatus: Hashable, Sendable {
    /// The connection.
    public var link = LinkStatus.connecting
    /// The last position dealt with.
    public var position: Position = 0
    /// The last position of the journal, as far as the follower has heard.
    public var end: Position = 0
    /// Whether the aggregator has been silent for two heartbeats on a connection that still exists.
    public var isSilent = false

    /// The number of entries still to be dealt with.
    public var lag: Int { max(0, end - position) }

    /// Makes a status in which nothing is known yet.
    public init() {}
}

/// A client that follows the journal from a position on, then live, and resumes where it was after any outage.
///
/// ```swift
/// let follower = Follower(context: context, server: address, after: 4711) { news in await desk.fold(news) }
/// await follower.start()
/// let position = try await follower.decide(json)
/// ```
public actor Follower {
    let loop = PollLoop(name: "follower")
    private let context: Context
    private let server: ServerAddress
    private let settings: FollowerSettings
    private let deliver: @Sendable (FollowerNews) async -> Void
    private let onStatus: @Sendable (FollowerStatus) -> Void
    private let clock = MonotonicClock()

    private var session: FollowerSession
    private var link: ClientLink?
    private var news: [FollowerNews] = []
    private var isDelivering = false
    private var connection = ConnectionState.connecting
    private var answers: [UInt64: CheckedContinuation<Result<Position, ConnectionError>, Never>] = [:]

    /// The follower's state.
    public private(set) var status = FollowerStatus() {
        didSet { if status != oldValue { onStatus(status) } }
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a follower of the entries after a position.
    ///
    /// `deliver` is called with one piece of news at a time; until it returns, no more than the settings' window is
    /// fetched. It begins on the follower's own thread and should await another actor at once.
    public init(
        context: Context,
        server: ServerAddress,
        after position: Position,
        settings: FollowerSettings = FollowerSettings(),
        onStatus: @escaping @Sendable (FollowerStatus) -> Void = { _ in },
        deliver: @escaping @Sendable (FollowerNews) async -> Void
    ) {
        self.context = context
        self.server = server
        self.settings = settings
        self.deliver = deliver
        self.onStatus = onStatus
        session = FollowerSession(after: position, settings: settings)
        status.position = position
    }

    deinit { loop.stop() }

    /// Begins to connect and to follow.
    public func start() {
        link = ClientLink(context: context, server: server, limits: Self.socketLimits, loop: loop) {
            [weak self] event in
            self?.assumeIsolated { $0.handle(event) }
        }
        open()
        loop.schedule(every: interval.duration) { [weak self] in self?.assumeIsolated { $0.tick() } }
    }

    /// Stops following.
    ///
    /// Waiting decisions are answered with a fault.
    public func stop() {
        link?.close()
        link = nil
        for request in answers.keys.sorted() { answer(request, .failure(Self.unanswered(request))) }
        loop.stop()
    }

    /// Takes a decision to the journal and returns its position there.
    ///
    /// It is asked for again after every outage, under the same number, until it is answered or the time is over.
    public func decide(_ json: [UInt8], within timeout: Duration = .seconds(30)) async throws(ConnectionError)
        -> Position
    {
        let request = UInt64.random(in: .min ... .max)
        let outcome = await withCheckedContinuation { continuation in
            answers[request] = continuation
            perform(session.decide(request, json: json))
            loop.schedule(after: timeout) { [weak self] in
                self?.assumeIsolated { $0.answer(request, .failure(Self.unanswered(request))) }
            }
        }
        return try outcome.get()
    }

    private static func unanswered(_ request: UInt64) -> ConnectionError {
        let message = "The aggregator has not answered. Whether the decision was taken, only the journal can tell."
        return ConnectionError(.decision, number: request, message: message)
    }

    private func answer(_ request: UInt64, _ outcome: Result<Position, ConnectionError>) {
        session.giveUp(request)
        answers.removeValue(forKey: request)?.resume(returning: outcome)
    }

    private static var socketLimits: SocketLimits {
        var limits = SocketLimits()
        // The journal may hold configurations of some megabytes, and this server is trusted.
        limits.maxMessageSize = FeedCapacity().entryBytes
        limits.reconnectIntervalMaximum = .seconds(10)
        return limits
    }

    private var interval: Span { .milliseconds(min(200, max(10, settings.timeout.milliseconds / 50))) }

    // MARK: The connection

    private func open() {
        do { try link?.open() } catch { openLater() }
    }

    private func openLater() {
        loop.schedule(after: settings.longPause.duration) { [weak self] in self?.assumeIsolated { $0.open() } }
    }

    private func handle(_ event: ClientLink.Event) {
        switch event {
        case .up: perform(session.connected(at: clock.now))
        case .down: session.disconnected()
        case .state(let state):
            connection = state
            if state.needsReconnect { openLater() }
        case .message(let frames): hear(frames)
        case .drained: break
        }
        showStatus()
    }

    private func hear(_ frames: [Frame]) {
        do throws(MalformedMessageError) {
            perform(session.receive(try FeedMessage(frames: frames), at: clock.now))
        } catch {
            let fault = ConnectionError(.malformed, message: "The aggregator's message cannot be read: \(error)")
            perform(session.receive(.fault(fault), at: clock.now))
        }
    }

    private func tick() {
        perform(session.tick(at: clock.now))
        showStatus()
    }

    private func showStatus() {
        status.link = LinkStatus(connection, session.phase)
        status.end = max(session.end, session.received)
        status.position = session.consumed
        status.isSilent = session.isSilent(at: clock.now)
    }

    // MARK: Delivering

    private func perform(_ actions: [FollowerSession.Action]) {
        for action in actions {
            switch action {
            case .send(let message): link?.send(message.frames)
            case .deliver(let entries): add(.entries(entries))
            case .live(let position): add(.live(position: position))
            case .decided(let request, let outcome): answer(request, outcome)
            case .reconnect: open()
            }
        }
    }

    private func add(_ piece: FollowerNews) {
        news.append(piece)
        guard !isDelivering else { return }
        isDelivering = true
        Task {
            await deliverAll()
            isDelivering = false
        }
    }

    private func deliverAll() async {
        while !news.isEmpty {
            let piece = news.removeFirst()
            await deliver(piece)
            guard case .entries(let entries) = piece, let last = entries.last else { continue }
            perform(session.consumed(through: last.position))
            showStatus()
        }
    }
}

extension LinkStatus {
    /// Combines the states of the connection and of the session.
    init(_ connection: ConnectionState, _ phase: FollowerSession.Phase) {
        switch phase {
        case .following: self = .connected
        case .waiting(let fault, _): self = .refused(fault)
        case .greeting: self = .greeting
        case .away: self = LinkStatus(connection)
        }
    }
}

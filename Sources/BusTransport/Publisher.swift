public import BusProtocol
import SafeguardingModel
public import ZeroMQ

/// A client that sends an agency's outbox until the aggregator has settled it, however long that takes.
///
/// ```swift
/// let publisher = Publisher(context: context, server: address, outbox: outbox)
/// await publisher.start()
/// await publisher.outboxGrew(to: 17)
/// ```
public actor Publisher {
    let loop = PollLoop(name: "publisher")
    let outbox: any OutboxPort
    let settings: PublisherSettings
    let clock = MonotonicClock()
    private let context: Context
    private let server: ServerAddress
    private let onStatus: @Sendable (PublisherStatus) -> Void

    var session: PublisherSession?
    var link: ClientLink?
    /// A request to read the outbox that waits until the events read before have been handed over.
    var deferredLoad: PublisherSession.Load?
    var tasks: [OutboxTask] = []
    var isPerforming = false
    private var connection = ConnectionState.connecting
    private var isStopped = false

    /// The publisher's state.
    public internal(set) var status = PublisherStatus() {
        didSet { if status != oldValue { onStatus(status) } }
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a publisher that has not connected yet; `onStatus` is called with every change, on the publisher's thread.
    public init(
        context: Context,
        server: ServerAddress,
        outbox: any OutboxPort,
        settings: PublisherSettings = PublisherSettings(),
        onStatus: @escaping @Sendable (PublisherStatus) -> Void = { _ in }
    ) {
        self.context = context
        self.server = server
        self.outbox = outbox
        self.settings = settings
        self.onStatus = onStatus
    }

    deinit { loop.stop() }

    /// Begins to connect and to send.
    ///
    /// Returns when the outbox has given its state.
    public func start() async {
        guard let state = await outboxState() else { return }
        status.settled = state.settled
        status.last = max(state.last, state.settled)
        session = PublisherSession(
            epoch: state.epoch,
            settled: state.settled,
            lastNotice: state.lastNotice,
            settings: settings
        )
        link = ClientLink(context: context, server: server, limits: Self.socketLimits, loop: loop) {
            [weak self] event in
            self?.assumeIsolated { $0.handle(event) }
        }
        open()
        loop.schedule(every: interval.duration) { [weak self] in self?.assumeIsolated { $0.tick() } }
    }

    /// Notes that events came into the outbox, up to a number.
    public func outboxGrew(to last: UInt64) {
        status.last = max(status.last, last)
        if let actions = session?.outboxGrew() { perform(actions) }
    }

    /// Stops sending.
    ///
    /// Events that are not settled are sent after the next start.
    public func stop() {
        isStopped = true
        link?.close()
        (link, session) = (nil, nil)
        loop.stop()
    }

    private func outboxState() async -> OutboxState? {
        while !isStopped {
            do { return try await outbox.state() } catch { await rest(after: error) }
        }
        return nil
    }

    /// Reports a fault of the outbox, and waits before the outbox is used again.
    func rest(after error: any Error) async {
        status.outboxFault = "\(error)"
        try? await Task.sleep(for: settings.pause.duration)
    }

    static var socketLimits: SocketLimits {
        var limits = SocketLimits()
        // The outbox is the queue: the library holds only what keeps the connection busy.
        limits.sendHighWater = 16
        limits.reconnectIntervalMaximum = .seconds(10)
        return limits
    }

    private var interval: Span { .milliseconds(min(200, max(10, settings.timeout.milliseconds / 50))) }

    // MARK: The connection

    func open() {
        do { try link?.open() } catch {
            status.outboxFault = error.description
            openLater()
        }
    }

    /// Connects again later: the library gives up after a denial, but the operator may have entered the key since.
    private func openLater() {
        loop.schedule(after: settings.longPause.duration) { [weak self] in self?.assumeIsolated { $0.open() } }
    }

    private func handle(_ event: ClientLink.Event) {
        switch event {
        case .up: session.act { $0.connected(at: clock.now) }.map(perform)
        case .down: session?.disconnected()
        case .state(let state):
            connection = state
            if state.needsReconnect { openLater() }
        case .message(let frames): hear(frames)
        case .drained: loadDeferred()
        }
        showLink()
    }

    private func hear(_ frames: [Frame]) {
        do throws(MalformedMessageError) {
            let message = try GatewayMessage(frames: frames)
            session.act { $0.receive(message, at: clock.now) }.map(perform)
        } catch {
            let fault = ConnectionError(.malformed, message: "The aggregator's message cannot be read: \(error)")
            session.act { $0.receive(.fault(fault), at: clock.now) }.map(perform)
        }
    }

    private func tick() {
        session.act { $0.tick(at: clock.now) }.map(perform)
        showLink()
    }

    private func showLink() {
        guard let session else { return }
        status.link = LinkStatus(connection, session.phase)
    }
}

extension LinkStatus {
    /// Combines the states of the connection and of the session.
    init(_ connection: ConnectionState, _ phase: PublisherSession.Phase) {
        switch (phase, connection) {
        case (.welcome, _): self = .connected
        case (.waiting(let fault, _), _): self = .refused(fault)
        case (.greeting, _): self = .greeting
        case (.away, _): self = LinkStatus(connection)
        }
    }

    init(_ connection: ConnectionState) {
        switch connection {
        case .connecting, .connected: self = .connecting
        case .unreachable: self = .unreachable
        case .denied: self = .denied
        case .refused: self = .wrongServerKey
        case .silent: self = .silent
        case .lost: self = .lost
        }
    }
}

extension Optional {
    /// Changes the value in place, if there is one.
    mutating func act<Result>(_ change: (inout Wrapped) -> Result) -> Result? {
        guard var value = self else { return nil }
        defer { self = value }
        return change(&value)
    }
}

public import BusProtocol
public import SafeguardingModel
public import ZeroMQ

/// A server that receives events from many publishers, has them stored, and acknowledges them.
///
/// While one batch is being stored the next collects and, once it is large, is read; so a slow disk makes batches
/// larger, and nothing waits for a timer. The actions of ``PublisherSessions`` are carried out here and nowhere else.
///
/// ```swift
/// let gateway = Gateway(authenticator: authenticator, sink: journal, notices: journal)
/// let endpoint = try await gateway.start(at: "tcp://*:7400")
/// ```
public actor Gateway {
    let loop = PollLoop(name: "gateway")
    let authenticator: CurveAuthenticator
    let sink: any EventSink
    let source: any NoticeSource
    let limits: GatewayLimits
    let capacity: GatewayCapacity
    let report: @Sendable (GatewayReport) -> Void
    let clock = MonotonicClock()

    var socket: ServerSocket?
    var reception: PublisherSessions
    var pending = PendingArrivals()
    var storing: Task<Void, Never>?
    /// The batch that has been read while another is being stored.
    var ahead: ReadBatch?
    var recalls = LatestRequestQueue<OutboxID, UInt64>()
    var fetches = LatestRequestQueue<OutboxID, UInt64>()
    var isPaused = false
    var isStopping = false
    var tickedAt = Instant.distantPast
    var counts = GatewayMetrics()
    /// The sender of the message that is being answered.
    var speaker: (name: String?, address: String?)

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a gateway that does not listen yet.
    public init(
        authenticator: CurveAuthenticator,
        sink: any EventSink,
        notices: any NoticeSource,
        limits: GatewayLimits = GatewayLimits(),
        capacity: GatewayCapacity = GatewayCapacity(),
        report: @escaping @Sendable (GatewayReport) -> Void = { _ in }
    ) {
        self.authenticator = authenticator
        self.sink = sink
        self.source = notices
        self.limits = limits
        self.capacity = capacity
        self.report = report
        reception = PublisherSessions(limits: limits)
    }

    deinit { loop.stop() }

    /// Listens on an endpoint and returns it, with the port that the system chose for `*`.
    @discardableResult
    public func start(at endpoint: String) throws(ZeroMQError) -> String {
        let socket = ServerSocket(try authenticator.socket(.router, .gateway, limits: socketLimits), on: loop)
        try socket.bind(endpoint)
        self.socket = socket
        listen()
        loop.schedule(every: interval.duration) { [weak self] in self?.assumeIsolated { $0.tick() } }
        authenticator.policy.onChange { [weak self] in Task { await self?.policyChanged() } }
        return try socket.endpoint
    }

    /// Tells the publishers, waits for the batch that is being stored, and stops listening.
    public func stop() async {
        isStopping = true
        socket?.unwatch()
        // Waiting events are not acknowledged, so their senders keep them and send them again.
        pending = PendingArrivals()
        ahead = nil
        await storing?.value
        perform(reception.stop())
        // The library sends in the background and drops what it has when the socket closes.
        try? await Task.sleep(for: .milliseconds(20))
        socket = nil
        loop.stop()
    }

    /// Notes that there may be new notices for an agency.
    public func noticesGrew(for agency: AgencyName) { perform(reception.noticesGrew(for: agency)) }

    /// Counters of the work so far.
    public var metrics: GatewayMetrics {
        var metrics = counts
        metrics.connections = reception.connectionCount
        metrics.pending = pending.count
        return metrics
    }

    private var socketLimits: SocketLimits {
        var socketLimits = SocketLimits()
        // The largest event must still pass after encryption, which adds some bytes.
        socketLimits.maxMessageSize = limits.eventBytes + 4096
        socketLimits.receiveHighWater = capacity.receiveHighWater
        socketLimits.sendHighWater = capacity.sendHighWater
        return socketLimits
    }

    private var interval: Span { .milliseconds(max(10, limits.heartbeat.milliseconds / 5)) }

    private func tick() {
        let now = clock.now
        // Publishers that we, or a stopped process, kept waiting have not been silent.
        let isLate = now - tickedAt > interval * 3
        tickedAt = now
        perform(reception.tick(at: now, hasHeardAll: !isPaused && !isLate))
    }

    private func policyChanged() {
        // Take the directory in force now: of two changes in a row, the first may be reported last.
        let directory = authenticator.policy.directory
        perform(reception.policyChanged(to: directory))
    }
}

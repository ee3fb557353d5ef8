public import BusProtocol
public import SafeguardingModel
import ZeroMQ

/// A server that sends the journal to followers and takes their decisions.
///
/// ```swift
/// let feed = FeedServer(authenticator: authenticator, journal: journal)
/// let endpoint = try await feed.start(at: "tcp://*:7401")
/// await feed.grew(to: 4711)
/// ```
public actor FeedServer {
    let loop = PollLoop(name: "feed")
    let authenticator: CurveAuthenticator
    let journal: any JournalFeed
    let limits: FeedLimits
    let capacity: FeedCapacity
    let report: @Sendable (FeedReport) -> Void
    let clock = MonotonicClock()

    var socket: ServerSocket?
    var room: FollowerSessions
    /// The messages that wait, for followers that have no room at the moment or are being served now.
    var waiting: [ConnectionID: WaitingMessages] = [:]
    var isRetrying = false
    var reads = LatestRequestQueue<ConnectionID, (after: Position, limit: Int)>()
    var counts = FeedMetrics()
    var speaker: (name: String?, address: String?)

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a feed that does not listen yet.
    public init(
        authenticator: CurveAuthenticator,
        journal: any JournalFeed,
        limits: FeedLimits = FeedLimits(),
        capacity: FeedCapacity = FeedCapacity(),
        report: @escaping @Sendable (FeedReport) -> Void = { _ in }
    ) {
        self.authenticator = authenticator
        self.journal = journal
        self.limits = limits
        self.capacity = capacity
        self.report = report
        room = FollowerSessions(end: 0, limits: limits)
    }

    deinit { loop.stop() }

    /// Asks the journal for its end, listens on an endpoint, and returns it with the port that the system chose.
    @discardableResult
    public func start(at endpoint: String) async throws -> String {
        room = FollowerSessions(end: try await journal.end(), limits: limits)
        let socket = ServerSocket(try authenticator.socket(.router, .feed, limits: socketLimits), on: loop)
        try socket.bind(endpoint)
        self.socket = socket
        socket.watch { [weak self] in self?.assumeIsolated { $0.receiveAll() } }
        loop.schedule(every: interval.duration) { [weak self] in self?.assumeIsolated { $0.tick() } }
        authenticator.policy.onChange { [weak self] in Task { await self?.policyChanged() } }
        return try socket.endpoint
    }

    /// Tells the followers, and stops listening.
    public func stop() async {
        perform(room.stop())
        // The library sends in the background and drops what it has when the socket closes.
        try? await Task.sleep(for: .milliseconds(20))
        socket = nil
        loop.stop()
    }

    /// Notes that the journal has grown to a position.
    public func grew(to position: Position) { perform(room.grew(to: position)) }

    /// Counters of the work so far.
    public var metrics: FeedMetrics {
        var metrics = counts
        metrics.followers = room.followerCount
        metrics.positions = room.positions
        return metrics
    }

    private var socketLimits: SocketLimits {
        var limits = SocketLimits()
        limits.sendHighWater = capacity.sendHighWater
        return limits
    }

    private var interval: Span { .milliseconds(max(10, limits.heartbeat.milliseconds / 5)) }

    private func tick() { perform(room.tick(at: clock.now)) }

    private func policyChanged() {
        // Take the directory in force now: of two changes in a row, the first may be reported last.
        perform(room.policyChanged(to: authenticator.policy.directory))
    }
}

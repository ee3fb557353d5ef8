import BusProtocol
public import SafeguardingModel
public import ZeroMQ

/// A broadcast of alerts to the screens that listen at the moment. A screen may miss one; a follower of the journal
/// misses none.
///
/// Only desks and operators are admitted. When a key of theirs is revoked, all listeners are disconnected, and those
/// still allowed reconnect at once: libzmq offers no way to disconnect one listener.
public actor AlertBroadcast {
    private let loop = PollLoop(name: "alerts")
    private let authenticator: CurveAuthenticator
    private var socket: ServerSocket?
    private var endpoint: String?
    private var admitted: Set<AgencyName> = []
    private static let rebindPause: Duration = .milliseconds(50)

    /// The number of alerts sent.
    public private(set) var sent = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a broadcast that nobody can listen to yet.
    public init(authenticator: CurveAuthenticator) { self.authenticator = authenticator }

    deinit { loop.stop() }

    /// Listens on an endpoint and returns it, with the port that the system chose for `*`.
    @discardableResult
    public func start(at endpoint: String) throws(ZeroMQError) -> String {
        let bound = try bind(endpoint)
        self.endpoint = bound
        admitted = Self.admitted(by: authenticator.policy.directory)
        authenticator.policy.onChange { [weak self] in Task { await self?.policyChanged() } }
        return bound
    }

    /// Ends the broadcast.
    public func stop() {
        (socket, endpoint) = (nil, nil)
        loop.stop()
    }

    /// Sends an alert, as JSON, under its topic: `alert.high.agencies-converge`.
    public func publish(severity: Severity, rule: String, json: [UInt8]) throws(ZeroMQError) {
        guard let socket else { return }
        try socket.publish([Frame(text: "alert.\(severity.rawValue).\(rule)"), json])
        sent += 1
    }

    private func bind(_ endpoint: String) throws(ZeroMQError) -> String {
        let socket = ServerSocket(try authenticator.socket(.pub, .alerts, limits: SocketLimits()), on: loop)
        try socket.bind(endpoint)
        self.socket = socket
        return try socket.endpoint
    }

    private static func admitted(by directory: AgencyDirectory) -> Set<AgencyName> {
        Set(directory.holders.filter { !$0.isRevoked && $0.role.follows }.map(\.name))
    }

    private func policyChanged() {
        // Take the directory in force now: of two changes in a row, the first may be reported last.
        let directory = authenticator.policy.directory
        let now = Self.admitted(by: directory)
        defer { admitted = now }
        if !admitted.isSubset(of: now) { rebind() }
    }

    /// Binds again, and repeats that until the library has closed the old socket in the background and the port is
    /// free.
    private func rebind() {
        socket = nil
        guard let endpoint, (try? bind(endpoint)) == nil else { return }
        loop.schedule(after: Self.rebindPause) { [weak self] in self?.assumeIsolated { $0.rebind() } }
    }
}

import BusProtocol
public import SafeguardingModel
public import ZeroMQ

/// Tells alerts to whoever listens at the moment. A screen may miss one; the journal, followed, misses none.
///
/// Only desks and operators are let in. When the keys of one of them are taken away all are sent away, and whoever may
/// comes back within a moment: there is no other way to get rid of one listener.
public actor AlertBroadcast {
    private let loop = PollLoop(name: "alerts")
    private let authenticator: CurveAuthenticator
    private var socket: ServerSocket?
    private var endpoint: String?
    private var admitted: Set<AgencyName> = []
    private static let rebindPause: Duration = .milliseconds(50)

    /// How many alerts were sent.
    public private(set) var sent = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Makes a broadcast that nobody can listen to yet.
    public init(authenticator: CurveAuthenticator) { self.authenticator = authenticator }

    deinit { loop.stop() }

    /// Begins on an endpoint and gives it back, with the port that the system chose for `*`.
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

    /// Tells an alert, as JSON, under its topic: `alert.high.agencies-converge`.
    public func tell(severity: Severity, rule: String, json: [UInt8]) throws(ZeroMQError) {
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
        // What is in force now: of two changes in a row the first may be heard of last.
        let directory = authenticator.policy.directory
        let now = Self.admitted(by: directory)
        defer { admitted = now }
        if !admitted.isSubset(of: now) { rebind() }
    }

    /// The port is free only when the library has closed the old socket in the background: tried until it is.
    private func rebind() {
        socket = nil
        guard let endpoint, (try? bind(endpoint)) == nil else { return }
        loop.schedule(after: Self.rebindPause) { [weak self] in self?.assumeIsolated { $0.rebind() } }
    }
}

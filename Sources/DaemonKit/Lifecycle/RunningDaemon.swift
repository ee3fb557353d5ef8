public import SafeguardingModel

/// What a program hands over once everything that it needs is open: its services, in the order in which they depend on
/// each other.
///
/// They are stopped in reverse order.
public struct RunningDaemon: Sendable {
    public var services: [NamedService]
    /// Returns when the last port is bound; only then does the daemon call itself ready.
    public var ready: @Sendable () async -> Void
    /// Rereads what can be reread, on SIGHUP.
    ///
    /// Logs what came of it; a fault in a file leaves the old state standing.
    public var reload: (@Sendable () async -> Void)?
    /// Counts and states for the health file.
    ///
    /// Ids and numbers only.
    public var facts: @Sendable () async -> JSONObject

    public init(
        services: [NamedService],
        ready: @escaping @Sendable () async -> Void = {},
        reload: (@Sendable () async -> Void)? = nil,
        facts: @escaping @Sendable () async -> JSONObject = { [:] }
    ) {
        self.services = services
        self.ready = ready
        self.reload = reload
        self.facts = facts
    }
}

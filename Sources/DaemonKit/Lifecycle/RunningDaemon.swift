public import SafeguardingModel

/// The services of a program after everything that it needs is open, in the order in which they depend on each other.
///
/// They are stopped in reverse order.
public struct RunningDaemon: Sendable {
    /// In the order of starting; ``NamedService`` gives each its name for the log.
    public var services: [NamedService]
    /// Returns when the last port is bound; the daemon reports readiness only then.
    public var ready: @Sendable () async -> Void
    /// Rereads configuration on SIGHUP.
    ///
    /// It logs the result; a fault in a file leaves the old state in force.
    public var reload: (@Sendable () async -> Void)?
    /// Returns counts and states for the health.
    ///
    /// They are ids and numbers only.
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

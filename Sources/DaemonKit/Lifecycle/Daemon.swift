public import Logging
import ServiceLifecycle
import UnixSignals

/// The run of a daemon's services, from readiness until the last of them has drained.
///
/// SIGTERM and SIGINT stop them gracefully, in reverse order. When the time is up, the services that have not drained
/// are named and the process ends at once: acknowledged work was durable before, so nothing is lost by that.
public struct Daemon: Sendable {
    /// The longest time for draining; half a second short of the five seconds that a site is promised.
    public var drainWithin: Duration
    private let daemon: RunningDaemon
    private let logger: Logger
    private let health: Health

    public init(_ daemon: RunningDaemon, logger: Logger, health: Health, drainWithin: Duration = .milliseconds(4_500)) {
        self.daemon = daemon
        self.logger = logger
        self.health = health
        self.drainWithin = drainWithin
    }

    /// Runs the services until they have drained.
    ///
    /// - Throws: ``DaemonError`` if one failed, or ended although nobody had asked it to.
    public func run() async throws {
        let overtime = Overtime(limit: drainWithin, logger: logger)
        var services = daemon.services.map { watched($0, by: overtime) }
        services.append(quiet(await HangupService(reload: daemon.reload, logger: logger)))
        services.append(quiet(ReadinessService(ready: daemon.ready, logger: logger, health: health)))
        // The last service is stopped first: the time is measured before anything else begins to drain.
        services.append(quiet(DrainClock(overtime: overtime, logger: logger, health: health)))
        let group = ServiceGroup(configuration: configuration(services))
        defer { overtime.disarm() }
        try await group.run()
        logger.record(.info, "Drained")
    }

    private func configuration(_ services: [ServiceGroupConfiguration.ServiceConfiguration])
        -> ServiceGroupConfiguration
    {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: .silent
        )
        configuration.maximumGracefulShutdownDuration = nil
        return configuration
    }

    private func watched(
        _ service: NamedService,
        by overtime: Overtime
    ) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(
            service: WatchedService(service: service, overtime: overtime),
            successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup
        )
    }

    private func quiet(_ service: any Service) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: service, successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore)
    }
}

import Logging
import ServiceLifecycle

/// The service that starts the time limit of draining when the daemon is asked to stop.
struct DrainClock: Service {
    let overtime: Overtime
    let logger: Logger
    let health: Health

    func run() async throws {
        try? await gracefulShutdown()
        overtime.arm()
        health.set(.draining)
        logger.record(.info, "Draining")
    }
}

import Logging
import ServiceLifecycle

/// Notices that the daemon is asked to stop, and starts the clock.
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

import Logging
import ServiceLifecycle
import UnixSignals

/// Rereads what can be reread whenever SIGHUP comes.
struct HangupService: Service {
    let reload: @Sendable () async -> Void
    let logger: Logger

    func run() async throws {
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        for await _ in hangups.cancelOnGracefulShutdown() {
            logger.record(.info, "Rereading")
            await reload()
        }
    }
}

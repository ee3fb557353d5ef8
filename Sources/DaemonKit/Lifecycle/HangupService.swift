import Logging
import ServiceLifecycle
import UnixSignals

/// The service that rereads configuration on SIGHUP; a daemon that has nothing to reread ignores the signal.
struct HangupService: Service {
    /// Trapped before the daemon reports that it is ready, because a signal may come at once after that.
    let hangups: UnixSignalsSequence
    let reload: (@Sendable () async -> Void)?
    let logger: Logger

    init(reload: (@Sendable () async -> Void)?, logger: Logger) async {
        hangups = await UnixSignalsSequence(trapping: .sighup)
        self.reload = reload
        self.logger = logger
    }

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            logger.record(.info, reload == nil ? "Nothing to reread" : "Rereading")
            await reload?()
        }
    }
}

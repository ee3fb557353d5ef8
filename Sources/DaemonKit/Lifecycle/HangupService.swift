import Logging
import ServiceLifecycle
import UnixSignals

/// Rereads what can be reread whenever SIGHUP comes; a daemon that has nothing of the kind goes on, rather than end by it.
struct HangupService: Service {
    /// Trapped before the daemon calls itself ready: whoever was told so may send one at once.
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

import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle

/// A service that does, in quiet moments, work for which somebody would otherwise wait, or which nobody would notice
/// missing.
///
/// The write-ahead log is checkpointed when the journal is quiet, or when the log has grown long: no commit does it.
/// After a full disk, it tries whether writing is possible again. Once a day it logs the journal's root, so that
/// whoever collects the log keeps the root.
struct CheckpointService: Service {
    private let journal: Journal
    private let executor: EffectExecutor
    private let faults: FaultHandling
    private let logger: Logger
    private let clock: any WallClock
    private static let interval = Duration.milliseconds(250)
    private static let day = Span.days(1)

    init(_ aggregator: Aggregator, _ executor: EffectExecutor, _ context: DaemonContext) {
        journal = aggregator.journal
        faults = aggregator.faults
        self.executor = executor
        logger = context.logger
        clock = context.clock
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen = journal.last
            var checkpointed = Position(0)
            var logged = Instant.distantPast
            while !Task.isCancelled {
                try? await Task.sleep(for: CheckpointService.interval)
                let isDue = journal.last == seen || journal.needsCheckpoint
                seen = journal.last
                if isDue, checkpointed < seen, await checkpoint() { checkpointed = seen }
                if faults.isWorthTrying { tryAgain() }
                if executor.isWaiting, faults.hasRoom { executor.recordRest() }
                if clock.now - logged >= CheckpointService.day, logRoot() { logged = clock.now }
            }
        }
    }

    private func checkpoint() async -> Bool {
        do {
            return try await journal.checkpoint()
        } catch {
            logger.record(.warning, "Write-ahead log not checkpointed; tried again", [.reason: "\(error)"])
            return false
        }
    }

    private func tryAgain() {
        do throws(JournalError) {
            try journal.proveWritable()
        } catch {
            return faults.handle(error)
        }
        faults.recovered()
    }

    private func logRoot() -> Bool {
        guard let root = journal.root else { return false }
        logger.record(
            .notice,
            "The journal's root; kept elsewhere it shows later that nothing was changed",
            [.root: root]
        )
        return true
    }
}

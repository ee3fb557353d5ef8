import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle

/// A service that does, in quiet moments, work for which somebody would otherwise wait, or which nobody would notice
/// missing.
///
/// After a burst of writes, the write-ahead log is checkpointed when the journal is quiet, or else the next small
/// commit would do it, and wait. After a full disk, it tries whether writing is possible again. Once a day it logs the
/// journal's root, so that whoever collects the log keeps the root.
struct CheckpointService: Service {
    private let journal: Journal
    private let worker: CorrelationWorker
    private let executor: EffectExecutor
    private let faults: FaultHandling
    private let logger: Logger
    private let clock: any WallClock
    private static let quiet = Duration.milliseconds(250)
    private static let day = Span.days(1)

    init(
        _ journal: Journal,
        _ worker: CorrelationWorker,
        _ executor: EffectExecutor,
        _ faults: FaultHandling,
        _ context: DaemonContext
    ) {
        self.journal = journal
        self.worker = worker
        self.executor = executor
        self.faults = faults
        self.logger = context.logger
        self.clock = context.clock
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen = journal.last
            var carried = Int64(0)
            var told = Instant.distantPast
            while !Task.isCancelled {
                try? await Task.sleep(for: CheckpointService.quiet)
                // Effects are written after their entries.
                let isQuiet = journal.last == seen && worker.judged >= seen
                if isQuiet, carried < seen, await carryOver() { carried = seen }
                seen = journal.last
                if faults.isWorthTrying { await tryAgain() }
                if clock.now - told >= CheckpointService.day, tellRoot() { told = clock.now }
            }
        }
    }

    private func carryOver() async -> Bool {
        do {
            return try await journal.checkpoint()
        } catch {
            logger.record(.warning, "Log not carried into the file; tried again", [.reason: "\(error)"])
            return false
        }
    }

    private func tryAgain() async {
        do throws(JournalError) {
            try await journal.proveWritable()
        } catch {
            return faults.handle(error)
        }
        faults.recovered()
        await executor.recordRest()
    }

    private func tellRoot() -> Bool {
        guard let root = journal.root else { return false }
        logger.record(
            .notice,
            "The journal's root; kept elsewhere it shows later that nothing was changed",
            [.root: root]
        )
        return true
    }
}

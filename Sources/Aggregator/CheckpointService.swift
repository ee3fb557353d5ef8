import DaemonKit
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle

/// Does in a quiet moment what somebody would otherwise have to wait for, or would not notice.
///
/// What many senders brought at once stands in the journal's log; the first small entry that comes after it would carry
/// all that into the file, and wait for it. Where the disk was full, it tries whether that is over. Once a day it writes
/// the journal's root into the log, so that whoever collects the log keeps it.
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
                // What follows from the entries is written after them.
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

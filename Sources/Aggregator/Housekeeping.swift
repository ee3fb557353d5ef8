import DaemonKit
import Journal
import Logging
import ServiceLifecycle

/// Does in a quiet moment what somebody would otherwise have to wait for.
///
/// What many senders brought at once stands in the journal's log; the first small entry that comes after it would carry
/// all that into the file, and wait for it.
struct Housekeeping: Service {
    private let journal: Journal
    private let judge: Judge
    private let logger: Logger
    private static let quiet = Duration.milliseconds(250)

    init(journal: Journal, judge: Judge, logger: Logger) {
        self.journal = journal
        self.judge = judge
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen = journal.last
            var carried = Int64(0)
            while !Task.isCancelled {
                try? await Task.sleep(for: Housekeeping.quiet)
                // What follows from the entries is written after them.
                let isQuiet = journal.last == seen && judge.judged >= seen
                if isQuiet, carried < seen, await carryOver() { carried = seen }
                seen = journal.last
            }
        }
    }

    private func carryOver() async -> Bool {
        do {
            return try await journal.carryOver()
        } catch {
            logger.record(.warning, "Log not carried into the file; tried again", [.reason: "\(error)"])
            return false
        }
    }
}

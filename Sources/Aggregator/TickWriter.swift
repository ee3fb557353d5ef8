import DaemonKit
import Journal
import SafeguardingModel
import ServiceLifecycle

/// Lets time pass in the journal: writes a tick when a deadline has come. How late a tick is written decides nothing,
/// since judgement lets each deadline fall due at its own moment.
struct TickWriter: Service {
    /// How often it looks.
    static let interval = Span.milliseconds(250)

    private let ledger: JournalWriter
    private let faults: FaultHandling

    init(ledger: JournalWriter, faults: FaultHandling) {
        self.ledger = ledger
        self.faults = faults
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await ledger.clock.sleep(for: TickWriter.interval)
                await ring()
            }
        }
    }

    private func ring() async {
        let isJudged = ledger.judge.judged >= ledger.journal.last
        guard isJudged, let wake = ledger.judge.nextWake, wake <= ledger.clock.now else { return }
        do throws(JournalError) {
            try await ledger.tick()
        } catch {
            return faults.handle(error)
        }
        await ledger.judge.caughtUp(to: ledger.journal.last)
    }
}

import DaemonKit
import Journal
import SafeguardingModel
import ServiceLifecycle

/// A service that writes a tick into the journal when a deadline has come. A late tick changes nothing, since judgement
/// lets each deadline fall due at its own moment.
struct TickWriter: Service {
    /// The interval at which it looks for deadlines.
    static let interval = Span.milliseconds(250)

    private let writer: JournalWriter
    private let faults: FaultHandling

    init(writer: JournalWriter, faults: FaultHandling) {
        self.writer = writer
        self.faults = faults
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await writer.clock.sleep(for: TickWriter.interval)
                await ring()
            }
        }
    }

    private func ring() async {
        let isJudged = writer.worker.judged >= writer.journal.last
        guard isJudged, let wake = writer.worker.nextWake, wake <= writer.clock.now else { return }
        do throws(JournalError) {
            try await writer.tick()
        } catch {
            return faults.handle(error)
        }
        await writer.worker.caughtUp(to: writer.journal.last)
    }
}

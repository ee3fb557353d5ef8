import DaemonKit
import Journal
import SafeguardingModel
import ServiceLifecycle

/// A service that writes a tick into the journal when a deadline has come. A late tick changes nothing, since judgement
/// lets each deadline fall due at its own moment.
struct TickWriter: Service {
    /// The interval at which it looks for deadlines.
    static let interval = Span.milliseconds(250)

    private let aggregator: Aggregator

    init(_ aggregator: Aggregator) {
        self.aggregator = aggregator
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await aggregator.clock.sleep(for: TickWriter.interval)
                await ring()
            }
        }
    }

    private func ring() async {
        let isJudged = aggregator.worker.judged >= aggregator.journal.last
        guard isJudged, let wake = aggregator.worker.nextWake, wake <= aggregator.clock.now else { return }
        do throws(JournalError) {
            try await aggregator.tick()
        } catch {
            return aggregator.faults.handle(error)
        }
        await aggregator.worker.caughtUp(to: aggregator.journal.last)
    }
}

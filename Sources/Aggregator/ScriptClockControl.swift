import DaemonKit
import Journal
import SafeguardingModel
import ServiceLifecycle

/// A service that moves the clock of a played script by lines on standard input: `2016-01-04T19:00:00Z` lets every
/// deadline until then fall due at its own moment and answers when all is judged; the end of the input lets the clock
/// go on at the machine's pace.
struct ScriptClockControl: Service {
    private let aggregator: Aggregator
    private let clock: ScriptedClock

    init(_ aggregator: Aggregator, clock: ScriptedClock) {
        self.aggregator = aggregator
        self.clock = clock
    }

    func run() async throws {
        for await line in StandardInput.lines.cancelOnGracefulShutdown() {
            guard let instant = Instant(rfc3339: line) else {
                StandardInput.answer("expected a time such as 2016-01-04T19:00:00Z")
                continue
            }
            try await advance(to: instant)
            StandardInput.answer("at \(clock.now.rfc3339)")
        }
        clock.release()
        try? await gracefulShutdown()
    }

    private func advance(to instant: Instant) async throws {
        await aggregator.worker.caughtUp(to: aggregator.journal.last)
        while let wake = aggregator.worker.nextWake, wake <= instant {
            clock.move(to: wake)
            try await aggregator.tick()
            await aggregator.worker.caughtUp(to: aggregator.journal.last)
        }
        clock.move(to: instant)
    }
}

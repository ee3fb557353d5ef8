import DaemonKit
import Journal
import SafeguardingModel
import ServiceLifecycle

/// A service that moves the clock of a played script by lines on standard input: `2016-01-04T19:00:00Z` lets every
/// deadline until then fall due at its own moment and answers when all is judged; the end of the input lets the clock
/// go on at the machine's pace.
struct ScriptClockControl: Service {
    private let writer: JournalWriter
    private let clock: ScriptedClock

    init(writer: JournalWriter, clock: ScriptedClock) {
        self.writer = writer
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
        await writer.worker.caughtUp(to: writer.journal.last)
        while let wake = writer.worker.nextWake, wake <= instant {
            clock.move(to: wake)
            try await writer.tick()
            await writer.worker.caughtUp(to: writer.journal.last)
        }
        clock.move(to: instant)
    }
}

import DaemonKit
import SafeguardingModel
import Testing

@Suite("Clocks")
struct ClockTests {
    private let start = Instant(seconds: 1_000_000)

    @Test("A settable clock wakes its sleepers when it is moved, and not before")
    func sleeping() async throws {
        let clock = SettableClock(start)
        let sleeper = Task {
            try await clock.sleep(for: .minutes(5)); return clock.now
        }
        while clock.sleeperCount == 0 { await Task.yield() }
        clock.advance(by: .minutes(4))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .minutes(1))
        #expect(try await sleeper.value == start + .minutes(5))
    }

    @Test("A cancelled sleeper is let go")
    func cancelling() async throws {
        let clock = SettableClock(start)
        let sleeper = Task { try await clock.sleep(for: .days(1)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test("The machine's clock runs forward from a sensible date")
    func system() {
        let clock = SystemClock()
        #expect(clock.now > Instant(seconds: 1_600_000_000))
    }
}

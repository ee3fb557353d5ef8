package import DaemonKit
package import SafeguardingModel
import Synchronization

/// The clock of the pages: the machine's time, or that of a journal that plays another year.
package final class JournalClock: WallClock {
    private let machine: any WallClock
    private let follows: Bool
    private let heard = Mutex<(entry: Instant, machine: Instant)?>(nil)

    package init(machine: any WallClock, follows: Bool) {
        self.machine = machine
        self.follows = follows
    }

    package var now: Instant {
        let machine = machine.now
        return heard.withLock { heard in
            guard let heard else { return machine }
            return heard.entry + (machine - heard.machine)
        }
    }

    /// Notes that the journal has come to this time.
    package func hear(_ instant: Instant) {
        guard follows else { return }
        let machine = machine.now
        heard.withLock { $0 = (instant, machine) }
    }

    package func sleep(for span: Span) async throws { try await machine.sleep(for: span) }
}

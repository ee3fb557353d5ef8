import DaemonKit
import SafeguardingModel
import Synchronization

/// The clock of a played script: it shows the time to which the script has moved it, and at the end of the script it
/// goes on at the machine's pace from there.
final class ScriptedClock: WallClock {
    private let state: Mutex<State>
    private let machine = SystemClock()

    private struct State {
        var at: Instant
        /// The machine's time when the clock was released; nil while the script moves it.
        var releasedAt: Instant?
    }

    init(_ at: Instant) {
        state = Mutex(State(at: at))
    }

    var now: Instant {
        state.withLock { state in
            guard let released = state.releasedAt else { return state.at }
            return state.at + (machine.now - released)
        }
    }

    /// Moves the clock to an instant, never backwards.
    func move(to instant: Instant) {
        state.withLock { $0.at = max($0.at, instant) }
    }

    /// Lets the clock go on at the machine's pace.
    func release() {
        let now = machine.now
        state.withLock { state in
            guard state.releasedAt == nil else { return }
            state.releasedAt = now
        }
    }

    func sleep(for span: Span) async throws {
        try await machine.sleep(for: span)
    }
}

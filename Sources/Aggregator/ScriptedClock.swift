import DaemonKit
import SafeguardingModel
import Synchronization

/// The clock of a play: it stands where the script has moved it, and once the play is over it goes on at the machine's
/// own pace from there.
final class ScriptedClock: WallClock {
    private let state: Mutex<State>
    private let machine = SystemClock()

    private struct State {
        var at: Instant
        /// The machine's time when the clock was let go; nil while the script moves it.
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

    /// Never backwards.
    func move(to instant: Instant) {
        state.withLock { $0.at = max($0.at, instant) }
    }

    /// The play is over.
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

public import SafeguardingModel
import Synchronization

/// A clock that moves only when it is set: for replays, simulations and tests.
public final class SettableClock: WallClock {
    private struct Sleeper {
        let id: Int
        let until: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var nextID = 0
        var sleepers: [Sleeper] = []
        /// Waits that were cancelled before they were registered.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    public init(_ now: Instant) {
        state = Mutex(State(now: now))
    }

    /// The time to which the clock was set last.
    public var now: Instant { state.withLock { $0.now } }

    /// The number of waits for the clock to move.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock on and resumes the waits that are due.
    public func advance(by span: Span) { set(now + span) }

    /// Sets the clock and resumes the waits that are due, the earliest first.
    ///
    /// Setting it back resumes none.
    public func set(_ instant: Instant) {
        let due = state.withLock { state in
            state.now = instant
            let due = state.sleepers.filter { $0.until <= instant }.sorted { $0.until < $1.until }
            state.sleepers.removeAll { $0.until <= instant }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until the clock has been moved that far; returns at once for a span that is not positive.
    ///
    /// - Throws: `CancellationError` when the wait is cancelled.
    public func sleep(for span: Span) async throws {
        let (id, until) = state.withLock { state in
            state.nextID += 1
            return (state.nextID, state.now + span)
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enqueue(Sleeper(id: id, until: until, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    private func enqueue(_ sleeper: Sleeper) {
        enum Outcome { case waits, passed, cancelled }
        let outcome: Outcome = state.withLock { state in
            if state.cancelled.remove(sleeper.id) != nil { return .cancelled }
            if sleeper.until <= state.now { return .passed }
            state.sleepers.append(sleeper)
            return .waits
        }
        switch outcome {
        case .waits: break
        case .passed: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}

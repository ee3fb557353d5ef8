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

    /// The task counts as cancelled before ``cancel(_:)`` is called, so that no wait is registered after its cancellation.
    private func enqueue(_ sleeper: Sleeper) {
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            if sleeper.until <= state.now { return .success(()) }
            state.sleepers.append(sleeper)
            return nil
        }
        if let outcome { sleeper.continuation.resume(with: outcome) }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state in
            state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}

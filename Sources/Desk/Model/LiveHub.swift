import Synchronization

/// Tells every open page that something changed.
///
/// A page that does not listen misses the middle and gets the last.
final class LiveHub: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<DeskChange?>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let most: Int

    init(most: Int = 500) {
        self.most = most
    }

    /// The changes from now on, with a nil at each beat; nil where as many listen already as may.
    func listen() -> AsyncStream<DeskChange?>? {
        let (stream, continuation) = AsyncStream.makeStream(of: DeskChange?.self, bufferingPolicy: .bufferingNewest(32))
        let number: Int? = state.withLock { state in
            guard state.listeners.count < most else { return nil }
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    func tell(_ change: DeskChange) { yield(change) }

    /// Lets each stream look whether it may still live, and its connection that it does.
    func beat() { yield(nil) }

    var listenerCount: Int { state.withLock { $0.listeners.count } }

    private func yield(_ change: DeskChange?) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(change) }
    }

    private func forget(_ number: Int) {
        _ = state.withLock { $0.listeners.removeValue(forKey: number) }
    }
}

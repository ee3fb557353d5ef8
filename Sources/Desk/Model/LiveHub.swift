import Synchronization

/// A hub that notifies every open page of changes.
///
/// A page that is slow misses older changes and gets the newest.
final class LiveHub: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: Listener] = [:]
    }

    private struct Listener {
        let account: String
        let continuation: AsyncStream<DeskChange?>.Continuation
    }

    private let state = Mutex(State())
    private let most: Int
    /// The most listeners of one account, so that it cannot keep others from listening.
    private let mostOfOne: Int

    init(most: Int = 500, mostOfOne: Int = 20) {
        self.most = most
        self.mostOfOne = mostOfOne
    }

    /// Returns the changes from now on, with a nil at each beat; nil where this account, or all accounts together, have
    /// as many listeners as allowed.
    func listen(as account: String) -> AsyncStream<DeskChange?>? {
        let (stream, continuation) = AsyncStream.makeStream(of: DeskChange?.self, bufferingPolicy: .bufferingNewest(32))
        let number: Int? = state.withLock { state in
            guard state.listeners.count < most,
                state.listeners.values.count(where: { $0.account == account }) < mostOfOne
            else { return nil }
            state.next += 1
            state.listeners[state.next] = Listener(account: account, continuation: continuation)
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    func send(_ change: DeskChange) { yield(change) }

    /// Lets each stream check that its session may go on, and sends a sign of life over its connection.
    func beat() { yield(nil) }

    var listenerCount: Int { state.withLock { $0.listeners.count } }

    private func yield(_ change: DeskChange?) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.continuation.yield(change) }
    }

    private func forget(_ number: Int) {
        _ = state.withLock { $0.listeners.removeValue(forKey: number) }
    }
}

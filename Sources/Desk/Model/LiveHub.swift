import Synchronization

/// Tells every open page that something changed.
///
/// A page that does not listen misses the middle and gets the last.
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
    /// One account keeps nobody else from listening.
    private let mostOfOne: Int

    init(most: Int = 500, mostOfOne: Int = 20) {
        self.most = most
        self.mostOfOne = mostOfOne
    }

    /// The changes from now on, with a nil at each beat; nil where as many listen already as may, of this account or of
    /// all.
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

    func tell(_ change: DeskChange) { yield(change) }

    /// Lets each stream look whether it may still live, and its connection that it does.
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

import BusTransport
import SafeguardingModel
import Synchronization

/// A notifier that tells the feed that the journal has grown: at most one call under way, however often it grows
/// meanwhile.
final class FeedNotifier: Sendable {
    private struct State {
        var feed: FeedServer?
        var end: Position = 0
        var isNotifying = false
    }

    private let state = Mutex(State())

    func connect(_ feed: FeedServer) {
        state.withLock { $0.feed = feed }
    }

    func grew(to end: Position) {
        let feed: FeedServer? = state.withLock { state in
            state.end = max(state.end, end)
            guard !state.isNotifying, let feed = state.feed else { return nil }
            state.isNotifying = true
            return feed
        }
        guard let feed else { return }
        Task { await notify(feed) }
    }

    private func notify(_ feed: FeedServer) async {
        var notified: Position = 0
        while let end = next(after: notified) {
            await feed.grew(to: end)
            notified = end
        }
    }

    private func next(after notified: Position) -> Position? {
        state.withLock { state in
            if state.end > notified { return state.end }
            state.isNotifying = false
            return nil
        }
    }
}

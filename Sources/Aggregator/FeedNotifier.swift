import BusTransport
import SafeguardingModel
import Synchronization

/// A notifier that tells the feed that the journal has grown: at most one call under way, however often it grows
/// meanwhile.
final class FeedNotifier: Sendable {
    private struct State {
        var feed: FeedServer?
        var end: Position = 0
        var isTelling = false
    }

    private let state = Mutex(State())

    func connect(_ feed: FeedServer) {
        state.withLock { $0.feed = feed }
    }

    func grew(to end: Position) {
        let feed: FeedServer? = state.withLock { state in
            state.end = max(state.end, end)
            guard !state.isTelling, let feed = state.feed else { return nil }
            state.isTelling = true
            return feed
        }
        guard let feed else { return }
        Task { await tell(feed) }
    }

    private func tell(_ feed: FeedServer) async {
        var told: Position = 0
        while let end = next(after: told) {
            await feed.grew(to: end)
            told = end
        }
    }

    private func next(after told: Position) -> Position? {
        state.withLock { state in
            if state.end > told { return state.end }
            state.isTelling = false
            return nil
        }
    }
}

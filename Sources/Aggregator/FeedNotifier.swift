import BusTransport
import Synchronization

/// A notifier that tells the feed that the journal has grown: at most one call under way, however often it grows
/// meanwhile.
final class FeedNotifier: Sendable {
    private struct State {
        var feed: FeedServer?
        var end: UInt64 = 0
        var isTelling = false
    }

    private let state = Mutex(State())

    func connect(_ feed: FeedServer) {
        state.withLock { $0.feed = feed }
    }

    func grew(to end: Int64) {
        let feed: FeedServer? = state.withLock { state in
            state.end = max(state.end, UInt64(end))
            guard !state.isTelling, let feed = state.feed else { return nil }
            state.isTelling = true
            return feed
        }
        guard let feed else { return }
        Task { await tell(feed) }
    }

    private func tell(_ feed: FeedServer) async {
        var told: UInt64 = 0
        while let end = next(after: told) {
            await feed.grew(to: end)
            told = end
        }
    }

    private func next(after told: UInt64) -> UInt64? {
        state.withLock { state in
            if state.end > told { return state.end }
            state.isTelling = false
            return nil
        }
    }
}

import Synchronization

/// Which lists each session has been written down for, so that a page that looks again by itself is not a look each time.
///
/// Whether a request is such a look again, it says itself; only what was written down before can be looked at again.
final class ListViews: Sendable {
    struct List: Hashable, Sendable {
        let query: AlertQuery
        let offset: Int
    }

    private let known = Mutex<[[UInt8]: Set<List>]>([:])
    private static let mostSessions = 10_000
    private static let mostLists = 64

    /// Notes that a list was written down for a session; beyond the bound it is written down each time.
    func note(_ list: List, in session: Session) {
        known.withLock { known in
            if known.count > ListViews.mostSessions { known.removeAll() }
            guard known[session.id, default: []].count < ListViews.mostLists else { return }
            known[session.id, default: []].insert(list)
        }
    }

    func isKnown(_ list: List, in session: Session) -> Bool {
        known.withLock { $0[session.id]?.contains(list) ?? false }
    }

    func forget(_ session: Session) { _ = known.withLock { $0.removeValue(forKey: session.id) } }
}

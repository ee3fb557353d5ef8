import Accounts
import Synchronization

/// The lists already logged for each session, so that a page that refreshes itself is not logged each time.
///
/// The request itself says that it is a refresh, and that counts only for a list that was logged before.
final class ListViews: Sendable {
    struct List: Hashable, Sendable {
        let query: AlertQuery
        let offset: Int
    }

    private let known = Mutex<[[UInt8]: Set<List>]>([:])
    private static let mostSessions = 10_000
    private static let mostLists = 64

    /// Notes that a list was logged for a session; beyond the bound it is logged each time.
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

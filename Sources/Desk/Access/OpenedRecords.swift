import Accounts
import SafeguardingModel
import Synchronization

/// The children that somebody opened with a reason, having no open work with them.
///
/// They are kept as long as the session; the access log keeps the reason for good.
final class OpenedRecords: Sendable {
    private let opened = Mutex<[[UInt8]: Set<ChildID>]>([:])
    private static let most = 10_000

    func open(_ child: ChildID, in session: Session) {
        opened.withLock { opened in
            if opened.count > OpenedRecords.most { opened.removeAll() }
            opened[session.id, default: []].insert(child)
        }
    }

    func isOpen(_ child: ChildID, in session: Session) -> Bool {
        opened.withLock { $0[session.id]?.contains(child) ?? false }
    }

    func forget(_ session: Session) { _ = opened.withLock { $0.removeValue(forKey: session.id) } }
}

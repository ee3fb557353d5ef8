import BusTransport
import DaemonKit
import Logging
import Synchronization

/// Writes how the adapter stands with the aggregator into the log: once for each change that a person would want to know.
final class LinkLog: Sendable {
    static let shared = LinkLog()
    private let last = Mutex<String>("")

    func write(_ link: LinkStatus, _ logger: Logger) {
        let words = link.description
        let isNew = last.withLock { last in
            defer { last = words }
            return last != words
        }
        guard isNew else { return }
        switch link {
        case .connected: logger.record(.notice, "Connected to the aggregator")
        case .connecting, .greeting: break
        default: logger.record(.warning, "Not connected to the aggregator", [.reason: words])
        }
    }
}

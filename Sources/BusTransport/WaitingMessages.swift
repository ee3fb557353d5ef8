import BusProtocol
import SafeguardingModel

/// The messages that wait for one follower, in order, and the bytes of their entries.
struct WaitingMessages {
    private(set) var messages: [FeedMessage] = []
    private(set) var bytes = 0

    mutating func append(_ message: FeedMessage) {
        messages.append(message)
        bytes += message.entryBytes
    }

    /// Removes the first messages, which were taken.
    mutating func removeFirst(_ count: Int) {
        bytes -= messages.prefix(count).reduce(0) { $0 + $1.entryBytes }
        messages.removeFirst(count)
    }

    /// Returns whether more waits than is allowed.
    func exceeds(_ capacity: FeedCapacity) -> Bool {
        messages.count > capacity.messagesWaiting || messages.count > 1 && bytes > capacity.bytesWaiting
    }
}

extension FeedMessage {
    fileprivate var entryBytes: Int {
        guard case .entries(let entries) = self else { return 0 }
        return entries.reduce(0) { $0 + $1.body.count }
    }
}

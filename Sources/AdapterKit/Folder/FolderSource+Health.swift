import DaemonKit
import Synchronization

extension FolderSource {
    /// Says in the health what lies in the inbox unread, and what stands in quarantine, as it is now.
    func reportHealth(_ candidates: [Candidate], withoutName: Int) async throws {
        guard let health else { return }
        var unread = withoutName
        for candidate in candidates {
            let known = try await outbox.file(candidate.name.text)
            if let known, candidate.isSame(as: known), known.state.isUnread { unread += 1 }
        }
        let rows = try await quarantine.rowsStanding()
        standing.withLock { $0 = InboxStanding(unreadFiles: unread, quarantinedRows: rows) }
        health.report(
            fault: unread == 0 ? nil : "unread-files: \(unread) in the inbox cannot be read; the quarantine says why",
            from: "unread-files"
        )
        health.report(
            fault: rows == 0 ? nil : "quarantine: \(rows) \(rows == 1 ? "row waits" : "rows wait") to be mended",
            from: "quarantine"
        )
    }
}

/// What of the inbox needs a person, as it was when the inbox was looked at last.
public struct InboxStanding: Hashable, Sendable {
    /// Files that no mapping is for, that cannot be opened, or that are not what their mapping says.
    public var unreadFiles = 0
    public var quarantinedRows = 0

    public init(unreadFiles: Int = 0, quarantinedRows: Int = 0) {
        self.unreadFiles = unreadFiles
        self.quarantinedRows = quarantinedRows
    }
}

extension KnownFile.State {
    /// Whether nothing, or not all, of the file could be read.
    var isUnread: Bool { self == .unknown || self == .faulty || self == .refused }
}

import DaemonKit
import Synchronization

extension FolderSource {
    /// Reports to the health how much lies in the inbox unread, and how much is in quarantine.
    func reportHealth(_ candidates: [Candidate], withoutName: Int) async throws {
        guard let health else { return }
        var unread = withoutName
        for candidate in candidates {
            let known = try await outbox.file(candidate.name.text)
            if let known, candidate.isSame(as: known), known.state.isUnread { unread += 1 }
        }
        let rows = try await quarantine.rowsStanding()
        inboxState.withLock { $0 = InboxCounts(unreadFiles: unread, quarantinedRows: rows) }
        health.report(
            .unreadFiles,
            unread == 0 ? nil : "unread-files: \(unread) in the inbox cannot be read; the quarantine says why"
        )
        health.report(
            .quarantine,
            rows == 0 ? nil : "quarantine: \(rows) \(rows == 1 ? "row waits" : "rows wait") to be mended"
        )
    }
}

/// The counts of entries in the inbox that need a person, as of the last look.
public struct InboxCounts: Hashable, Sendable {
    /// Files without a mapping, files that cannot be opened or whose names are not UTF-8, and files that are not as
    /// their mapping says.
    public var unreadFiles = 0
    /// Rejected rows whose files are still in the quarantine; rows that a person took away do not count.
    public var quarantinedRows = 0

    public init(unreadFiles: Int = 0, quarantinedRows: Int = 0) {
        self.unreadFiles = unreadFiles
        self.quarantinedRows = quarantinedRows
    }
}

extension KnownFile.State {
    /// Whether some or all of the file could not be read.
    var isUnread: Bool { self == .unknown || self == .faulty || self == .refused }
}

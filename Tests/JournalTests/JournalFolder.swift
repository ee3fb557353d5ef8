import EventFormat
import GRDB
import SafeguardingModel
import TestKit

@testable import Journal

/// A folder of one test's own, with a journal and its derived file; removed with it.
final class JournalFolder: Sendable {
    private let scratch: Scratch
    /// Mon 14 Dec 2015.
    static let now = Instant(seconds: 1_450_000_000)

    init() throws { scratch = try Scratch() }

    var path: String { scratch.path }
    var journalPath: String { "\(path)/journal.sqlite" }
    var derivedPath: String { "\(path)/derived.sqlite" }

    func open(readOnly: Bool = false) throws -> Journal { try Journal(path: journalPath, readOnly: readOnly) }

    /// Changes a file as its operator could.
    func change(_ path: String, _ statements: String...) throws { try change(path, statements) }

    func change(_ path: String, _ statements: [String]) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { for one in statements { try $0.execute(sql: one) } }
        try queue.close()
    }

    /// The names of tables in a file.
    func tables(of path: String) throws -> Set<String> {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read {
            Set(try String.fetchAll($0, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
        }
    }
}

extension Batch {
    /// A batch of sample events.
    init(events ids: some Sequence<String>) { self.init(drafts: ids.map { .event($0) }) }
}

extension Batch.Draft {
    static func event(_ id: String, summary: String = "", spaces: Bool = false) -> Batch.Draft {
        let gap = spaces ? " " : ""
        let text = "{\"source\":\(gap)\"/sample/a\",\"id\":\"\(id)\",\"data\":{\"summary\":\"\(summary)\"}}"
        let name = Batch.EventKey(source: "/sample/a", id: id, hash: EventDigest.hash(source: "/sample/a", id: id))
        return Batch.Draft(kind: .event, agency: "sample", body: Array(text.utf8), name: name)
    }
}

import EventFormat
import Foundation
import GRDB
import Journal
import SafeguardingModel
import Testing

@Suite("A journal of an earlier version")
struct MigrationTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent(
        "journal-\(UUID().uuidString).sqlite"
    ).path
    private let now = Instant(seconds: 1_450_000_000)

    private func event(_ number: Int) -> Batch.Draft {
        let (source, id) = ("/sample/a", String(number))
        let name = Batch.EventKey(source: source, id: id, hash: EventDigest.hash(source: source, id: id))
        let text = "{\"source\":\"\(source)\",\"id\":\"\(id)\"}"
        return Batch.Draft(kind: .event, agency: "sample", body: Array(text.utf8), name: name)
    }

    /// Puts the tables back as the first version had them: a row for every name.
    private func makeOld() throws {
        let database = try DatabaseQueue(path: path)
        try database.write { database in
            try database.execute(
                sql: "CREATE TABLE entry_name (position INTEGER PRIMARY KEY, name INTEGER NOT NULL) STRICT"
            )
            for row in try Row.fetchAll(database, sql: "SELECT position, body FROM entry") {
                let id = try #require(JSONReader.read([UInt8](row[1] as Data))["id"]?.string)
                let hash = Int64(bitPattern: EventDigest.hash(source: "/sample/a", id: id))
                try database.execute(sql: "INSERT INTO entry_name VALUES (?, ?)", arguments: [row[0] as Int64, hash])
            }
            try database.execute(sql: "DROP TABLE name_run")
            try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '2 names by commit'")
        }
        try database.close()
    }

    @Test("knows after the upgrade what was told before it")
    func upgrades() async throws {
        // More than stand in one row of names.
        let events = (1...6_000).map(event)
        let first = try Journal(path: path)
        _ = try await first.append(Batch(drafts: events), at: now)
        first.close()
        try makeOld()

        let second = try Journal(path: path)
        let again = try await second.append(Batch(drafts: events + [event(6_001)]), at: now).outcomes
        #expect(again.prefix(6_000).elementsEqual((1...6_000).map { .duplicate(of: $0) }))
        #expect(again.last == .stored(position: 6_001))
        #expect(try second.verifySeals().faults.isEmpty)
        second.close()

        let third = try Journal(path: path)
        #expect(try await third.append(Batch(drafts: [event(6_001)]), at: now).outcomes == [.duplicate(of: 6_001)])
    }

    @Test("whose names are cut off is not opened as if they had never been told")
    func cutOff() async throws {
        let journal = try Journal(path: path)
        _ = try await journal.append(Batch(drafts: [event(1)]), at: now)
        journal.close()
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE name_run SET names = x'000000'") }
        #expect(throws: JournalError.unreadable(position: 1, reason: "the names of its commit are cut off")) {
            try Journal(path: path)
        }
    }
}

package import BusProtocol
import GRDB
package import SafeguardingModel
import Synchronization

extension Outbox {
    /// The events after a number, in order, at most so many.
    package func pending(after sequence: UInt64, limit: Int) async throws(OutboxError) -> [OutboxEvent] {
        try await read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT sequence, body FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?"
            )
            let rows = try Row.fetchAll(statement, arguments: [Int64(clamping: sequence), limit])
            return rows.map { OutboxEvent(sequence: UInt64($0[0] as Int64), body: ($0[1] as Blob).bytes) }
        }
    }

    /// Up to this number the aggregator has everything on disk, but for what it refused: that is kept aside.
    package func settle(through sequence: UInt64, refused: [RefusedEvent], at now: Instant) async throws(OutboxError) {
        let last = last
        guard sequence <= last else {
            try await beginEpoch()
            throw .restored(acknowledged: sequence, last: last)
        }
        guard sequence > settled else { return }
        let left = try await write { database in
            for event in refused { try Outbox.putAside(event, at: now, database) }
            try database.execute(sql: "DELETE FROM event WHERE sequence <= ?", arguments: [Int64(sequence)])
            try Outbox.set("settled", to: Int64(sequence), database)
            return try Outbox.load(database)
        }
        state.withLock { ($0.settled, $0.pending, $0.bytes) = (left.settled, left.pending, left.bytes) }
    }

    /// Keeps the event with the reason, and forgets that it was published: the mended record is news.
    private static func putAside(_ event: RefusedEvent, at now: Instant, _ database: Database) throws {
        let sql = "SELECT name, revision, body FROM event WHERE sequence = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [Int64(event.sequence)]) else { return }
        let (name, revision, body): (Blob, Int, Blob) = (row[0], row[1], row[2])
        try database.execute(
            sql: """
                INSERT INTO refused (at, hash, code, path, message, body) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (hash) DO UPDATE SET at = excluded.at, code = excluded.code, message = excluded.message
                """,
            arguments: [
                now.milliseconds, Blob(EventHash(body.bytes).bytes), event.refusal.code, event.refusal.path,
                event.refusal.message, body,
            ]
        )
        try forget(name, revision: revision, database)
    }

    /// A first publication is as if it had never been.
    ///
    /// Of a correction only the content is forgotten: the next look at the record will differ from it, and correct
    /// again.
    private static func forget(_ name: Blob, revision: Int, _ database: Database) throws {
        if revision == 1 {
            try database.execute(sql: "DELETE FROM published WHERE name = ? AND revision = 1", arguments: [name])
        } else {
            try database.execute(
                sql: "UPDATE published SET digest = '?' WHERE name = ? AND revision = ?",
                arguments: [name, revision]
            )
        }
    }
}

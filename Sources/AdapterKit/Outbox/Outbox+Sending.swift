package import BusProtocol
import GRDB
package import SafeguardingModel
import Synchronization

extension Outbox {
    /// Returns at most `limit` events after a number, in order.
    package func pending(after sequence: UInt64, limit: Int) async throws(OutboxError) -> [OutboxEvent] {
        let settled = settled
        return try await read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT sequence, body FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?"
            )
            let after = max(sequence, settled)
            let rows = try Row.fetchAll(statement, arguments: [Int64(clamping: after), limit])
            return rows.map { OutboxEvent(sequence: UInt64($0[0] as Int64), body: ($0[1] as Blob).bytes) }
        }
    }

    /// Settles the events up to a number: the aggregator has each on its disk, or has refused it for ever and it is kept aside.
    package func settle(through sequence: UInt64, refused: [RefusedEvent], at now: Instant) async throws(OutboxError) {
        let last = last
        guard sequence <= last else {
            try await beginEpoch()
            throw .restored(acknowledged: sequence, last: last)
        }
        guard sequence > settled else { return }
        try await writeEvents(at: now) { try $0.settle(through: sequence, refused: refused) }
    }
}

extension OutboxWriter {
    /// Keeps accepted events for `limits.keep`; puts refused ones aside or publishes them again under a free id.
    fileprivate mutating func settle(through sequence: UInt64, refused: [RefusedEvent]) throws {
        let range: StatementArguments = [Int64(counts.settled), Int64(sequence)]
        let row = try Row.fetchOne(
            database,
            sql: "SELECT count(*), coalesce(sum(length(body)), 0) FROM event WHERE sequence > ? AND sequence <= ?",
            arguments: range
        )
        let (events, bytes): (Int, Int) = (row?[0] ?? 0, row?[1] ?? 0)
        counts.pending -= events
        counts.bytes -= bytes
        counts.kept += bytes
        counts.settled = max(counts.settled, sequence)
        for event in refused { try dealWith(event) }
        try noteSettlement()
    }

    private mutating func dealWith(_ event: RefusedEvent) throws {
        let sql = "SELECT name, revision, mapped, body FROM event WHERE sequence = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [Int64(event.sequence)]) else { return }
        let known = RefusedRow(name: row[0], revision: row[1], isMapped: row[2], body: (row[3] as Blob).bytes)
        try database.execute(sql: "DELETE FROM event WHERE sequence = ?", arguments: [Int64(event.sequence)])
        counts.kept -= known.body.count
        if event.refusal.code == RefusedRow.idIsTaken, try publishAgain(known) { return }
        try putAside(known, event.refusal)
    }

    /// Keeps the event with the reason, and forgets that it was published, so that the mended record counts as new.
    ///
    /// An event that was refused and shown before gets a new number, so that it is shown again.
    private func putAside(_ row: RefusedRow, _ refusal: Refusal) throws {
        let hash = Blob(EventHash(row.body).bytes)
        try database.execute(
            sql: "DELETE FROM refused WHERE hash = ? AND number <= (\(Outbox.refusedShown))",
            arguments: [hash]
        )
        try database.execute(
            sql: """
                INSERT INTO refused (at, hash, code, path, message, body) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (hash) DO UPDATE
                SET at = excluded.at, code = excluded.code, path = excluded.path, message = excluded.message
                """,
            arguments: [at.milliseconds, hash, refusal.code, refusal.path, refusal.message, Blob(row.body)]
        )
        try forget(row.name, revision: row.revision)
    }

    /// Forgets a first publication entirely.
    ///
    /// Only the content of a correction is forgotten: the next row of the record differs from it and is a correction
    /// again.
    private func forget(_ name: Blob, revision: Int) throws {
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

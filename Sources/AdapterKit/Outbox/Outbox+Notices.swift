package import BusProtocol
import GRDB
public import SafeguardingModel
import Synchronization

/// A notice from the aggregator, as it came.
public struct KeptNotice: Hashable, Sendable {
    /// The notice's number among those of this agency; numbers rise and may have gaps.
    public var number: UInt64
    /// The time at which the adapter received it.
    public var at: Instant
    /// The notice as JSON.
    public var json: [UInt8]
}

/// An event that the aggregator refused.
public struct RefusedRecord: Hashable, Sendable {
    /// A number of this outbox's own, in the order in which events were first refused.
    public var number: Int64
    /// The time of the last refusal of the same bytes.
    public var at: Instant
    /// The aggregator's stable code of the refusal.
    public var code: String
    /// The place in the event, such as `$.data.grade`.
    public var path: String
    /// A sentence for whoever mends the event, without any of its values.
    public var message: String
    /// The event's bytes as they were sent.
    public var body: [UInt8]
}

extension Outbox {
    /// Keeps a notice; the same number again changes nothing.
    package func keep(_ notice: NumberedNotice, at now: Instant) async throws(OutboxError) {
        try await write { database in
            try database.execute(
                sql: "INSERT INTO notice (number, at, json) VALUES (?, ?, ?) ON CONFLICT (number) DO NOTHING",
                arguments: [Int64(clamping: notice.number), now.milliseconds, Blob(notice.json)]
            )
        }
    }

    /// Returns the number of the last notice on disk; 0 for none.
    public func lastNotice() async throws(OutboxError) -> UInt64 {
        try await read { UInt64(try Int64.fetchOne($0, sql: "SELECT max(number) FROM notice") ?? 0) }
    }

    /// Returns the notices after a number, oldest first.
    public func notices(after number: UInt64 = 0, limit: Int = 1_000) async throws(OutboxError) -> [KeptNotice] {
        try await read { database in
            let sql = "SELECT number, at, json FROM notice WHERE number > ? ORDER BY number LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [Int64(clamping: number), limit]).map { row in
                KeptNotice(
                    number: UInt64(row[0] as Int64),
                    at: Instant(milliseconds: row[1]),
                    json: (row[2] as Blob).bytes
                )
            }
        }
    }

    /// Returns the events refused by the aggregator after a number, oldest first.
    public func refused(after number: Int64 = 0, limit: Int = 1_000) async throws(OutboxError) -> [RefusedRecord] {
        try await read { database in
            let sql = """
                SELECT number, at, code, path, message, body FROM refused WHERE number > ? ORDER BY number LIMIT ?
                """
            return try Row.fetchAll(database, sql: sql, arguments: [number, limit]).map { row in
                RefusedRecord(
                    number: row[0],
                    at: Instant(milliseconds: row[1]),
                    code: row[2],
                    path: row[3],
                    message: row[4],
                    body: (row[5] as Blob).bytes
                )
            }
        }
    }

    /// Returns the present counts, for health and for `/outbox`.
    public func counts() async throws(OutboxError) -> OutboxCounts {
        let settled = settled
        var counts = try await read { database in
            var counts = OutboxCounts()
            counts.refused = try Int.fetchOne(database, sql: "SELECT count(*) FROM refused") ?? 0
            counts.notices = try Int.fetchOne(database, sql: "SELECT count(*) FROM notice") ?? 0
            counts.oldest = try Int64.fetchOne(
                database,
                sql: "SELECT at FROM event WHERE sequence > ? ORDER BY sequence LIMIT 1",
                arguments: [Int64(settled)]
            )
            .map { Instant(milliseconds: $0) }
            return counts
        }
        state.withLock {
            (counts.pending, counts.bytes, counts.last, counts.settled) = ($0.pending, $0.bytes, $0.last, $0.settled)
        }
        return counts
    }
}

extension Outbox {
    /// The number of the last refused event that the quarantine's files show, in SQL; 0 where they show none.
    static let refusedShown = "SELECT coalesce(max(value), 0) FROM setting WHERE name = 'refused shown'"

    /// Returns refused events that the quarantine's files do not show yet, at most 1,000, the oldest first.
    func unshownRefused() async throws(OutboxError) -> [RefusedRecord] {
        let shown = try await read { try Int64.fetchOne($0, sql: Outbox.refusedShown) ?? 0 }
        return try await refused(after: shown)
    }

    func markRefusedShown(through number: Int64) async throws(OutboxError) {
        try await write { try Outbox.set("refused shown", to: number, $0) }
    }
}

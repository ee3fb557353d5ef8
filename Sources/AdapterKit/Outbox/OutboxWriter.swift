import Foundation
import GRDB
import MappingKit
import SafeguardingModel
import Synchronization

/// One transaction's hand on the outbox: appends events, remembers names, and knows how much room is left.
struct OutboxWriter {
    let database: Database
    let at: Instant
    let limits: OutboxLimits
    var counts: Counts

    /// What the transaction changes of the outbox's state.
    struct Counts: Equatable {
        var last: UInt64
        var settled: UInt64
        var pending: Int
        var bytes: Int
        var kept: Int
    }

    init(_ database: Database, at: Instant, outbox: Outbox) {
        let state = outbox.state.withLock { $0 }
        self.database = database
        self.at = at
        limits = outbox.limits
        counts = Counts(
            last: state.last,
            settled: state.settled,
            pending: state.pending,
            bytes: state.bytes,
            kept: state.kept
        )
    }

    /// Whether anything more may be taken.
    ///
    /// An event already begun on is finished: a bound is a bound of whole rows.
    var hasRoom: Bool { counts.pending < limits.events && counts.bytes < limits.bytes }

    /// Puts an event at the end; `isMapped` where a row of an export says it, so that its id is ours to choose.
    mutating func append(_ body: [UInt8], name: EventHash, revision: Int, isMapped: Bool) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO event (sequence, at, name, revision, body, mapped) VALUES (?, ?, ?, ?, ?, ?)"
        )
        counts.last += 1
        counts.pending += 1
        counts.bytes += body.count
        try statement.execute(
            arguments: [Int64(counts.last), at.milliseconds, Blob(name.bytes), revision, Blob(body), isMapped])
    }

    func standing(_ name: EventHash, key: String) throws -> PublishedRevision? {
        let statement = try database.cachedStatement(sql: "SELECT id, digest, revision FROM published WHERE name = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(name.bytes)]) else { return nil }
        return PublishedRevision(id: row[0] ?? key, digest: row[1], revision: row[2])
    }

    func remember(_ standing: PublishedRevision, _ name: EventHash, key: String) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO published (name, id, digest, revision) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
                SET id = excluded.id, digest = excluded.digest, revision = excluded.revision
                """
        )
        let id = standing.id == key ? nil : standing.id
        try statement.execute(arguments: [Blob(name.bytes), id, standing.digest, standing.revision])
    }
}

/// Bytes as SQLite stores them.
struct Blob: DatabaseValueConvertible, Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> Blob? {
        Data.fromDatabaseValue(value).map { Blob([UInt8]($0)) }
    }
}

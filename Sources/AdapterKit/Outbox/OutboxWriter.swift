import Foundation
import GRDB
import MappingKit
import SafeguardingModel
import Synchronization

/// The outbox within one transaction: appends events, remembers names, and counts the room that is left.
struct OutboxWriter {
    let database: Database
    let at: Instant
    let limits: OutboxLimits
    var counts: Counts

    /// The transaction's changes to the outbox's state.
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
    /// A row that has begun is finished: the bound is checked between rows.
    var hasRoom: Bool { counts.pending < limits.events && counts.bytes < limits.bytes }

    /// Appends an event; `isMapped` where it comes from a row of an export, so that we may choose its id.
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

    func published(_ name: EventHash, key: String) throws -> PublishedRevision? {
        let statement = try database.cachedStatement(sql: "SELECT id, digest, revision FROM published WHERE name = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(name.bytes)]) else { return nil }
        return PublishedRevision(id: row[0] ?? key, digest: row[1], revision: row[2])
    }

    func remember(_ published: PublishedRevision, _ name: EventHash, key: String) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO published (name, id, digest, revision) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
                SET id = excluded.id, digest = excluded.digest, revision = excluded.revision
                """
        )
        let id = published.id == key ? nil : published.id
        try statement.execute(arguments: [Blob(name.bytes), id, published.digest, published.revision])
    }
}

/// Bytes in the form that SQLite stores.
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

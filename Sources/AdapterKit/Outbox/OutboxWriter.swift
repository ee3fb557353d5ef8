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
    private(set) var last: UInt64
    private(set) var pending: Int
    private(set) var bytes: Int

    init(_ database: Database, at: Instant, outbox: Outbox) {
        let state = outbox.state.withLock { $0 }
        self.database = database
        self.at = at
        limits = outbox.limits
        (last, pending, bytes) = (state.last, state.pending, state.bytes)
    }

    /// Whether anything more may be taken.
    ///
    /// An event already begun on is finished: a bound is a bound of whole rows.
    var hasRoom: Bool { pending < limits.events && bytes < limits.bytes }

    mutating func append(_ body: [UInt8], name: EventHash, revision: Int) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO event (sequence, at, name, revision, body) VALUES (?, ?, ?, ?, ?)"
        )
        last += 1
        pending += 1
        bytes += body.count
        try statement.execute(
            arguments: [Int64(last), at.milliseconds, Blob(name.bytes), revision, Blob(body)])
    }

    func standing(_ name: EventHash, key: String) throws -> Standing? {
        let statement = try database.cachedStatement(sql: "SELECT id, digest, revision FROM published WHERE name = ?")
        guard let row = try Row.fetchOne(statement, arguments: [Blob(name.bytes)]) else { return nil }
        return Standing(id: row[0] ?? key, digest: row[1], revision: row[2])
    }

    func remember(_ standing: Standing, _ name: EventHash, key: String) throws {
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

internal import GRDB
internal import GRDBSQLite
import SafeguardingModel

/// The one statement that is executed for every event.
///
/// Its arguments are bound by SQLite's own functions: a list of arguments would be made for each row, and its body
/// copied twice, which took as long as the rest of the insertion.
struct EntryInsertion {
    private let statement: Statement
    private static let sql = "INSERT INTO entry VALUES (?, ?, ?, ?, ?)"

    init(_ database: Database) throws {
        statement = try database.cachedStatement(sql: EntryInsertion.sql)
    }

    func execute(position: Position, at: Instant, kind: StoredEntry.Kind, agency: Int64, body: [UInt8]) throws {
        let row = statement.sqliteStatement
        sqlite3_bind_int64(row, 1, position.number)
        sqlite3_bind_int64(row, 2, at.milliseconds)
        sqlite3_bind_int64(row, 3, kind.number)
        sqlite3_bind_int64(row, 4, agency)
        let code = body.withUnsafeBytes { bytes in
            // The body is borrowed while the statement runs; an empty one has no address, which would be NULL.
            if bytes.isEmpty {
                sqlite3_bind_zeroblob(row, 5, 0)
            } else {
                sqlite3_bind_blob64(row, 5, bytes.baseAddress, sqlite3_uint64(bytes.count), nil)
            }
            defer {
                sqlite3_reset(row)
                sqlite3_clear_bindings(row)
            }
            return sqlite3_step(row)
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), sql: EntryInsertion.sql)
        }
    }
}

internal import GRDB

/// A file of SQLite with one connection that writes, and errors for its operator.
protocol SQLiteFile: Sendable {
    var database: DatabasePool { get }
    var path: String { get }
}

extension SQLiteFile {
    func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
        do { return try database.read(body) } catch { throw JournalError(error, path: path) }
    }

    /// Runs one transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
        do { return try database.write(body) } catch { throw JournalError(error, path: path) }
    }
}

internal import GRDB

extension DatabaseMigrator {
    /// Compares the tables, indices, triggers and views of a file with those that its migrations make, and returns what
    /// differs, each in one sentence.
    func faults(in database: Database, name: String) throws -> [String] {
        let found = try DatabaseMigrator.schema(of: database)
        let model = try DatabaseQueue()
        if let last = try appliedMigrations(database).last { try migrate(model, upTo: last) }
        let made = try model.read(DatabaseMigrator.schema)
        let known = Set(migrations)
        let newer = try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
            .filter { !known.contains($0) }
        return newer.map { "\(name) has the migration '\($0)', which this version does not know" }
            + found.keys.filter { made[$0] == nil }.sorted().map { "\(name) has the \($0), which no version makes" }
            + made.keys.filter { found[$0] == nil }.sorted().map { "\(name) lacks the \($0)" }
            + made.keys.filter { found[$0] != nil && found[$0] != made[$0] }.sorted().map {
                "\(name) has the \($0) otherwise than it was made"
            }
    }

    /// The statement that made each thing, without the white space between its words.
    private static func schema(of database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(database, sql: "SELECT type, name, coalesce(sql, '') FROM sqlite_master")
        let things = rows.map { row -> (String, String) in
            let (type, name, sql): (String, String, String) = (row[0], row[1], row[2])
            return ("\(type) '\(name)'", sql.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
        return Dictionary(things) { $0 + $1 }
    }
}

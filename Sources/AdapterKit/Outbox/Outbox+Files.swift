import GRDB
public import SafeguardingModel

extension Outbox {
    /// Returns every file that was ever looked at, in order of name.
    public func files() async throws(OutboxError) -> [KnownFile] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM file ORDER BY name").map(KnownFile.init)
        }
    }

    /// Returns a file by its name in the inbox; nil where it was never looked at.
    public func file(_ name: String) async throws(OutboxError) -> KnownFile? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM file WHERE name = ?", arguments: [name]).map(KnownFile.init)
        }
    }

    /// Returns the names of the files that were refused for a reason, in order.
    func files(refusedBecause reason: String) async throws(OutboxError) -> [String] {
        try await read { database in
            let sql = "SELECT name FROM file WHERE state = ? AND reason = ? ORDER BY name"
            return try String.fetchAll(database, sql: sql, arguments: [KnownFile.State.refused.rawValue, reason])
        }
    }

    /// Forgets that a file was looked at.
    func forgetFile(_ name: String) async throws(OutboxError) {
        try await write { try $0.execute(sql: "DELETE FROM file WHERE name = ?", arguments: [name]) }
    }

    /// Records that a reading of a file begins, and returns the file with the number of the reading, one more than that
    /// of any reading before, and with its counts at zero.
    public func begin(_ file: KnownFile, at now: Instant) async throws(OutboxError) -> KnownFile {
        try await write { database in
            let sql = "SELECT value FROM setting WHERE name = 'reading'"
            let reading = (try Int64.fetchOne(database, sql: sql) ?? 0) + 1
            try Outbox.set("reading", to: reading, database)
            var begun = file
            (begun.reading, begun.state, begun.tally, begun.at, begun.reason) = (
                reading, .reading, FileTally(), now, ""
            )
            begun.number = try begun.save(database)
            return begun
        }
    }

    /// Records how a file ended: read, with its digest, or the reason why not.
    public func finish(_ file: KnownFile) async throws(OutboxError) {
        try await write { database in
            _ = try file.save(database)
        }
    }
}

extension OutboxWriter {
    /// Adds to the counts in the file's row, in the same transaction as the events themselves.
    func progress(_ tally: FileTally, _ step: ReadingStep) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE file SET rows = rows + ?, published = published + ?, corrected = corrected + ?,
                withdrawn = withdrawn + ?, unchanged = unchanged + ?, rejected = rejected + ?, absent = absent + ?,
                older = older + ? WHERE number = ?
                """
        )
        try statement.execute(
            arguments: [
                tally.rows, tally.published, tally.corrected, tally.withdrawn, tally.unchanged, tally.rejected,
                tally.absent, tally.older, step.file,
            ])
    }
}

extension KnownFile {
    fileprivate init(_ row: Row) {
        number = row["number"]
        name = row["name"]
        size = row["size"]
        modified = Instant(milliseconds: row["modified"])
        inode = UInt64(bitPattern: row["inode"] as Int64)
        digest = row["digest"]
        state = State(rawValue: row["state"]) ?? .reading
        mapping = row["mapping"]
        mappings = row["mappings"]
        reading = row["reading"]
        at = Instant(milliseconds: row["at"])
        tally = FileTally()
        (tally.rows, tally.published, tally.corrected) = (row["rows"], row["published"], row["corrected"])
        (tally.withdrawn, tally.unchanged, tally.rejected) = (row["withdrawn"], row["unchanged"], row["rejected"])
        (tally.absent, tally.older) = (row["absent"], row["older"])
        reason = row["reason"]
    }

    fileprivate func save(_ database: Database) throws -> Int64 {
        let columns = [
            "name", "size", "modified", "inode", "digest", "state", "mapping", "mappings", "reading", "at", "rows",
            "published", "corrected", "withdrawn", "unchanged", "rejected", "absent", "older", "reason",
        ]
        let updates = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let sql = """
            INSERT INTO file (\(columns.joined(separator: ", "))) VALUES (\(marks))
            ON CONFLICT (name) DO UPDATE SET \(updates) RETURNING number
            """
        let arguments: StatementArguments = [
            name, size, modified.milliseconds, Int64(bitPattern: inode), digest, state.rawValue, mapping, mappings,
            reading, at.milliseconds, tally.rows, tally.published, tally.corrected, tally.withdrawn, tally.unchanged,
            tally.rejected, tally.absent, tally.older, reason,
        ]
        return try Int64.fetchOne(database, sql: sql, arguments: arguments) ?? 0
    }
}

import GRDB
import MappingKit
import SafeguardingModel

extension OutboxWriter {
    /// Returns the known state of a source's record, or of an event from the local HTTP address.
    func known(_ name: EventHash) throws -> KnownRecord? {
        let statement = try database.cachedStatement(
            sql: "SELECT subject, child, born, exported, row, line, reading FROM known WHERE name = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [Blob(name.bytes)]) else { return nil }
        return KnownRecord(
            child: RecordChild(subject: row[0], name: row[1], born: row[2]),
            exported: Instant(milliseconds: row[3]),
            row: row[4],
            line: row[5],
            reading: row[6]
        )
    }

    func remember(_ record: KnownRecord, _ name: EventHash) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO known (name, subject, child, born, exported, row, line, reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET subject = excluded.subject, child = excluded.child, born = excluded.born,
                exported = excluded.exported, row = excluded.row, line = excluded.line, reading = excluded.reading
                """
        )
        let child = record.child
        try statement.execute(
            arguments: [
                Blob(name.bytes), child.subject, child.name, child.born, record.exported.milliseconds, record.row,
                record.line, record.reading,
            ])
    }
}

extension EventHash {
    /// Hashes the name under which a record, or an event from the local HTTP address, is remembered; no event has it.
    init(source: String, record: String) {
        self.init(source: source, key: "\u{0}\(record)")
    }
}

// MARK: Full exports

extension OutboxWriter {
    private static func setting(_ mapping: String) -> String { "full:\(mapping)" }

    /// Returns when the newest full export of a mapping was made after which records were withdrawn.
    func newestFull(_ mapping: String) throws -> Instant? {
        let sql = "SELECT value FROM setting WHERE name = ?"
        return try Int64.fetchOne(database, sql: sql, arguments: [Self.setting(mapping)]).map(
            Instant.init(milliseconds:)
        )
    }

    func noteFull(_ step: ReadingStep) throws {
        if let newest = try newestFull(step.mapping), newest >= step.exported { return }
        try Outbox.set(Self.setting(step.mapping), to: step.exported.milliseconds, database)
    }
}

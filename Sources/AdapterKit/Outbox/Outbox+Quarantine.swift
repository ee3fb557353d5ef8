import GRDB
import MappingKit
import SafeguardingModel

/// A row in quarantine.
public struct QuarantinedRow: Hashable, Sendable {
    /// The number of the row in its export; 1 for the first row below the header.
    public var row: Int
    /// The line of the export on which the row begins, from 1.
    public var line: Int
    /// Sentences, a line each, that say what is wrong, where, and how to mend it, without any value of the row.
    public var reason: String
    /// The row's bytes in the file.
    public var raw: [UInt8]
    /// Whether the row is in the quarantine's file of rows.
    public var isShown: Bool
    /// Whether its present reason is in the quarantine's file of reasons.
    public var isTold: Bool
    /// Whether the row turned out to be usable and leaves the quarantine.
    public var isReleased: Bool
}

/// The number of rows of one file that are in quarantine.
struct QuarantineCount: Hashable, Sendable {
    var file: String
    var rows: Int
    /// Whether all of them are in the quarantine's file of rows, from which a person may have taken them.
    var isShown: Bool
    var format: String
}

/// The lines above the rows of a file in quarantine: a CSV's header.
public struct QuarantineHeading: Hashable, Sendable {
    /// `csv`, `json` or `jsonl`.
    public var format: String
    /// The bytes above the first row, with their line ends; empty for JSON.
    public var head: [UInt8]

    public init(format: String, head: [UInt8]) {
        self.format = format
        self.head = head
    }
}

extension Outbox {
    /// Returns the rows of a file that are in quarantine, in the order in which they came there.
    public func quarantined(_ file: String) async throws(OutboxError) -> [QuarantinedRow] {
        try await read { database in
            let sql =
                "SELECT row, line, reason, raw, shown, told, released FROM rejection WHERE file = ? ORDER BY number"
            return try Row.fetchAll(database, sql: sql, arguments: [file]).map { row in
                QuarantinedRow(
                    row: row[0],
                    line: row[1],
                    reason: row[2],
                    raw: (row[3] as Blob).bytes,
                    isShown: row[4],
                    isTold: row[5],
                    isReleased: row[6]
                )
            }
        }
    }

    /// Returns files with rows that came into quarantine, or left it, and that the quarantine's files do not show yet.
    public func unshownQuarantines() async throws(OutboxError) -> [String] {
        try await read { database in
            let sql = "SELECT DISTINCT file FROM rejection WHERE told = 0 OR released = 1 ORDER BY file"
            return try String.fetchAll(database, sql: sql)
        }
    }

    /// Returns when the newest export with rows in quarantine was made; nil where there is none.
    func exportInQuarantine(_ file: String) async throws(OutboxError) -> Instant? {
        try await read { database in
            let sql = "SELECT max(exported) FROM rejection WHERE file = ? AND exported > 0"
            return try Int64.fetchOne(database, sql: sql, arguments: [file]).map(Instant.init(milliseconds:))
        }
    }

    /// Counts the rows of each file in quarantine, and says whether its files show them yet.
    func quarantineCounts() async throws(OutboxError) -> [QuarantineCount] {
        try await read { database in
            let sql = """
                SELECT file, count(*), min(shown), coalesce((SELECT format FROM heading WHERE heading.file = rejection.file), 'csv')
                FROM rejection WHERE released = 0 GROUP BY file ORDER BY file
                """
            return try Row.fetchAll(database, sql: sql).map {
                QuarantineCount(file: $0[0], rows: $0[1], isShown: $0[2], format: $0[3])
            }
        }
    }

    /// Returns the lines above the rows of a file; nil where none of its rows was ever rejected.
    public func heading(_ file: String) async throws(OutboxError) -> QuarantineHeading? {
        try await read { database in
            let sql = "SELECT format, head FROM heading WHERE file = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [file]).map { row in
                QuarantineHeading(format: row[0], head: (row[1] as Blob).bytes)
            }
        }
    }

    /// Keeps the lines above the rows of a file, in place of those kept before.
    public func setHeading(_ heading: QuarantineHeading, of file: String) async throws(OutboxError) {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO heading (file, format, head) VALUES (?, ?, ?)
                    ON CONFLICT (file) DO UPDATE SET format = excluded.format, head = excluded.head
                    """,
                arguments: [file, heading.format, Blob(heading.head)]
            )
        }
    }

    /// Records that the quarantine's files show all that the outbox knows of the file.
    public func markShown(_ file: String) async throws(OutboxError) {
        try await write { database in
            try database.execute(sql: "DELETE FROM rejection WHERE file = ? AND released = 1", arguments: [file])
            try database.execute(sql: "UPDATE rejection SET shown = 1, told = 1 WHERE file = ?", arguments: [file])
        }
    }

    /// Forgets the rows whose quarantine files a person removed.
    public func forgetShown(_ file: String) async throws(OutboxError) {
        try await write { database in
            try database.execute(sql: "DELETE FROM rejection WHERE file = ? AND shown = 1", arguments: [file])
        }
    }
}

extension OutboxWriter {
    /// Puts a rejected row into quarantine, once; releases one that is usable now.
    func settleQuarantine(_ row: RowOutcome, _ rejections: [RowError], _ step: ReadingStep) throws {
        guard let first = rejections.first else {
            if step.mayRelease { try release(row.raw, step) }
            return
        }
        let reasons = rejections.map(OutboxWriter.reason)
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO rejection (file, hash, at, row, line, reason, raw, exported, shown, told, released)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)
                ON CONFLICT (file, hash) DO UPDATE SET
                told = told AND reason = excluded.reason AND NOT released, reason = excluded.reason,
                row = iif(released OR reason <> excluded.reason, excluded.row, row),
                line = iif(released OR reason <> excluded.reason, excluded.line, line),
                exported = max(exported, excluded.exported), released = 0
                """
        )
        try statement.execute(
            arguments: [
                step.origin, Blob(EventHash(first.raw).bytes), at.milliseconds, first.row, first.line,
                reasons.joined(separator: "\n"), Blob(first.raw),
                step.exported.milliseconds,
            ])
    }

    private func release(_ raw: [UInt8], _ step: ReadingStep) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE rejection SET released = 1 WHERE file = ? AND hash = ?"
        )
        try statement.execute(arguments: [step.origin, Blob(EventHash(raw).bytes)])
    }

    private static func reason(_ rejection: RowError) -> String {
        let column = rejection.column.isEmpty ? "" : "column '\(rejection.column)'"
        let field = rejection.field.isEmpty ? "" : "field \(rejection.field)"
        let place = [column, field].filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(place.isEmpty ? "" : "\(place): ")\(rejection.message) [\(rejection.code.rawValue)]"
    }
}

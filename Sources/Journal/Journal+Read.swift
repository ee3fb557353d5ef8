import Foundation
internal import GRDB
public import SafeguardingModel

extension Journal {
    /// Returns entries in order from a position, at most `limit` of them, and no more than `bytes` of bodies unless the
    /// first alone has more.
    public func entries(from position: Position, limit: Int, bytes: Int = .max) throws(JournalError) -> [StoredEntry] {
        try read { database in
            let sql = """
                SELECT position, at, kind, agency.name, body FROM entry JOIN agency ON agency.id = entry.agency
                WHERE position >= ? ORDER BY position LIMIT ?
                """
            let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [position.number, limit])
            var entries: [StoredEntry] = []
            var left = bytes
            while let row = try rows.next() {
                let entry = try Journal.entry(row)
                left -= entry.body.count
                if left < 0, !entries.isEmpty { break }
                entries.append(entry)
            }
            return entries
        }
    }

    static func entry(_ row: Row) throws -> StoredEntry {
        let position = row.position(0)
        guard let kind = StoredEntry.Kind(number: row[2]) else {
            throw JournalError.unreadable(position: position, reason: "a kind that this version does not know")
        }
        let body = try row.withUnsafeData(atIndex: 4) { $0.map { [UInt8]($0) } ?? [] }
        return StoredEntry(
            position: position,
            at: Instant(milliseconds: row[1]),
            kind: kind,
            agency: AgencyName(rawValue: row[3]),
            body: body
        )
    }

    /// Returns the body of the latest entry of a kind; quick for configurations, which have an index.
    public func lastBody(of kind: StoredEntry.Kind) throws(JournalError) -> [UInt8]? {
        try read { database in
            let sql = "SELECT body FROM entry WHERE kind = \(kind.number) ORDER BY position DESC LIMIT 1"
            return try Data.fetchOne(database, sql: sql).map { [UInt8]($0) }
        }
    }

    /// Returns the settled number of one outbox; 0 for one that never sent anything.
    public func settled(_ agency: AgencyName, epoch: UInt64) throws(JournalError) -> UInt64 {
        try read { database in
            let sql = "SELECT seq FROM outbox_mark WHERE agency = ? AND epoch = ?"
            let arguments: StatementArguments = [agency.rawValue, Int64(bitPattern: epoch)]
            let seq = try Int64.fetchOne(database, sql: sql, arguments: arguments)
            return UInt64(bitPattern: seq ?? 0)
        }
    }

    /// Returns the refusals to one outbox after a number, in order.
    public func refusals(
        of agency: AgencyName,
        epoch: UInt64,
        after seq: UInt64,
        limit: Int
    ) throws(JournalError) -> [RefusalRecord] {
        try read { database in
            let sql = """
                SELECT agency, epoch, seq, code, path, message FROM refusal
                WHERE agency = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?
                """
            let arguments: StatementArguments = [
                agency.rawValue, Int64(bitPattern: epoch), Int64(clamping: seq), limit,
            ]
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map(RefusalRecord.init)
        }
    }
}

extension RefusalRecord {
    fileprivate init(_ row: Row) {
        self.init(
            agency: AgencyName(rawValue: row[0]),
            epoch: UInt64(bitPattern: row[1]),
            seq: UInt64(bitPattern: row[2]),
            code: row[3],
            path: row[4],
            message: row[5]
        )
    }
}

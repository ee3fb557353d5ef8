internal import EventFormat
import Foundation
internal import GRDB
import SafeguardingModel

extension Journal {
    /// Returns whether an event with this id exists already, and with the same content.
    static func known(
        _ name: Batch.EventKey,
        body: [UInt8],
        names: DuplicateIndex,
        in database: Database
    ) throws -> Batch.Outcome? {
        for position in names.positions(of: name.hash) {
            let sql = "SELECT body FROM entry WHERE position = ?"
            guard let stored = try Data.fetchOne(database, sql: sql, arguments: [position.number]) else { continue }
            let bytes = [UInt8](stored)
            if bytes == body { return .duplicate(of: position) }
            guard let old = try? JSONReader.read(bytes), let new = try? JSONReader.read(body) else { continue }
            // Two ids may share a hash; only an equal id is the same event.
            guard old["source"]?.string == name.source, old["id"]?.string == name.id else { continue }
            let isSame = CanonicalJSON.bytes(old) == CanonicalJSON.bytes(new)
            return isSame ? .duplicate(of: position) : .conflict(with: position)
        }
        return nil
    }

    static func write(_ names: NameRun, through position: Position, in database: Database) throws {
        let statement = try database.cachedStatement(sql: "INSERT INTO name_run VALUES (?, ?)")
        try statement.execute(arguments: [position.number, names.bytes.asData])
    }

    static func write(_ mark: OutboxMark, in database: Database) throws {
        let sql = """
            INSERT INTO outbox_mark VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)
            """
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(
            arguments: [mark.agency.rawValue, Int64(bitPattern: mark.epoch), Int64(bitPattern: mark.seq)])
    }

    static func write(_ refusal: RefusalRecord, at: Instant, in database: Database) throws {
        let sql = """
            INSERT OR IGNORE INTO refusal (at, agency, epoch, seq, code, path, message) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(
            arguments: [
                at.milliseconds, refusal.agency.rawValue, Int64(bitPattern: refusal.epoch),
                Int64(bitPattern: refusal.seq), refusal.code, refusal.path, refusal.message,
            ])
    }
}

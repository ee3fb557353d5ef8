import Foundation
internal import GRDB
import SafeguardingModel

/// What a walk over the whole journal found.
public struct SealReport: Hashable, Sendable {
    public var entries: Int64
    /// Each fault in one sentence; empty: the journal is as it was written.
    public var faults: [String]
}

extension Journal {
    /// Reads every entry and computes every seal anew.
    public func verifySeals() throws(JournalError) -> SealReport {
        do {
            return try database.read { database in
                var walk = SealWalk()
                let seals = try Row.fetchCursor(database, sql: "SELECT through, digest FROM seal ORDER BY through")
                while let seal = try seals.next() {
                    let digest: Data = seal[1]
                    try walk.check(through: seal[0], digest: [UInt8](digest), in: database)
                }
                try walk.finish(in: database)
                return SealReport(entries: walk.position, faults: walk.faults)
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }
}

private struct SealWalk {
    var position: Int64 = 0
    var faults: [String] = []
    private var seal: [UInt8] = []

    mutating func check(through: Int64, digest: [UInt8], in database: Database) throws {
        var computed = SealDigest(after: seal)
        let sql = """
            SELECT position, at, kind, agency.name, body FROM entry JOIN agency ON agency.id = entry.agency
            WHERE position > ? AND position <= ? ORDER BY position
            """
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [position, through])
        while let row = try rows.next() {
            let found: Int64 = row[0]
            if found != position + 1 { faults.append("entries \(position + 1) to \(found - 1) are missing") }
            let body: Data = row[4]
            computed.add(
                position: found,
                at: Instant(milliseconds: row[1]),
                kind: StoredEntry.Kind(rawValue: row[2]) ?? .tick,
                agency: AgencyName(rawValue: row[3]),
                body: [UInt8](body)
            )
            position = found
        }
        if computed.value != digest { faults.append("something changed among the entries up to \(through)") }
        seal = digest
    }

    mutating func finish(in database: Database) throws {
        let last = try Int64.fetchOne(database, sql: "SELECT max(position) FROM entry") ?? 0
        if last != position { faults.append("entries \(position + 1) to \(last) have no seal") }
    }
}

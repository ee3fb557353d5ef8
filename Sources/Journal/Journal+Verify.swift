import Foundation
internal import GRDB
import SafeguardingModel

/// The result of a walk over the whole journal.
public struct SealReport: Hashable, Sendable {
    public var entries: Int64
    /// The journal's root, as computed from the entries; nil for an empty journal.
    public var root: JournalRoot?
    /// The faults, each in one sentence; if there are none, the entries agree with their seals, and with every root
    /// given.
    public var faults: [String]
}

extension Journal {
    /// Reads every entry, computes every seal again, and compares them with roots that were kept elsewhere.
    ///
    /// Without a root it shows only changes by somebody who did not compute the seals again.
    public func verifySeals(keptRoots: [JournalRoot] = []) throws(JournalError) -> SealReport {
        do {
            return try database.read { database in
                var walk = SealWalk(keptRoots: keptRoots)
                let seals = try Row.fetchCursor(database, sql: "SELECT through, digest FROM seal ORDER BY through")
                while let seal = try seals.next() {
                    let digest: Data = seal[1]
                    try walk.check(through: seal[0], digest: [UInt8](digest), in: database)
                }
                try walk.finish(in: database)
                return SealReport(entries: walk.position, root: walk.root, faults: walk.faults)
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }
}

private struct SealWalk {
    var position: Int64 = 0
    var faults: [String] = []
    private(set) var root: JournalRoot?
    private var seal: [UInt8] = []
    /// The kept roots whose position has not been reached yet.
    private var keptRoots: [JournalRoot]

    init(keptRoots: [JournalRoot]) {
        self.keptRoots = keptRoots.sorted { $0.position < $1.position }
    }

    mutating func check(through: Int64, digest: [UInt8], in database: Database) throws {
        let first = position + 1
        let computed = try computedSeal(through: through, in: database)
        if position < through {
            faults.append("entries \(position + 1) to \(through) are missing, and their seal is there")
        }
        if computed != digest { faults.append("something changed among the entries \(first) to \(through)") }
        root = JournalRoot(position: through, digest: computed)
        compareRoots(through: through)
        seal = digest
    }

    private mutating func computedSeal(through: Int64, in database: Database) throws -> [UInt8] {
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
        return computed.value
    }

    private mutating func compareRoots(through: Int64) {
        while let kept = keptRoots.first, kept.position <= through {
            keptRoots.removeFirst()
            if kept.position < through {
                faults.append(
                    "no commit ends at entry \(kept.position), where the root \(kept) was taken: history was written anew"
                )
            } else if kept != root {
                faults.append("the entries up to \(through) are not those of which the root \(kept) was taken")
            }
        }
    }

    mutating func finish(in database: Database) throws {
        let last = try Int64.fetchOne(database, sql: "SELECT max(position) FROM entry") ?? 0
        if last > position { faults.append("entries \(position + 1) to \(last) have no seal") }
        for kept in keptRoots {
            faults.append(
                "the journal ends at entry \(last), and the root \(kept) was taken of \(kept.position) entries: the others "
                    + "were cut off, or this is an older copy"
            )
        }
        try compareTables(last: last, in: database)
    }

    /// Checks that the tables beside the entries refer to no entry after the last.
    private mutating func compareTables(last: Int64, in database: Database) throws {
        let tables = [
            ("judgement came to entry", "SELECT max(through) FROM judged"),
            ("effects are recorded of entry", "SELECT max(position) FROM effect"),
            ("names of events are kept up to entry", "SELECT max(through) FROM name_run"),
        ]
        for (what, sql) in tables {
            guard let known = try Int64.fetchOne(database, sql: sql), known > last else { continue }
            faults.append("\(what) \(known), and the journal ends at entry \(last): entries were cut off")
        }
        if try Int64.fetchOne(database, sql: "SELECT count(*) FROM judged") != 1 {
            faults.append("it is not recorded how far judgement had come: that was deleted")
        }
    }
}

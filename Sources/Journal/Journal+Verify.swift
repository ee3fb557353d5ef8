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
        try read { database in
            var walk = SealWalk(keptRoots: keptRoots, names: try KeptNames(database))
            let sql = "SELECT through, digest FROM seal WHERE through > 0 ORDER BY through"
            let seals = try Row.fetchCursor(database, sql: sql)
            while let seal = try seals.next() {
                let digest: Data = seal[1]
                try walk.check(through: seal.position(0), digest: [UInt8](digest), in: database)
            }
            try walk.finish(in: database)
            let faults = walk.faults + (try Journal.migrator.faults(in: database, name: "the journal"))
            return SealReport(entries: walk.position.number, root: walk.root, faults: faults)
        }
    }
}

private struct SealWalk {
    var position: Position = 0
    var faults: [String] = []
    private(set) var root: JournalRoot?
    private var seal: [UInt8] = []
    /// The kept roots whose position has not been reached yet.
    private var keptRoots: [JournalRoot]
    private var names: KeptNames
    private var agencies: Set<String> = []

    init(keptRoots: [JournalRoot], names: KeptNames) {
        self.names = names
        self.keptRoots = keptRoots.sorted { $0.position < $1.position }
    }

    mutating func check(through: Position, digest: [UInt8], in database: Database) throws {
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

    private mutating func computedSeal(through: Position, in database: Database) throws -> [UInt8] {
        var computed = SealDigest(after: seal)
        let sql = """
            SELECT position, at, kind, agency.name, body FROM entry JOIN agency ON agency.id = entry.agency
            WHERE position > ? AND position <= ? ORDER BY position
            """
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [position.number, through.number])
        while let row = try rows.next() {
            let found = row.position(0)
            if found != position + 1 { faults.append("entries \(position + 1) to \(found - 1) are missing") }
            position = found
            guard let entry = try? Journal.entry(row) else {
                faults.append("entry \(found) is of a kind that this version does not know")
                continue
            }
            computed.add(entry)
            agencies.insert(entry.agency.rawValue)
            try names.compare(with: entry)
        }
        return computed.value
    }

    private mutating func compareRoots(through: Position) {
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
        let last = Position(try Int64.fetchOne(database, sql: "SELECT max(position) FROM entry") ?? 0)
        if last > position { faults.append("entries \(position + 1) to \(last) have no seal") }
        for kept in keptRoots {
            faults.append(
                "the journal ends at entry \(last), and the root \(kept) was taken of \(kept.position) entries: the others "
                    + "were cut off, or this is an older copy"
            )
        }
        try comparePlaces(in: database)
        if let through = try Int64.fetchOne(database, sql: "SELECT max(through) FROM name_run"), through > last.number {
            faults.append(
                "names of events are kept up to entry \(through), and the journal ends at entry \(last): entries were cut off"
            )
        }
        faults += try names.faults()
        let listed = try String.fetchAll(database, sql: "SELECT name FROM agency ORDER BY name")
        let unused = listed.filter { !agencies.contains($0) }
        if !unused.isEmpty {
            faults.append("senders are listed that sent no entry: \(unused.joined(separator: ", "))")
        }
    }

    /// Positions begin at 1.
    private mutating func comparePlaces(in database: Database) throws {
        for (table, column) in [("entry", "position"), ("seal", "through")] {
            let sql = "SELECT count(*), min(\(column)) FROM \(table) WHERE \(column) < 1"
            guard let row = try Row.fetchOne(database, sql: sql), row[0] > 0 else { continue }
            let (count, first): (Int64, Int64) = (row[0], row[1])
            faults.append(
                "before entry 1 something was put in: \(count) rows of the table '\(table)', the first at \(first)"
            )
        }
    }
}

import Foundation
import GRDB
import SafeguardingModel
import Testing

@testable import Journal

@Suite("Seals and roots")
struct SealTests {
    private let folder: JournalFolder
    private let now = JournalFolder.now

    init() throws { folder = try JournalFolder() }

    /// A journal of three commits, of one, two and one entries, and the root after each.
    private func written() async throws -> [JournalRoot] {
        let journal = try folder.open()
        defer { journal.close() }
        var roots: [JournalRoot] = []
        for ids in [["1"], ["2", "3"], ["4"]] {
            _ = try journal.append(Batch(events: ids), at: now)
            roots.append(try #require(journal.root))
        }
        return roots
    }

    private func damage(_ sql: [String]) throws { try folder.change(folder.journalPath, sql) }

    private func faults(_ roots: JournalRoot...) throws -> [String] {
        let journal = try folder.open(readOnly: true)
        defer { journal.close() }
        return try journal.verifySeals(keptRoots: roots).faults
    }

    @Test("Every root that was kept holds, and the whole gives the last one, also after reopening")
    func sound() async throws {
        let roots = try await written()
        #expect(roots.map(\.position) == [1, 3, 4])
        let journal = try folder.open()
        #expect(journal.root == roots[2])
        let report = try journal.verifySeals(keptRoots: roots)
        #expect(report.faults.isEmpty)
        #expect(report.root == roots[2] && report.entries == 4)
    }

    private static let before = "before entry 1 something was put in: 1 rows of the table 'entry', the first at "

    @Test(
        "What somebody did who did not compute the seals anew shows without a root",
        arguments: [
            (["UPDATE entry SET body = x'7b7d' WHERE position = 2"], "something changed among the entries 2 to 3"),
            (["UPDATE entry SET at = at + 1 WHERE position = 1"], "something changed among the entries 1 to 1"),
            (["DELETE FROM entry WHERE position = 2"], "entries 2 to 2 are missing"),
            (
                ["INSERT INTO entry SELECT 5, at, kind, agency, body FROM entry WHERE position = 4"],
                "entries 5 to 5 have no seal"
            ),
            (["DELETE FROM seal WHERE through = 4"], "entries 4 to 4 have no seal"),
            (["DELETE FROM seal"], "entries 1 to 4 have no seal"),
            (["DELETE FROM entry WHERE position = 4"], "entries 4 to 4 are missing, and their seal is there"),
            (
                ["DELETE FROM entry WHERE position = 4", "DELETE FROM seal WHERE through = 4"],
                "names of events are kept up to entry 4, and the journal ends at entry 3"
            ),
            (["INSERT INTO entry SELECT 0, at, kind, agency, body FROM entry WHERE position = 4"], before),
            (["INSERT INTO entry SELECT -7, at, kind, agency, body FROM entry WHERE position = 4"], before),
            (["INSERT INTO seal VALUES (0, x'00')"], "before entry 1 something was put in: 1 rows of the table 'seal'"),
            (["INSERT INTO seal VALUES (9, x'00')"], "entries 5 to 9 are missing, and their seal is there"),
            (["UPDATE entry SET kind = 4 WHERE position = 2"], "something changed among the entries 2 to 3"),
            (["UPDATE entry SET kind = 9 WHERE position = 2"], "entry 2 is of a kind that this version does not know"),
            (
                ["PRAGMA foreign_keys = OFF", "UPDATE entry SET agency = 99 WHERE position = 2"],
                "entries 2 to 2 are missing"
            ),
            (["INSERT INTO agency VALUES (9, 'sample-other')"], "senders are listed that sent no entry: sample-other"),
            (["UPDATE agency SET name = 'sample-other'"], "something changed among the entries 1 to 1"),
            (["DELETE FROM name_run WHERE through = 3"], "the names of 2 entries are not kept as"),
            (["UPDATE name_run SET names = x'000000010000000000000001' WHERE through = 1"], "the names of 1 entries"),
            (["INSERT INTO name_run VALUES (2, x'000000020000000000000001')"], "the names of 1 entries"),
            (["INSERT INTO name_run VALUES (0, x'00')"], "the names of 1 entries"),
            (["CREATE TABLE sample (id INTEGER)"], "the journal has the table 'sample', which no version makes"),
            (["CREATE INDEX sample ON entry (at)"], "the journal has the index 'sample', which no version makes"),
            (["CREATE VIEW sample AS SELECT 1"], "the journal has the view 'sample', which no version makes"),
            (
                ["CREATE TRIGGER sample AFTER INSERT ON entry BEGIN DELETE FROM refusal; END"],
                "the journal has the trigger 'sample', which no version makes"
            ),
            (["DROP INDEX entry_configuration"], "the journal lacks the index 'entry_configuration'"),
            (["ALTER TABLE refusal ADD COLUMN sample INTEGER"], "the journal has the table 'refusal' otherwise than"),
            (["INSERT INTO grdb_migrations VALUES ('4 sample')"], "the journal has the migration '4 sample'"),
        ]
    )
    func careless(sql: [String], says: String) async throws {
        _ = try await written()
        try damage(sql)
        let faults = try faults()
        #expect(faults.contains { $0.hasPrefix(says) }, "\(faults)")
    }

    private static let cutOff = [
        "DELETE FROM entry WHERE position = 4", "DELETE FROM seal WHERE through = 4",
        "DELETE FROM name_run WHERE through = 4",
    ]

    @Test("Entries that were cut off with all traces show with the root that was taken of them, and with no other")
    func cutOff() async throws {
        let roots = try await written()
        try damage(Self.cutOff)
        #expect(try faults().isEmpty)
        #expect(try faults(roots[0], roots[1]).isEmpty)
        #expect(
            try faults(roots[2]) == [
                "the journal ends at entry 3, and the root \(roots[2]) was taken of 4 entries: the others were cut off, or this is an older copy"
            ]
        )
    }

    @Test(
        "History that was written anew, with all seals computed again, shows with a root, and only with one",
        arguments: [[1, 3, 4], [2, 4]]
    )
    func writtenAnew(commits: [Position]) async throws {
        let roots = try await written()
        let other = Batch.Draft.event("2", summary: "other").body.map { String($0, radix: 16) }.joined()
        try damage(["UPDATE entry SET body = x'\(other)' WHERE position = 2", "DELETE FROM seal"])
        try seal(commits)
        #expect(try faults().isEmpty)
        let found = try faults(roots[1])
        #expect(found.count == 1)
        #expect(
            found.first == "the entries up to 3 are not those of which the root \(roots[1]) was taken"
                || found.first
                    == "no commit ends at entry 3, where the root \(roots[1]) was taken: history was written anew"
        )
        #expect(try !faults(roots[2]).isEmpty)
    }

    /// As the operator of the machine could do it.
    private func seal(_ commits: [Position]) throws {
        let journal = try folder.open()
        let entries = try journal.entries(from: 1, limit: 9)
        journal.close()
        var (before, from) = ([UInt8](), Position(0))
        for through in commits {
            var digest = SealDigest(after: before)
            for entry in entries where entry.position > from && entry.position <= through {
                digest.add(entry)
            }
            (before, from) = (digest.value, through)
            let hex = before.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            try damage(["INSERT INTO seal VALUES (\(through), x'\(hex)')"])
        }
    }

    @Test(
        "A root is read as it is written, and nothing else is one",
        arguments: [
            "", "4", "4:sha256:", "4:sha256:00", "0:sha256:" + String(repeating: "0", count: 64),
            "-4:sha256:" + String(repeating: "0", count: 64), "4:sha512:" + String(repeating: "0", count: 64),
            "4:sha256:" + String(repeating: "g", count: 64), "4:sha256:" + String(repeating: "0", count: 64) + ":",
        ]
    )
    func text(wrong: String) {
        let root = JournalRoot(position: 4_711, digest: (0..<32).map { UInt8($0 * 8) })
        #expect(JournalRoot(root.description) == root)
        #expect(root.description.hasPrefix("4711:sha256:0008101820"))
        #expect(JournalRoot(wrong) == nil)
    }

    @Test("Writing can be proven without changing anything")
    func writable() async throws {
        let roots = try await written()
        let journal = try folder.open()
        try journal.proveWritable()
        #expect(try journal.verifySeals(keptRoots: roots).faults.isEmpty)
        journal.close()
        let readOnly = try folder.open(readOnly: true)
        #expect(throws: JournalError.self) { try readOnly.proveWritable() }
    }

    @Test(
        "A page of entries holds no more bytes than asked for, and one entry at least",
        arguments: [(0, 1), (105, 1), (106, 2), (Int.max, 4)]
    )
    func bytes(limit: Int, count: Int) async throws {
        _ = try await written()
        let journal = try folder.open(readOnly: true)
        #expect(try journal.entries(from: 1, limit: 9, bytes: limit).count == count)
    }
}

import EventFormat
import Foundation
import GRDB
import SafeguardingModel
import Testing

@testable import Journal

@Suite("Seals and roots")
struct SealTests {
    private let path: String
    private let now = Instant(seconds: 1_450_000_000)

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("seals-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("journal.sqlite").path
    }

    private func event(_ id: String) -> Batch.Draft {
        let text = "{\"source\":\"/sample/a\",\"id\":\"\(id)\"}"
        let name = Batch.EventKey(source: "/sample/a", id: id, hash: EventDigest.hash(source: "/sample/a", id: id))
        return Batch.Draft(kind: .event, agency: "sample", body: Array(text.utf8), name: name)
    }

    /// A journal of three commits, of one, two and one entries, and the root after each.
    private func written() async throws -> [JournalRoot] {
        let journal = try Journal(path: path)
        defer { journal.close() }
        var roots: [JournalRoot] = []
        for ids in [["1"], ["2", "3"], ["4"]] {
            _ = try await journal.append(Batch(drafts: ids.map(event)), at: now)
            roots.append(try #require(journal.root))
        }
        return roots
    }

    private func damage(_ sql: [String]) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in for one in sql { try database.execute(sql: one) } }
        try queue.close()
    }

    private func faults(_ roots: JournalRoot...) throws -> [String] {
        let journal = try Journal(path: path, readOnly: true)
        defer { journal.close() }
        return try journal.verifySeals(keptRoots: roots).faults
    }

    @Test("Every root that was kept holds, and the whole gives the last one, also after reopening")
    func sound() async throws {
        let roots = try await written()
        #expect(roots.map(\.position) == [1, 3, 4])
        let journal = try Journal(path: path)
        #expect(journal.root == roots[2])
        let report = try journal.verifySeals(keptRoots: roots)
        #expect(report.faults.isEmpty)
        #expect(report.root == roots[2] && report.entries == 4)
    }

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
            (["UPDATE judged SET through = 9"], "judgement came to entry 9, and the journal ends at entry 4"),
            (["DELETE FROM judged"], "it is not recorded how far judgement had come"),
            (
                ["INSERT INTO effect VALUES (7, 0, '{}')"],
                "effects are recorded of entry 7, and the journal ends at entry 4"
            ),
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
    func writtenAnew(commits: [Int64]) async throws {
        let roots = try await written()
        try damage(["UPDATE entry SET body = x'7b7d' WHERE position = 2", "DELETE FROM seal"])
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
    private func seal(_ commits: [Int64]) throws {
        let journal = try Journal(path: path)
        let entries = try journal.entriesNow(from: 1, limit: 9)
        journal.close()
        var (before, from) = ([UInt8](), Int64(0))
        for through in commits {
            var digest = SealDigest(after: before)
            for entry in entries where entry.position > from && entry.position <= through {
                digest.add(
                    position: entry.position,
                    at: entry.at,
                    kind: entry.kind,
                    agency: entry.agency,
                    body: entry.body
                )
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
        let journal = try Journal(path: path)
        try await journal.proveWritable()
        #expect(try journal.verifySeals(keptRoots: roots).faults.isEmpty)
        journal.close()
        let readOnly = try Journal(path: path, readOnly: true)
        await #expect(throws: JournalError.self) { try await readOnly.proveWritable() }
    }

    @Test(
        "A page of entries holds no more bytes than asked for, and one entry at least",
        arguments: [(0, 1), (61, 1), (62, 2), (Int.max, 4)]
    )
    func bytes(limit: Int, count: Int) async throws {
        _ = try await written()
        let journal = try Journal(path: path, readOnly: true)
        #expect(try await journal.entries(from: 1, limit: 9, bytes: limit).count == count)
    }
}

import Foundation
import GRDB
import SafeguardingModel
import Testing

@testable import Journal

@Suite("The derived file")
struct DerivedFileTests {
    private let folder: JournalFolder
    private let now = JournalFolder.now

    init() throws { folder = try JournalFolder() }

    private func notice(_ entry: Position, to agency: AgencyName = "sample", at: Instant = JournalFolder.now) -> Notice
    {
        Notice(id: "N-\(entry)-0", to: agency, kind: .receipt, at: at, about: ["1"], text: "received")
    }

    private func effect(_ notice: Notice, _ entry: Position) -> WrittenEffect {
        WrittenEffect(RecordedEffect(position: entry, ordinal: 0, effect: .notice(notice)))
    }

    /// A journal of four entries, and the effects of the first three.
    private func makeJudged() throws {
        let journal = try folder.open()
        let derived = try DerivedFile(beside: journal)
        for id in 1...4 { _ = try journal.append(Batch(events: ["\(id)"]), at: now) }
        try derived.record((1...3).map { effect(notice($0), $0) }, through: 3)
        derived.close()
        journal.close()
    }

    @Test("keeps effects, and how far judgement came, over a restart")
    func keeps() throws {
        try makeJudged()
        let derived = try DerivedFile(beside: try folder.open())
        #expect(derived.madeAnew == nil && derived.broadcastThrough == 0 && !derived.isIncomplete)
        #expect(try derived.judgedThrough() == 3)
        #expect(try derived.effectTexts(after: (0, 0), limit: 9).map(\.position) == [1, 2, 3])
        #expect(try derived.faults().isEmpty)
    }

    @Test("is made without a word beside an empty journal")
    func begins() throws {
        let derived = try DerivedFile(beside: try folder.open())
        #expect(derived.madeAnew == nil && !derived.isIncomplete)
    }

    @Test(
        "that is lost, damaged or of another journal is made anew, says why, and tells nothing old once more",
        arguments: [
            (nil, "it does not exist"),
            (["DROP TABLE notice"], "its tables are not those"),
            (["DELETE FROM judged"], "it does not say how far judgement had come"),
            (["UPDATE judged SET through = 9"], "it says that judgement came to entry 9, and the journal ends at 4"),
            (["UPDATE judged SET digest = x'00'"], "it belongs to another journal"),
            (["UPDATE judged SET position = 9"], "it belongs to another journal"),
            (["ALTER TABLE judged RENAME COLUMN digest TO root"], "its tables are not those"),
        ] as [([String]?, String)]
    )
    func madeAnew(sql: [String]?, says: String) throws {
        try makeJudged()
        if let sql {
            try folder.change(folder.derivedPath, sql)
        } else {
            try FileManager.default.removeItem(atPath: folder.derivedPath)
        }
        try expectMadeAnew(says)
        #expect(FileManager.default.fileExists(atPath: folder.derivedPath + ".set-aside") == (sql != nil))
    }

    @Test("of which the disk gives other bytes is made anew", arguments: [0, 100, 8192, 20_000])
    func damaged(from offset: Int) throws {
        try makeJudged()
        // Into the file, or the log beside it would hide the damage.
        try folder.change(folder.derivedPath, "PRAGMA wal_checkpoint(TRUNCATE)")
        let file = try #require(FileHandle(forWritingAtPath: folder.derivedPath))
        let size = try file.seekToEnd()
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - offset))
        try file.close()
        if let derived = try? DerivedFile(beside: try folder.open()), derived.madeAnew == nil {
            // Damage where opening does not look shows when it is written, and the next start makes it anew.
            let effects = (1...4).map { effect(notice($0, to: AgencyName(rawValue: "sample-\($0)")), $0) }
            let error = #expect(throws: JournalError.self) { try derived.record(effects, through: 4) }
            guard case .damaged = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            try derived.setAside()
            derived.close()
        }
        let derived = try DerivedFile(beside: try folder.open())
        #expect(try derived.judgedThrough() == 0)
        #expect(derived.broadcastThrough == 4)
    }

    @Test("that is cut to nothing is made anew")
    func emptied() throws {
        try makeJudged()
        #expect(FileManager.default.createFile(atPath: folder.derivedPath, contents: nil))
        try expectMadeAnew("it is empty")
    }

    private func expectMadeAnew(_ says: String) throws {
        let journal = try folder.open()
        let derived = try DerivedFile(beside: journal)
        #expect(derived.madeAnew?.contains(says) == true, "\(derived.madeAnew ?? "not made anew")")
        #expect(derived.broadcastThrough == 4 && derived.isIncomplete)
        #expect(try derived.judgedThrough() == 0)
        #expect(try journal.verifySeals().faults.isEmpty)
        derived.close()
        // A crash before all is recorded changes nothing of that, and after it the file is like any other.
        let again = try DerivedFile(beside: journal)
        #expect(again.madeAnew == nil && again.broadcastThrough == 4 && again.isIncomplete)
        try again.record((1...4).map { effect(notice($0), $0) }, through: 4)
        again.close()
        #expect(try !DerivedFile(beside: journal).isIncomplete)
    }

    @Test("numbers a notice once and keeps it until it is noted")
    func notices() async throws {
        let derived = try DerivedFile(beside: try folder.open())
        for _ in 1...2 { try derived.record([effect(notice(5), 5)], through: 5) }
        let kept = try await derived.notices(for: "sample", after: 0, limit: 9)
        #expect(kept.map(\.notice) == [notice(5)])
        try await derived.noted("sample", through: kept[0].number)
        #expect(try await derived.lastNoted("sample") == kept[0].number)
        #expect(try await derived.lastNoted("sample-other") == 0)
    }

    @Test("notes what an agency has kept in any order, and never less")
    func noted() async throws {
        let derived = try DerivedFile(beside: try folder.open())
        try derived.record((1...5).map { effect(notice($0), $0) }, through: 5)
        let numbers = try await derived.notices(for: "sample", after: 0, limit: 9).map(\.number)
        #expect(numbers == numbers.sorted() && Set(numbers).count == 5)
        for (through, noted) in [(2, 2), (0, 2), (4, 4), (3, 4)] {
            try await derived.noted("sample", through: numbers[through])
            #expect(try await derived.lastNoted("sample") == numbers[noted])
        }
    }

    @Test("gives a notice the same number when it is made anew, so that no agency takes another for it")
    func sameNumbers() async throws {
        try makeJudged()
        func numbers() async throws -> [Int64] {
            try await DerivedFile(beside: try folder.open()).notices(for: "sample", after: 0, limit: 9).map(\.number)
        }
        let before = try await numbers()
        try FileManager.default.removeItem(atPath: folder.derivedPath)
        let derived = try DerivedFile(beside: try folder.open())
        try derived.record((1...3).map { effect(notice($0), $0) }, through: 3)
        derived.close()
        #expect(try await numbers() == before && before.count == 3)
    }

    @Test("gives a notice after a restore a number that no agency has seen")
    func numbersAfterRestore() async throws {
        try makeJudged()
        let first = try DerivedFile(beside: try folder.open())
        let seen = try await first.notices(for: "sample", after: 0, limit: 9).map(\.number).max()
        first.close()
        // A copy of before these effects, and an event that came after.
        let restored = try JournalFolder()
        let journal = try restored.open()
        _ = try journal.append(Batch(events: ["9"]), at: now + .seconds(1))
        let second = try DerivedFile(beside: journal)
        try second.record([effect(notice(1, at: now + .seconds(1)), 1)], through: 1)
        let given = try await second.notices(for: "sample", after: 0, limit: 9).map(\.number)
        #expect(try #require(given.first) > #require(seen))
    }
}

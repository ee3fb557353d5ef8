import EventFormat
import Foundation
import GRDB
import SafeguardingModel
import Testing

@testable import Journal

@Suite("A journal of an earlier version")
struct MigrationTests {
    private let folder: JournalFolder
    private let now = JournalFolder.now
    private static let notice = Notice(
        id: "N-2-1",
        to: "sample",
        kind: .receipt,
        at: now,
        about: ["1"],
        text: "Example"
    )
    private static let now = JournalFolder.now

    init() throws { folder = try JournalFolder() }

    /// Puts the tables back as the second version had them: effects and notices in the journal's own file.
    private func makeSecond() throws {
        let model = try DatabaseQueue()
        try Journal.migrator.migrate(model, upTo: "2 names by commit")
        let made = try model.read {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE name IN ('effect', 'judged', 'notice')")
        }
        try folder.change(folder.journalPath, made)
        let effects = SampleEffects.all.enumerated().map { "(2, \($0.offset), '\(EntryCodec.text(of: $0.element))')" }
        let body = EntryCodec.text(of: Self.notice)
        try folder.change(
            folder.journalPath,
            "DELETE FROM grdb_migrations WHERE identifier = '3 derived file'",
            "INSERT INTO judged VALUES (1, 2)",
            "INSERT INTO effect VALUES \(effects.joined(separator: ", "))",
            "INSERT INTO notice VALUES ('sample', 3, 'N-1-0', '\(body)', 1), ('sample', 4, 'N-2-1', '\(body)', 0)"
        )
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.derivedPath + ending) }
    }

    /// Puts the tables back as the first version had them: a row for every name.
    private func makeFirst() throws {
        try makeSecond()
        let database = try DatabaseQueue(path: folder.journalPath)
        try database.write { database in
            try database.execute(
                sql: "CREATE TABLE entry_name (position INTEGER PRIMARY KEY, name INTEGER NOT NULL) STRICT"
            )
            for row in try Row.fetchAll(database, sql: "SELECT position, body FROM entry") {
                let id = try #require(JSONReader.read([UInt8](row[1] as Data))["id"]?.string)
                let hash = Int64(bitPattern: EventDigest.hash(source: "/sample/a", id: id))
                try database.execute(sql: "INSERT INTO entry_name VALUES (?, ?)", arguments: [row[0] as Int64, hash])
            }
            try database.execute(sql: "DROP TABLE name_run")
            try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '2 names by commit'")
        }
        try database.close()
    }

    @Test("knows after the upgrade what was told before it")
    func upgrades() throws {
        // More than stand in one row of names.
        let ids = (1...6_000).map(String.init)
        let first = try folder.open()
        _ = try first.append(Batch(events: ids), at: now)
        first.close()
        try makeFirst()

        let second = try folder.open()
        let again = try second.append(Batch(events: ids + ["6001"]), at: now).outcomes
        #expect(again.prefix(6_000).elementsEqual((1...6_000).map { .duplicate(of: $0) }))
        #expect(again.last == .stored(position: 6_001))
        #expect(try second.verifySeals().faults.isEmpty)
        second.close()

        let third = try folder.open()
        #expect(try third.append(Batch(events: ["6001"]), at: now).outcomes == [.duplicate(of: 6_001)])
    }

    @Test("whose names are cut off is not opened as if they had never been told")
    func cutOff() throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(events: ["1"]), at: now)
        journal.close()
        try folder.change(folder.journalPath, "UPDATE name_run SET names = x'000000'")
        #expect(throws: JournalError.unreadable(position: 1, reason: "the names of its commit are cut off")) {
            try folder.open()
        }
    }

    private func makeOldJournal() throws -> JournalRoot {
        let journal = try folder.open()
        for id in ["1", "2", "3"] { _ = try journal.append(Batch(events: [id]), at: now) }
        let root = try #require(journal.root)
        journal.close()
        try makeSecond()
        return root
    }

    private func expectCarriedOver(_ journal: Journal, _ root: JournalRoot) async throws {
        let derived = try DerivedFile(beside: journal)
        #expect(derived.madeAnew == nil && derived.broadcastThrough == 0)
        #expect(try derived.judgedThrough() == 2)
        #expect(
            try derived.effectTexts(after: (0, 0), limit: 99).map(\.text) == SampleEffects.all.map(EntryCodec.text)
        )
        #expect(try await derived.lastNoted("sample") == 3)
        // Numbers go on after those that the agency has.
        #expect(try await derived.notices(for: "sample", after: 3, limit: 9).map(\.number) == [4])
        #expect(try folder.tables(of: folder.journalPath).isDisjoint(with: ["effect", "judged", "notice"]))
        #expect(try journal.verifySeals(keptRoots: [root]).faults.isEmpty)
        #expect(try derived.faults().isEmpty)
        #expect(try journal.append(Batch(events: ["3", "4"]), at: now).outcomes.map(\.isStored) == [false, true])
    }

    @Test("gives effects and notices to the derived file at its first start, with their numbers, and loses none")
    func carriesOver() async throws {
        let root = try makeOldJournal()
        try await expectCarriedOver(try folder.open(), root)
    }

    @Test("is read as it is until then")
    func readable() async throws {
        let root = try makeOldJournal()
        let journal = try folder.open(readOnly: true)
        let derived = try #require(try DerivedFile(reading: journal))
        #expect(try derived.judgedThrough() == 2)
        #expect(try derived.effectTexts(after: (0, 0), limit: 99).count == SampleEffects.all.count)
        #expect(try await derived.notices(for: "sample", after: 0, limit: 9).map(\.number) == [3, 4])
        #expect(try journal.verifySeals(keptRoots: [root]).faults.isEmpty)
        #expect(try derived.faults().isEmpty)
    }

    @Test("goes on where a crash cut the upgrade off", arguments: ["derived.sqlite", "derived.sqlite.new"])
    func interrupted(rest: String) async throws {
        let root = try makeOldJournal()
        // As left behind: a file that is whole, or half of it under its first name.
        try folder.change("\(folder.path)/\(rest)", "CREATE TABLE half (done INTEGER)")
        try await expectCarriedOver(try folder.open(), root)
    }
}

extension Batch.Outcome {
    fileprivate var isStored: Bool { if case .stored = self { true } else { false } }
}

import DaemonKit
import Foundation
import GRDB
import SafeguardingModel
import Testing

@testable import Journal

@Suite("The journal")
struct JournalTests {
    private let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private let now = JournalFolder.now

    @Test("What was appended is read in order, and survives reopening")
    func appends() async throws {
        let journal = try folder.open()
        let outcomes = try journal.append(Batch(drafts: [.event("1"), .event("2")]), at: now).outcomes
        #expect(outcomes == [.stored(position: 1), .stored(position: 2)])
        _ = try journal.append(Batch(drafts: [.event("3")]), at: now + .seconds(1))
        journal.close()

        let again = try folder.open()
        #expect(again.last == 3)
        let entries = try again.entries(from: 2, limit: 10)
        #expect(entries.map(\.position) == [2, 3])
        #expect(entries[1].at == now + .seconds(1))
        #expect(entries[0].body == Batch.Draft.event("2").body)
    }

    @Test("Every commit syncs, whatever is recorded and checkpointed beside it")
    func durable() async throws {
        let journal = try folder.open()
        let derived = try DerivedFile(beside: journal)
        #expect(try Durable.synchronous(journal.database) == 2)
        for id in ["1", "2"] {
            _ = try journal.append(Batch(events: [id]), at: now)
            try derived.record([], through: journal.last)
            _ = try await journal.checkpoint()
            #expect(try Durable.synchronous(journal.database) == 2)
        }
        #expect(try Durable.synchronous(derived.database) == 1)
    }

    @Test("An acknowledgement waits for no effect that is being recorded")
    func apart() throws {
        let journal = try folder.open()
        let derived = try DerivedFile(beside: journal)
        try derived.database.write { database in
            try database.execute(sql: "UPDATE judged SET through = 1")
            #expect(try journal.append(Batch(events: ["1"]), at: now).outcomes == [.stored(position: 1)])
        }
    }

    @Test("No commit checkpoints, and after many bytes the journal asks for it")
    func checkpointIsAsked() async throws {
        let journal = try folder.open()
        for number in 1...20 {
            let large = Batch.Draft.event("\(number)", summary: String(repeating: "x", count: 1 << 20))
            #expect(journal.needsCheckpoint == (number > 16))
            _ = try journal.append(Batch(drafts: [large]), at: now)
        }
        #expect(try lastInFileAlone() != 20)
        #expect(try await journal.checkpoint())
        #expect(!journal.needsCheckpoint && !journal.isCheckpointing)
        #expect(try lastInFileAlone() == 20)
    }

    @Test("Entries are read while others are appended and checkpointed, always from the first and without a gap")
    func readersBesideCheckpoints() async throws {
        let journal = try folder.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...300 {
                    _ = try journal.append(Batch(events: ["\(number)-a", "\(number)-b"]), at: self.now)
                    if number.isMultiple(of: 7) { _ = try await journal.checkpoint() }
                }
            }
            for _ in 1...3 {
                group.addTask {
                    var seen = 0
                    while seen < 600 {
                        let durable = Int(journal.last.number)
                        let found = try journal.entries(from: 1, limit: 1_000).map(\.position)
                        #expect(found == (0..<found.count).map { Position($0 + 1) })
                        #expect(found.count >= max(seen, durable) && found.count.isMultiple(of: 2))
                        seen = found.count
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try journal.verifySeals().faults.isEmpty)
    }

    @Test("What was checkpointed stands in the file itself, without its log")
    func checkpointed() async throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(drafts: [.event("1"), .event("2")]), at: now)
        #expect(try lastInFileAlone() != 2, "until then it stands in the log")
        #expect(try await journal.checkpoint())
        #expect(try lastInFileAlone() == 2)
        _ = try journal.append(Batch(drafts: [.event("3")]), at: now)
        #expect(journal.last == 3)
    }

    /// The last entry of a copy of the file without its log; nil where there is no journal in it yet.
    private func lastInFileAlone() throws -> Position? {
        let copy = folder.path + "/copy-\(UUID().uuidString).sqlite"
        try FileManager.default.copyItem(atPath: folder.journalPath, toPath: copy)
        return try? Journal(path: copy).last
    }

    @Test("The same event again is a duplicate, with other content a conflict, now and after reopening")
    func duplicates() async throws {
        let journal = try folder.open()
        let batch = Batch(drafts: [.event("1"), .event("1"), .event("1", summary: "other"), .event("1", spaces: true)])
        let expected: [Batch.Outcome] = [
            .stored(position: 1), .duplicate(of: 1), .conflict(with: 1), .duplicate(of: 1),
        ]
        #expect(try journal.append(batch, at: now).outcomes == expected)
        journal.close()
        let again = try folder.open()
        #expect(
            try again.append(Batch(drafts: [.event("1"), .event("1", summary: "x")]), at: now).outcomes == [
                .duplicate(of: 1), .conflict(with: 1),
            ]
        )
        #expect(again.last == 1)
    }

    @Test("Time in the journal never runs backwards")
    func monotonic() async throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(drafts: [.event("1")]), at: now)
        _ = try journal.append(Batch(drafts: [.event("2")]), at: now - .hours(1))
        #expect(try journal.entries(from: 1, limit: 9).map(\.at) == [now, now])
    }

    @Test("Outbox marks only rise, each of its own outbox, and refusals are kept once, with their reason")
    func marks() throws {
        let journal = try folder.open()
        func refusal(_ seq: UInt64, _ message: String) -> RefusalRecord {
            RefusalRecord(
                agency: "sample",
                epoch: .max,
                seq: seq,
                code: "unknown-type",
                path: "$.type",
                message: message
            )
        }
        func append(_ seq: UInt64, _ refusals: [RefusalRecord] = [], epoch: UInt64 = .max) throws {
            let mark = OutboxMark(agency: "sample", epoch: epoch, seq: seq)
            _ = try journal.append(Batch(marks: [mark], refusals: refusals), at: now)
        }
        try append(9, [refusal(2, "first"), refusal(5, "other")])
        try append(4, [refusal(2, "again")])
        try append(3, epoch: 1)
        #expect(try journal.settled("sample", epoch: .max) == 9 && journal.settled("sample", epoch: 1) == 3)
        #expect(try journal.settled("sample", epoch: 2) == 0 && journal.settled("sample-other", epoch: 1) == 0)
        func refusals(after seq: UInt64, limit: Int = 9) throws -> [RefusalRecord] {
            try journal.refusals(of: "sample", epoch: .max, after: seq, limit: limit)
        }
        #expect(try refusals(after: 0) == [refusal(2, "first"), refusal(5, "other")])
        #expect(try refusals(after: 2) == [refusal(5, "other")] && refusals(after: 0, limit: 1).count == 1)
        #expect(try refusals(after: .max).isEmpty)
        #expect(journal.last == 0 && journal.root == nil)
    }

    @Test("Time in the journal does not run backwards over a restart either")
    func clockSetBack() throws {
        let journal = try folder.open()
        _ = try journal.append(Batch(events: ["1"]), at: now)
        journal.close()
        let again = try folder.open()
        #expect(try again.append(Batch(events: ["2"]), at: now - .days(400)).at == now)
        #expect(try again.append(Batch(events: ["3"]), at: now + .seconds(1)).at == now + .seconds(1))
        #expect(try again.entries(from: 1, limit: 9).map(\.at) == [now, now, now + .seconds(1)])
        #expect(try again.verifySeals().faults.isEmpty)
    }
}

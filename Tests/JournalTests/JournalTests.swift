import EventFormat
import Foundation
import Journal
import SafeguardingModel
import Testing

@Suite("The journal")
struct JournalTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func open() throws -> Journal {
        try Journal(path: folder.appendingPathComponent("journal.sqlite").path)
    }

    private func event(_ id: String, summary: String = "", spaces: Bool = false) -> Batch.Draft {
        let gap = spaces ? " " : ""
        let text = "{\"source\":\(gap)\"/sample/a\",\"id\":\"\(id)\",\"data\":{\"summary\":\"\(summary)\"}}"
        let name = Batch.EventKey(source: "/sample/a", id: id, hash: EventDigest.hash(source: "/sample/a", id: id))
        return Batch.Draft(kind: .event, agency: "sample", body: Array(text.utf8), name: name)
    }

    private let now = Instant(seconds: 1_450_000_000)

    @Test("What was appended is read in order, and survives reopening")
    func appends() async throws {
        let journal = try open()
        let outcomes = try await journal.append(Batch(drafts: [event("1"), event("2")]), at: now).outcomes
        #expect(outcomes == [.stored(position: 1), .stored(position: 2)])
        _ = try await journal.append(Batch(drafts: [event("3")]), at: now + .seconds(1))
        journal.close()

        let again = try open()
        #expect(again.last == 3)
        let entries = try await again.entries(from: 2, limit: 10)
        #expect(entries.map(\.position) == [2, 3])
        #expect(entries[1].at == now + .seconds(1))
        #expect(entries[0].body == event("2").body)
    }

    @Test("What can be derived again does not wait for the disk, and whatever comes after it does")
    func derived() async throws {
        let journal = try open()
        try await journal.record(
            [WrittenEffect(.init(position: 1, ordinal: 0, effect: SampleEffects.all[0]))],
            notices: []
        )
        #expect(try await journal.synchronous() == 2)
        // Where setting it back failed, it is set back before anything is acknowledged.
        try await journal.forgetSync()
        #expect(try await journal.synchronous() == 1)
        _ = try await journal.append(Batch(drafts: [event("1")]), at: now)
        #expect(try await journal.synchronous() == 2)
    }

    @Test("What was carried over stands in the file itself, without its log")
    func carriedOver() async throws {
        let journal = try open()
        _ = try await journal.append(Batch(drafts: [event("1"), event("2")]), at: now)
        #expect(try lastInFileAlone() != 2, "until then it stands in the log")
        #expect(try await journal.checkpoint())
        #expect(try lastInFileAlone() == 2)
        _ = try await journal.append(Batch(drafts: [event("3")]), at: now)
        #expect(journal.last == 3)
    }

    /// The last entry of a copy of the file without its log; nil where there is no journal in it yet.
    private func lastInFileAlone() throws -> Int64? {
        let copy = folder.appendingPathComponent("copy-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(at: folder.appendingPathComponent("journal.sqlite"), to: copy)
        return try? Journal(path: copy.path).last
    }

    @Test("The same event again is a duplicate, with other content a conflict, now and after reopening")
    func duplicates() async throws {
        let journal = try open()
        let batch = Batch(drafts: [event("1"), event("1"), event("1", summary: "other"), event("1", spaces: true)])
        let expected: [Batch.Outcome] = [
            .stored(position: 1), .duplicate(of: 1), .conflict(with: 1), .duplicate(of: 1),
        ]
        #expect(try await journal.append(batch, at: now).outcomes == expected)
        journal.close()
        let again = try open()
        #expect(
            try await again.append(Batch(drafts: [event("1"), event("1", summary: "x")]), at: now).outcomes == [
                .duplicate(of: 1), .conflict(with: 1),
            ]
        )
        #expect(again.last == 1)
    }

    @Test("Time in the journal never runs backwards")
    func monotonic() async throws {
        let journal = try open()
        _ = try await journal.append(Batch(drafts: [event("1")]), at: now)
        _ = try await journal.append(Batch(drafts: [event("2")]), at: now - .hours(1))
        #expect(try await journal.entries(from: 1, limit: 9).map(\.at) == [now, now])
    }

    @Test("Outbox marks only rise, and refusals are kept with their reason")
    func marks() async throws {
        let journal = try open()
        let refusal = RefusalRecord(
            agency: "sample",
            epoch: 7,
            seq: 2,
            code: "unknown-type",
            path: "$.type",
            message: "…"
        )
        let high = OutboxMark(agency: "sample", epoch: .max, seq: 9)
        _ = try await journal.append(Batch(marks: [high], refusals: [refusal]), at: now)
        _ = try await journal.append(Batch(marks: [OutboxMark(agency: "sample", epoch: .max, seq: 4)]), at: now)
        #expect(try journal.outboxMarks() == [high])
        #expect(try journal.refusals(limit: 5).map(\.refusal) == [refusal])
    }

    @Test("A notice is numbered once and kept until it is noted")
    func notices() async throws {
        let journal = try open()
        let notice = Notice(id: "N-5-0", to: "sample", kind: .receipt, at: now, about: ["1"], text: "received")
        for _ in 1...2 { try await journal.record([], notices: [notice]) }
        #expect(try await journal.notices(for: "sample", after: 0, limit: 9).map(\.number) == [1])
        #expect(try await journal.notices(for: "sample", after: 0, limit: 9).first?.notice == notice)
        try await journal.noted("sample", through: 1)
        #expect(try await journal.lastNoted("sample") == 1)
    }
}

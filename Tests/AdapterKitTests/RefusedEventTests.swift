import AdapterKit
import BusProtocol
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("Events that the aggregator refused")
struct RefusedEventTests {
    private let world: AdapterWorld

    init() throws { world = try AdapterWorld() }

    private func accept(_ ids: ClosedRange<Int>) async throws {
        let events = ids.map {
            ReadyEvent(source: "/sample-agency/x", id: "E-\($0)", body: Array("{\($0)}".utf8), digest: "d")
        }
        _ = try await world.outbox.accept(events, at: world.clock.now)
    }

    /// Sends all that waits, which the aggregator refuses.
    private func refuse(because code: String, at path: String) async throws {
        let outbox = world.outbox
        let refused = try await outbox.pending(after: outbox.settled, limit: 10_000).map {
            RefusedEvent(sequence: $0.sequence, refusal: Refusal(code: code, path: path, message: "Expected low."))
        }
        try await outbox.settle(through: outbox.last, refused: refused, at: world.clock.now)
    }

    private func lines(_ name: String) throws -> [String] {
        try world.text("inbox/quarantine/\(name)").split(separator: "\n").map(String.init)
    }

    @Test("An event that is refused again is shown again, with the new reason and its place")
    func again() async throws {
        for (code, path) in [("bad-value", "$.data.grade"), ("bad-time", "$.time")] {
            try await accept(1...1)
            try await refuse(because: code, at: path)
            await world.source.showRefused()
        }
        #expect(try lines("refused.jsonl") == ["{1}", "{1}"])
        let reasons = try lines("refused.reasons.txt")
        #expect(reasons.count == 2)
        #expect(reasons.last?.contains("line 2: bad-time at $.time") == true, "\(reasons)")
        #expect(try await world.outbox.refused().map(\.path) == ["$.time"])
    }

    @Test("An event that is refused twice before it is shown stands once, with the last reason")
    func twiceBefore() async throws {
        for (code, path) in [("bad-value", "$.data.grade"), ("bad-time", "$.time")] {
            try await accept(1...1)
            try await refuse(because: code, at: path)
        }
        await world.source.showRefused()
        #expect(try lines("refused.jsonl") == ["{1}"])
        #expect(try lines("refused.reasons.txt").first?.contains("line 1: bad-time at $.time") == true)
    }

    @Test("All of very many are shown at once")
    func many() async throws {
        try await accept(1...2_500)
        try await refuse(because: "bad-value", at: "$.data.grade")
        await world.source.showRefused()
        #expect(try lines("refused.jsonl") == (1...2_500).map { "{\($0)}" })
        #expect(try lines("refused.reasons.txt").last?.contains("line 2500:") == true)
    }

    @Test("Where the quarantine cannot be written, the health says so until the next look shows them")
    func unwritable() async throws {
        let health = Health(program: "sample", clock: world.clock)
        let source = FolderSource(
            FolderSettings(inbox: world.folder("inbox"), settle: .zero),
            agency: AdapterWorld.agency,
            mappings: world.mappings,
            outbox: world.outbox,
            clock: world.clock,
            health: health
        )
        try world.folder.write("a file where the folder should be", to: "inbox/quarantine")
        try await accept(1...2)
        try await refuse(because: "bad-value", at: "$.data.grade")
        await source.showRefused()
        #expect(health.document()["fault"]?.string?.contains("the quarantine cannot be written") == true)
        try Files.remove(world.folder("inbox/quarantine"))
        try await source.poll()
        #expect(try lines("refused.jsonl").count == 2)
        #expect(health.document()["fault"]?.string?.contains("the quarantine cannot be written") != true)
    }

    @Test("Where the reasons cannot be written, the events do not gather with each look")
    func reasonsUnwritable() async throws {
        try Files.makeFolder(world.folder("inbox/quarantine/refused.reasons.txt"))
        try await accept(1...3)
        try await refuse(because: "bad-value", at: "$.data.grade")
        for _ in 0..<3 { await world.source.showRefused() }
        #expect(!Files.exists(world.folder("inbox/quarantine/refused.jsonl")))
        #expect(rmdir(world.folder("inbox/quarantine/refused.reasons.txt")) == 0)
        await world.source.showRefused()
        #expect(try lines("refused.jsonl").count == 3)
    }
}

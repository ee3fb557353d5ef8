import AdapterKit
import DaemonKit
import SafeguardingModel
import TestKit
import Testing

@Suite("A disk without space")
struct FullDiskTests {
    @Test(
        "The inbox waits, says so, and goes on when there is space, wherever in a file the disk was full",
        .enabled(if: SmallDisk.isPossible, "only root may mount a small file system of one's own"),
        arguments: ["notes_1.csv", "memos_1.csv"]
    )
    func waits(name: String) async throws {
        let folder = try Scratch()
        for name in ["inbox", "data", "mappings"] { try Files.makeFolder(folder(name)) }
        try folder.write(AdapterWorld.notes, to: "mappings/notes.yaml")
        let disk = try #require(SmallDisk(at: folder("data"), size: "1m"))
        let outbox = try Outbox(folder: folder("data"))
        defer { outbox.close() }
        let clock = SettableClock(Instant(seconds: 1_451_908_800))
        let health = Health(program: "sample", clock: clock)
        let source = FolderSource(
            FolderSettings(inbox: folder("inbox"), settle: .zero),
            agency: AdapterWorld.agency,
            mappings: try MappingSet(folder: folder("mappings")),
            outbox: outbox,
            clock: clock,
            health: health
        )
        await fill(outbox)
        try folder.write(AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\n", to: "inbox/\(name)")

        let running = Task { try await source.run() }
        let saysSo = try await comes(clock) { health.document()["fault"]?.string?.contains("no space left") == true }
        #expect(saysSo)
        #expect(disk.resize("16m"))
        #expect(try await comes(clock) { try await outbox.file(name)?.at == nil ? false : isSettled(outbox, name) })
        #expect(try await comes(clock) { health.document()["fault"]?.string?.contains("no space left") != true })
        running.cancel()
        try await running.value
    }

    private func isSettled(_ outbox: Outbox, _ name: String) async throws -> Bool {
        let state = try await outbox.file(name)?.state
        return state == .read || state == .unknown
    }

    /// Puts events in until there is no space for the smallest one.
    private func fill(_ outbox: Outbox) async {
        for size in [20_000, 4_000, 10] {
            var number = 0
            while number < 10_000 {
                let body = Array(repeating: UInt8(ascii: " "), count: size)
                let event = ReadyEvent(source: "/a/b", id: "\(size)-\(number)", body: body, digest: "d")
                guard (try? await outbox.accept([event], at: Instant(seconds: 1_451_908_800))) != nil else { break }
                number += 1
            }
        }
    }

    /// Lets the clock go on, second by second, until the condition holds; false where it does not within 20 seconds of
    /// the machine's time.
    private func comes(_ clock: SettableClock, _ condition: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while try await !condition() {
            guard ContinuousClock.now < end else { return false }
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
        return true
    }
}

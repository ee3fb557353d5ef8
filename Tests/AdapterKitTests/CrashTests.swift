import AdapterKit
import BusProtocol
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("After a crash")
struct CrashTests {
    /// Rows of which some are good, some bad, some withdrawn later: everything that a step can do.
    private static func rows(_ count: Int, sign: String = "gifts") -> String {
        (1...count).map { "N-\($0),C-\($0 % 7),01/01/2016,\($0 % 50 == 0 ? "nonsense" : sign)\n" }.joined()
    }

    @Test(
        "Reading that was abandoned after any number of steps gives each event once, in one unbroken line of numbers",
        arguments: [1, 2, 3, 5, 8, 13, 40]
    )
    func abandoned(steps: Int) async throws {
        let world = try AdapterWorld()
        try world.drop(Self.rows(300))
        try await world.abandon(after: steps)
        try await world.settleAll()
        let sentBefore = world.outbox.last
        try world.restart()
        #expect(world.outbox.last == sentBefore)
        #expect(try await world.poll() == 1)
        let events = try await world.outbox.pending(after: 0, limit: 10_000)
        #expect(events.map(\.sequence) == Array((sentBefore + 1)..<295))
        let rejected = try world.text("inbox/quarantine/notes_1.csv.rejected.csv").split(separator: "\n")
        #expect(rejected.count == 7)
    }

    @Test("Twenty crashes in one file lose nothing and double nothing")
    func often() async throws {
        let world = try AdapterWorld()
        try world.drop(Self.rows(400))
        for steps in 1...20 {
            try await world.abandon(after: steps * 7 % 40)
            try world.restart()
        }
        #expect(try await world.poll() == 1)
        let events = try await world.events()
        #expect(events.count == 392 && Set(events).count == 392)
        try world.drop(Self.rows(400, sign: "truant"))
        try await world.abandon(after: 4)
        try world.restart()
        try await world.poll()
        #expect(try await world.events().count { $0.hasPrefix("event.corrected") } == 392)
    }

    @Test("A file that changes while it is read is given up, and read again when it lies still")
    func changing() async throws {
        let world = try AdapterWorld()
        try world.drop(Self.rows(500))
        let path = world.folder("inbox/notes_1.csv")
        let size = try #require(try Files.information(path)).size
        try await world.abandon(after: 3)
        let isGivenUp = try await world.readWhile {
            try Files.append(Array("N-99999,C-1,01/01/2016,gifts\n".utf8), to: path)
        }
        #expect(isGivenUp)
        #expect(try #require(try Files.information(path)).size > size)
        world.age(path)
        #expect(try await world.poll() == 1)
        let events = try await world.events()
        #expect(events.count == 491 && Set(events).count == 491)
    }
}

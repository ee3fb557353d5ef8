import AdapterKit
import DaemonKit
import SafeguardingModel
import Testing

@Suite("Full exports")
struct FullExportTests {
    private let world: AdapterWorld

    init() throws { world = try AdapterWorld(mapping: AdapterWorld.notes(more: "full: true")) }

    private func rows(_ numbers: some Sequence<Int>) -> String {
        numbers.map { "N-\($0),C-1,01/01/2016,gifts\n" }.joined()
    }

    @Test("A record that is gone from a full export is withdrawn, and published anew when it comes back")
    func gone() async throws {
        try world.drop(rows(1...4))
        try await world.poll()
        try world.drop(rows(1...3))
        try await world.poll()
        try world.drop(rows(1...4))
        try await world.poll()
        #expect(
            try await world.events().dropFirst(4) == [
                "event.withdrawn notes-N-4-observed-r2 of notes-N-4-observed", "concern.observed notes-N-4-observed-r3",
            ]
        )
    }

    @Test("Nothing is withdrawn while rows of the export are in quarantine: one of them may be the missing record")
    func rejected() async throws {
        try world.drop(rows(1...4))
        try await world.poll()
        try world.drop(rows(1...3) + "N-4,C-1,01/01/2016,giftss\n")
        try await world.poll()
        #expect(try await world.events().count == 4)
    }

    @Test("An export that lacks most of what is known is doubted and not believed")
    func doubted() async throws {
        try world.drop(rows(1...100))
        try await world.poll()
        try world.drop(rows(1...10))
        try await world.poll()
        #expect(try await world.events().count == 100)
        #expect(
            try world.text("inbox/quarantine/notes_1.csv.withdrawals.reasons.txt").contains(
                "lacks 90 of the 100 records"
            )
        )
    }

    @Test("A mended row alone is no full export")
    func mended() async throws {
        try world.drop(rows(1...4))
        try await world.poll()
        try world.drop(rows(5...5), as: "notes_1.csv.rejected.csv")
        try await world.poll()
        #expect(try await world.events().count == 5)
    }

    @Test("A crash between two withdrawals withdraws each once")
    func crash() async throws {
        try world.drop(rows(1...20))
        try await world.poll()
        try world.drop(rows(1...12))
        var reading = try await world.reading()
        let step = reading.step
        while case .more = try await reading.advance(at: world.clock.now) {}
        _ = try await world.outbox.withdrawGone(step, exported: world.clock.now, at: world.clock.now, limit: 3)
        try world.restart()
        try await world.poll()
        let events = try await world.events().dropFirst(20)
        #expect(events.count == 8 && Set(events).count == 8 && events.allSatisfy { $0.hasPrefix("event.withdrawn") })
    }
}

import AdapterKit
import BusProtocol
import DaemonKit
import SafeguardingModel
import TestKit
import Testing

@Suite("What was sent is kept for a while")
struct KeepingTests {
    private let folder: Scratch
    private let now = Instant(seconds: 1_451_908_800)

    init() throws { folder = try Scratch() }

    private func outbox(_ limits: OutboxLimits = OutboxLimits()) throws -> Outbox {
        try Files.makeFolder(folder("data"))
        return try Outbox(folder: folder("data"), limits: limits)
    }

    private func ready(_ ids: some Sequence<Int>) -> [ReadyEvent] {
        ids.map { ReadyEvent(source: "/sample-agency/x", id: "E-\($0)", body: Array("{\($0)}".utf8), digest: "d") }
    }

    private func bodies(_ outbox: Outbox) async throws -> [String] {
        try await outbox.pending(after: 0, limit: 100).map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("A new epoch says everything again but what was refused, in order and without gaps")
    func everything() async throws {
        let outbox = try outbox()
        let epoch = outbox.epoch
        _ = try await outbox.accept(ready(1...5), at: now)
        let refusal = RefusedEvent(sequence: 2, refusal: Refusal(code: "bad-value", message: "Expected low."))
        try await outbox.settle(through: 4, refused: [refusal], at: now)
        #expect(outbox.load.events == 1 && outbox.keptBytes == 9)
        try await outbox.beginEpoch()
        #expect(outbox.epoch != epoch && outbox.settled == 0 && outbox.last == 4)
        #expect(outbox.load.events == 4 && outbox.load.bytes == 12 && outbox.keptBytes == 0)
        #expect(try await outbox.pending(after: 0, limit: 9).map(\.sequence) == [1, 2, 3, 4])
        #expect(try await bodies(outbox) == ["{1}", "{3}", "{4}", "{5}"])
    }

    @Test("An epoch begun while it runs is kept by the next opening")
    func reopened() async throws {
        let first = try outbox()
        _ = try await first.accept(ready(1...2), at: now)
        try await first.beginEpoch()
        let epoch = first.epoch
        first.close()
        #expect(try outbox().epoch == epoch)
    }

    @Test(
        "It is forgotten after the time that the agency wants, at the next hour",
        arguments: [(days: 14, after: 13, kept: true), (14, 15, false), (1, 0, true), (0, 0, false)]
    )
    func time(days: Int64, after: Int64, kept: Bool) async throws {
        let outbox = try outbox(OutboxLimits(keep: .days(days)))
        _ = try await outbox.accept(ready(1...3), at: now)
        try await outbox.settle(through: 2, refused: [], at: now)
        try await outbox.forgetOld(at: now + .days(after))
        #expect((outbox.keptBytes == 6) == kept)
        try await outbox.beginEpoch()
        #expect(try await bodies(outbox) == (kept ? ["{1}", "{2}", "{3}"] : ["{3}"]))
    }

    @Test("It gives way to what is not acknowledged, the oldest first, and never holds up anything")
    func bytes() async throws {
        let outbox = try outbox(OutboxLimits(events: 100, bytes: 12))
        _ = try await outbox.accept(ready(1...4), at: now)
        try await outbox.settle(through: 4, refused: [], at: now)
        #expect(outbox.keptBytes == 12 && outbox.load.bytes == 0)
        _ = try await outbox.accept(ready(5...6), at: now)
        #expect(outbox.keptBytes == 6 && outbox.load.bytes == 6)
        try await outbox.beginEpoch()
        #expect(try await bodies(outbox) == ["{3}", "{4}", "{5}", "{6}"])
    }
}

@Suite("An aggregator that has another content under an id")
struct TakenIDTests {
    private let world: AdapterWorld

    init() throws { world = try AdapterWorld() }

    /// Refuses what the earlier outbox said with other content, and accepts the rest, until nothing is pending.
    private func settle(taken: Set<String>) async throws -> [String] {
        var accepted: [String] = []
        while case let pending = try await world.outbox.pending(after: 0, limit: 100), let last = pending.last {
            var refusals: [RefusedEvent] = []
            for event in pending {
                let words = try AdapterWorld.words(event)
                if let id = words.split(separator: " ").dropFirst().first, taken.contains(String(id)) {
                    let refusal = Refusal(code: "same-id-other-content", message: "")
                    refusals.append(RefusedEvent(sequence: event.sequence, refusal: refusal))
                } else {
                    accepted.append(words)
                }
            }
            try await world.outbox.settle(through: last.sequence, refused: refusals, at: world.clock.now)
        }
        return accepted
    }

    @Test("After the loss of an outbox a changed record arrives as the next correction that is free")
    func lostOutbox() async throws {
        // The outbox before this one had said notes-N-1-observed and its correction -r2; now the row says a third thing.
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,01/01/2016,gifts\n")
        try await world.poll()
        let accepted = try await settle(taken: ["notes-N-1-observed", "notes-N-1-observed-r2"])
        #expect(
            accepted == [
                "concern.observed notes-N-2-observed", "event.corrected notes-N-1-observed-r3 of notes-N-1-observed",
            ]
        )
        #expect(try await world.outbox.refused().isEmpty)
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,01/01/2016,gifts\n", as: "notes_2.csv")
        try await world.poll()
        #expect(try await world.events() == [])
        try world.drop("N-1,C-1,01/01/2016,truant\n", as: "notes_3.csv")
        try await world.poll()
        #expect(try await world.events() == ["event.corrected notes-N-1-observed-r4 of notes-N-1-observed"])
    }

    @Test("Where a newer revision waits already, only that one is said under the next id")
    func newerWaits() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        try world.drop("N-1,C-1,01/01/2016,truant\n")
        try await world.poll()
        #expect(
            try await settle(taken: ["notes-N-1-observed", "notes-N-1-observed-r2"])
                == ["event.corrected notes-N-1-observed-r3 of notes-N-1-observed"]
        )
    }

    @Test("An event that came ready made keeps its id: it is put aside for whoever made it")
    func readyMade() async throws {
        let body = Array(
            #"{"id":"E-1","source":"/sample-agency/x","type":"referralbus.v1.concern.observed","data":{}}"#.utf8
        )
        let event = ReadyEvent(source: "/sample-agency/x", id: "E-1", body: body, digest: "d")
        _ = try await world.outbox.accept([event], at: world.clock.now)
        #expect(try await settle(taken: ["E-1"]) == [])
        #expect(try await world.outbox.refused().map(\.code) == ["same-id-other-content"])
    }
}

import BusProtocol
import DaemonKit
import EventFormat
import Foundation
import GRDB
import SafeguardingModel
import TestKit
import Testing

@testable import Aggregator
@testable import Journal

@Suite("The aggregator's path")
struct AggregatorTests {
    private let outbox = OutboxID(agency: "merseyside-police", epoch: 1)

    private var mixed: [Arrival] {
        let arrivals: [Arrival] = [
            .event(1), .event(2, id: "e-1-1"), .event(3, data: "\"referral\":\"other\"", id: "e-1-1"),
            .event(4, from: "whiston-health"), .event(5, day: 9), .event(6, kind: "no.such"), .event(7),
        ]
        return arrivals.map { Arrival(outbox: outbox, sequence: $0.sequence, body: $0.body) }
    }

    private func codes(_ verdicts: [Verdict]) -> [String] {
        verdicts.map { verdict in
            switch verdict {
            case .stored: "stored"
            case .refused(let refusal): refusal.code
            case .unavailable: "unavailable"
            }
        }
    }

    private static let expected = [
        "stored", "same-id-other-content", "same-id-other-content", "wrong-source", "bad-time", "unknown-type",
        "stored",
    ]

    @Test(
        "gives a verdict on each arrival in order, once it is on disk, on the gateway's thread and beside it",
        arguments: AggregatorWorld.Place.allCases,
        [true, false]
    )
    func verdicts(place: AggregatorWorld.Place, atOnce: Bool) async throws {
        let world = try AggregatorWorld(on: place)
        let verdicts = atOnce ? try #require(world.aggregator.storeNow(mixed)) : await world.store(mixed)
        #expect(codes(verdicts) == Self.expected)
        #expect(try world.journal.entries(from: 1, limit: 9).map(\.body) == [mixed[0].body, mixed[6].body])
        #expect(try world.journal.settled(outbox.agency, epoch: 1) == 7)
        let standing = try await world.aggregator.standing(of: outbox, after: 0)
        #expect(standing.refused.map(\.refusal.code) == Array(Self.expected[1...5]))
        #expect(world.aggregator.counts == EventCounts(stored: 2, duplicates: 0, refused: 5))
    }

    @Test("takes an event that was acknowledged before as stored, whoever forgot it")
    func again() async throws {
        let world = try AggregatorWorld()
        #expect(await world.store([.event(1)]) == [.stored])
        #expect(world.aggregator.storeNow([.event(1)]) == [.stored])
        #expect(world.journal.last == 1)
        #expect(world.aggregator.counts == EventCounts(stored: 1, duplicates: 1, refused: 0))
    }

    @Test("stores nothing of a batch that is only read")
    func readOnly() async throws {
        let world = try AggregatorWorld()
        _ = await world.aggregator.read([.event(1)])
        #expect(world.journal.last == 0)
    }

    @Test("has the senders wait while judgement is far behind, and stores on the gateway's thread again after it")
    func backPressure() async throws {
        let world = try AggregatorWorld(lagLimit: 100)
        world.correlate()
        try await eventually("the empty journal is read") { !world.aggregator.worker.isRecalling }
        await world.judged()
        // As many as may wait, while the worker is held up.
        let hold = Hold()
        async let held: Void = world.aggregator.worker.hold(hold)
        await hold.begun()
        let many = (1...101).map { Arrival.event(UInt64($0), child: $0) }
        #expect(world.aggregator.storeNow(many)?.count == 101)
        #expect(world.aggregator.storeNow([.event(102)]) == nil)
        hold.release()
        await held
        #expect(await world.store([.event(102)]) == [.stored])
        await world.judged()
        #expect(world.aggregator.storeNow([.event(103)]) == [.stored])
    }

    @Test("acknowledges nothing on a full disk, says so, and stores all of it once there is room")
    func fullDisk() async throws {
        let world = try AggregatorWorld()
        _ = await world.store([.event(1)])
        try world.journal.limit(pages: 1)
        let batch = (2...400).map { Arrival.event(UInt64($0), child: $0) }
        #expect(await Set(world.store(batch)) == [.unavailable])
        // Whoever holds the file may hold it long: the gateway's own thread tries no more.
        #expect(world.aggregator.storeNow(batch) == nil)
        #expect(world.journal.last == 1 && world.health.has(.journalUnwritable))
        #expect(try world.journal.settled(outbox.agency, epoch: 1) == 1)

        try world.journal.limit(pages: 1 << 20)
        #expect(await Set(world.store(batch)) == [.stored])
        #expect(world.journal.last == 400 && !world.health.has(.journalUnwritable))
        #expect(try world.verified().faults.filter { !$0.contains("effects") }.isEmpty)
    }

    @Test("ends, and acknowledges nothing more, where the disk's content is not what was written")
    func broken() async {
        await #expect(processExitsWith: .exitCode(70)) {
            let world = try AggregatorWorld()
            _ = await world.store([.event(1)])
            try world.folder.change("journal.sqlite", ["PRAGMA foreign_keys = OFF", "DROP TABLE entry"])
            _ = await world.store([.event(2)])
        }
    }

    @Test("writes the same decision of the same request once, and none without effect")
    func decisions() async throws {
        let world = try AggregatorWorld()
        world.correlate()
        let records = ["S-1", "S-2"].map { RecordKey(agency: "merseyside-police", subject: $0) }
        let decision = EntryCodec.bytes(of: Decision(.same(records), by: "sample.worker"))
        let first = try await world.aggregator.decide(decision, by: "cse-desk", request: 7)
        #expect(try await world.aggregator.decide(decision, by: "cse-desk", request: 7) == first)
        #expect(try await world.aggregator.decide(decision, by: "cse-desk", request: 8) == first + 1)
        try await eventually("the journal is read") { !world.aggregator.worker.isRecalling }
        for wrong in [
            Decision(.same([records[0]]), by: "sample.worker"), Decision(.same(records), by: " "),
            Decision(.close(alert: "A-9-9", outcome: "none"), by: "sample.worker"),
            Decision(.takenBack(position: 99), by: "sample.worker"),
        ] {
            await #expect(throws: ConnectionError.self) {
                try await world.aggregator.decide(EntryCodec.bytes(of: wrong), by: "cse-desk", request: 9)
            }
        }
        await #expect(throws: ConnectionError.self) {
            try await world.aggregator.decide([1], by: "cse-desk", request: 9)
        }
        #expect(world.journal.last == first + 1)
    }

    @Test("sends followers the entries as they came, in order")
    func feed() async throws {
        let world = try AggregatorWorld()
        _ = await world.store((1...5).map { .event($0) })
        #expect(try await world.aggregator.end() == 5)
        let entries = try await world.aggregator.read(from: 2, limit: 3, bytes: .max)
        #expect(entries.map(\.position) == [2, 3, 4] && entries.allSatisfy { $0.kind == .event })
        #expect(entries[0].body == Arrival.event(2).body && entries[0].agency == "merseyside-police")
    }
}

extension Journal {
    /// Has SQLite find its disk full beyond so many pages, or where it is now.
    func limit(pages: Int) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
}

extension DerivedFile {
    func limit(pages: Int) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
}

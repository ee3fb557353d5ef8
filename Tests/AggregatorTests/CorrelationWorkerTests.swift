import BusProtocol
import Correlation
import DaemonKit
import Foundation
import Journal
import SafeguardingModel
import Synchronization
import TestKit
import Testing

@testable import Aggregator

@Suite("Judgement beside the journal")
struct CorrelationWorkerTests {
    @Test(
        "Entries that are appended while the journal is read are judged once and in order",
        arguments: AggregatorWorld.Place.allCases,
        [3, 400]
    )
    func handOver(place: AggregatorWorld.Place, before: Int) async throws {
        let first = try AggregatorWorld(on: place)
        try await first.configure()
        _ = await first.store((1...before).map { .event(UInt64($0), child: $0 % 40) })
        await first.stop()

        let world = try AggregatorWorld(in: first.folder)
        world.correlate()
        await withTaskGroup(of: Void.self) { group in
            for epoch in 2...5 as ClosedRange<UInt64> {
                group.addTask {
                    for start in stride(from: UInt64(1), to: 60, by: 6) {
                        let batch = (start..<start + 6).map { Arrival.event($0, epoch: epoch, child: Int($0) % 40) }
                        let verdicts =
                            start.isMultiple(of: 4) ? world.aggregator.storeNow(batch) : await world.store(batch)
                        #expect(verdicts.map(Set.init) == [.stored])
                        await Task.yield()
                    }
                }
            }
        }
        await world.judged()
        #expect(world.aggregator.worker.judged == world.journal.last)
        #expect(world.journal.last == Position(1 + before + 4 * 60))
        await world.stop()
        let verified = try world.verified()
        #expect(verified.faults.isEmpty && verified.awaited == 0, "\(verified.faults)")
        #expect(verified.effects > 0)
    }

    @Test("Batches that come out of order are judged by position, each once", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func outOfOrder(seed: UInt64) async throws {
        let world = try AggregatorWorld()
        try await world.configure()
        _ = await world.store((1...60).map { .event($0, child: Int($0) % 7) })
        var codec = EntryCodec()
        var entries: [JournalEntry] = []
        for stored in try world.journal.entries(from: 1, limit: 99) { entries.append(try codec.read(stored)) }
        var folding = JournalFold()
        var expected: [RecordedEffect] = []
        try folding.run(through: world.journal, effectsAfter: 0) { expected += $0 }
        #expect(!expected.isEmpty)

        let (empty, worker) = (try AggregatorWorld(), CorrelationWorker())
        let performed = Mutex<[RecordedEffect]>([])
        let serving = Task { [journal = empty.journal] in
            try await worker.serve(journal, recordedThrough: 0) { effects, _ in performed.withLock { $0 += effects } }
        }
        try await eventually("the empty journal is read") { !worker.isRecalling }
        var chance = SeededGenerator(seed: seed)
        var batches = stride(from: 0, to: entries.count, by: 4).map { Array(entries[$0..<min($0 + 4, entries.count)]) }
        batches.shuffle(using: &chance)
        for batch in batches { worker.submit(batch) }
        await worker.caughtUp(to: Position(entries.count))
        #expect(performed.withLock(\.self) == expected, "seed \(seed)")
        serving.cancel()
    }

    @Test("Effects that were not recorded before a stop are recorded after it, and no others again")
    func resumes() async throws {
        let first = try AggregatorWorld()
        try await first.configure()
        first.correlate()
        _ = await first.store((1...20).map { .event($0, child: Int($0)) })
        await first.judged()
        try await eventually("all is recorded") { try first.derived.judgedThrough() == first.journal.last }
        // The process is killed when more is written and not judged: its files as they are then.
        let hold = Hold()
        async let held: Void = first.aggregator.worker.hold(hold)
        await hold.begun()
        _ = first.aggregator.storeNow((21...40).map { .event($0, child: Int($0)) })
        let left = try first.folder.copy()
        hold.release()
        await held
        await first.stop()
        let judged = try left.verified()
        #expect(judged.faults.isEmpty && judged.awaited > 0)

        let second = try AggregatorWorld(in: left)
        second.correlate()
        await second.judged()
        try await eventually("all is recorded") { try second.derived.judgedThrough() == second.journal.last }
        await second.stop()
        let verified = try second.verified()
        #expect(verified.faults.isEmpty && verified.awaited == 0, "\(verified.faults)")
        #expect(verified.effects == judged.effects + judged.awaited)
    }

    @Test("A tick is written at the first look after a deadline has come, and none before")
    func ticks() async throws {
        let world = try AggregatorWorld()
        try await world.configure()
        world.correlate()
        let request = "\"request\":\"q-1\",\"to\":\"whiston-health\""
        #expect(await world.store([.event(1, kind: "request.made", data: request, day: 4)]) == [.stored])
        await world.judged()
        try await eventually("judgement waits for a moment") { world.aggregator.worker.nextWake != nil }
        let wake = try #require(world.aggregator.worker.nextWake)
        #expect(wake > world.clock.now)
        let last = world.journal.last
        let ticking = Task { [aggregator = world.aggregator] in try await TickWriter(aggregator).run() }
        for moment in [wake - .milliseconds(1), wake - .milliseconds(1) + TickWriter.interval] {
            try await eventually("it waits for the clock") { world.clock.sleeperCount == 1 }
            #expect(world.journal.last == last)
            world.clock.set(moment)
        }
        try await eventually("the tick is written") { world.journal.last == last + 1 }
        let tick = try #require(try world.journal.entries(from: last + 1, limit: 1).first)
        #expect(tick.kind == .tick && tick.at == world.clock.now)
        ticking.cancel()
    }
}

import BusProtocol
import BusTransport
import SafeguardingModel
import Synchronization
import TestKit
import Testing

@Suite("A few events are stored at once", .serialized)
struct AtOnceTests {
    /// A sink that can store on the gateway's own thread, and remembers which way events came.
    private final class Sink: EventSink {
        struct State {
            var bodies: [[UInt8]] = []
            var atOnce: [Int] = []
            var beside: [Int] = []
            var isBusy = false
            var isBroken = false
        }

        let state = Mutex(State())

        func storeNow(_ batch: [Arrival]) -> [Verdict]? {
            state.withLock { state in
                guard !state.isBusy else { return nil }
                state.atOnce.append(batch.count)
                return Sink.store(batch, in: &state)
            }
        }

        func read(_ batch: [Arrival]) async -> Storing {
            {
                self.state.withLock { state in
                    state.beside.append(batch.count)
                    return Sink.store(batch, in: &state)
                }
            }
        }

        func standing(of outbox: OutboxID, after number: UInt64) async -> OutboxProgress {
            OutboxProgress(acknowledged: UInt64(state.withLock { $0.bodies.count }))
        }

        private static func store(_ batch: [Arrival], in state: inout State) -> [Verdict] {
            guard !state.isBroken else { return batch.map { _ in .unavailable } }
            state.bodies += batch.map(\.body)
            return batch.map { _ in .stored }
        }

        func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
        var seen: State { state.withLock { $0 } }
    }

    private func play(_ body: (Sink, MemoryOutbox, Publisher) async throws -> Void) async throws {
        let site = try Site()
        let sink = Sink()
        let gateway = Gateway(authenticator: site.authenticator, sink: sink, notices: site.journal)
        let outbox = MemoryOutbox()
        let publisher = site.publisher(outbox, to: try await gateway.start(at: anywhere))
        await publisher.start()
        try await body(sink, outbox, publisher)
        #expect(await sink.seen.bodies == outbox.events, "all, in order, each once")
        await publisher.stop()
        await gateway.stop()
    }

    private func settle(_ count: Int, _ outbox: MemoryOutbox, _ publisher: Publisher) async throws {
        let before = await outbox.settled
        await publisher.outboxGrew(to: outbox.add(count: count))
        try await eventually("all is settled") { await outbox.settled == before + UInt64(count) }
    }

    @Test("on the gateway's thread; many are stored beside it")
    func few() async throws {
        try await play { sink, outbox, publisher in
            try await settle(1, outbox, publisher)
            #expect(sink.seen.atOnce == [1] && sink.seen.beside == [])
            try await settle(5_000, outbox, publisher)
            #expect(sink.seen.beside.contains { $0 > GatewayCapacity().atOnceEvents })
            #expect(sink.seen.atOnce.allSatisfy { $0 <= GatewayCapacity().atOnceEvents })
            try await settle(1, outbox, publisher)
            #expect(sink.seen.atOnce.last == 1)
        }
    }

    @Test("but not while that would have to wait for judgement")
    func busy() async throws {
        try await play { sink, outbox, publisher in
            sink.set { $0.isBusy = true }
            try await settle(3, outbox, publisher)
            #expect(sink.seen.atOnce == [] && sink.seen.beside.reduce(0, +) == 3)
            sink.set { $0.isBusy = false }
            try await settle(2, outbox, publisher)
        }
    }

    @Test("and what the disk does not take is kept by its sender and asked for again")
    func broken() async throws {
        try await play { sink, outbox, publisher in
            sink.set { $0.isBroken = true }
            await publisher.outboxGrew(to: outbox.add(count: 3))
            try await eventually("it is tried") { !sink.seen.atOnce.isEmpty }
            #expect(await outbox.settled == 0)
            sink.set { $0.isBroken = false }
            try await eventually("all is settled") { await outbox.settled == 3 }
        }
    }
}

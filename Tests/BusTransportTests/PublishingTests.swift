import BusProtocol
import BusTransport
import SafeguardingModel
import Synchronization
import TestKit
import Testing

@Suite("Publishing over real sockets", .serialized)
struct PublishingTests {
    @Test("what is in the outbox is stored once, in order, and settled")
    func publishing() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let outbox = MemoryOutbox()
        await outbox.add(count: 3000)
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("all is settled") { await outbox.settled == 3000 }

        await publisher.outboxGrew(to: outbox.add(count: 1))
        try await eventually("what came later is settled, too") { await outbox.settled == 3001 }
        #expect(await site.journal.bodies.values.first == outbox.events)
        #expect(await publisher.status.link == .connected)
        #expect(await publisher.status.lag == 0)
        #expect(await gateway.metrics.stored == 3001)
        await publisher.stop()
        await gateway.stop()
    }

    @Test("an outbox that is ahead of the journal is reported with the name of its agency")
    func aheadIsReported() async throws {
        let site = try Site()
        let reports = Reports()
        let gateway = Gateway(authenticator: site.authenticator, sink: site.journal, notices: site.journal) { report in
            reports.all.withLock { $0.append(report) }
        }
        let client = try RawClient(site, to: try await gateway.start(at: anywhere), as: "sample-house")
        try await client.sayHello(settled: 7)
        #expect(try await client.hearFault().code == .ahead)
        #expect(reports.all.withLock { $0 } == [.fault(ConnectionError(.ahead), sender: "sample-house", address: nil)])
        await gateway.stop()
    }

    @Test("a gateway that is restarted again and again in mid-stream loses nothing and doubles nothing")
    func gatewayRestarts() async throws {
        let site = try Site()
        var gateway = site.gateway { $0.window = 200 }
        let endpoint = try await gateway.start(at: anywhere)
        let outbox = MemoryOutbox()
        await outbox.add(count: 20_000)
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        for round in 1...5 {
            try await eventually("it goes on after restart \(round - 1)") {
                await outbox.settled >= UInt64(round) * 2000
            }
            await gateway.stop()
            gateway = site.gateway { $0.window = 200 }
            try await gateway.startAgain(at: endpoint)
        }
        try await eventually("all is settled") { await outbox.settled == 20_000 }
        #expect(await site.journal.bodies.values.first == outbox.events)
        #expect(await site.journal.mistakes == [])
        await publisher.stop()
        await gateway.stop()
    }

    @Test("a publisher that is started anew goes on where the outbox says")
    func publisherRestarts() async throws {
        let site = try Site()
        let gateway = site.gateway { $0.window = 100 }
        let endpoint = try await gateway.start(at: anywhere)
        let outbox = MemoryOutbox()
        await outbox.add(count: 5000)
        for round in 1...4 {
            let publisher = site.publisher(outbox, to: endpoint)
            await publisher.start()
            try await eventually("it goes on after restart \(round - 1)") {
                await outbox.settled >= UInt64(round) * 1000
            }
            await publisher.stop()
        }
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("all is settled") { await outbox.settled == 5000 }
        #expect(await site.journal.bodies.values.first == outbox.events)
        #expect(await site.journal.mistakes == [])
        await publisher.stop()
        await gateway.stop()
    }

    @Test("an event that is refused, too large or empty holds up nothing, and its outbox learns why")
    func refusals() async throws {
        let site = try Site()
        let gateway = site.gateway { $0.eventBytes = 2000 }
        let endpoint = try await gateway.start(at: anywhere)
        let outbox = MemoryOutbox()
        await outbox.add([Array("bad".utf8), Array(repeating: 1, count: 100_000), Array("good".utf8)])
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("all is settled") { await outbox.settled == 3 }
        #expect(await outbox.refused.map(\.sequence) == [1, 2])
        #expect(await outbox.refused.map(\.refusal.code) == ["bad-value", "empty"])
        #expect(await outbox.refused.last?.refusal.message.contains("2000 bytes") == true)
        #expect(await site.journal.bodies.values.first == [Array("good".utf8)])
        await publisher.stop()
        await gateway.stop()
    }

    @Test("a disk that fails for a while delays events, and that is all")
    func brokenDisk() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        await site.journal.setBroken(true)
        let outbox = MemoryOutbox()
        await outbox.add(count: 500)
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("it was tried again") { await gateway.metrics.faults["unavailable", default: 0] > 2 }
        #expect(await outbox.settled == 0)
        await site.journal.setBroken(false)
        try await eventually("all is settled") { await outbox.settled == 500 }
        #expect(await site.journal.bodies.values.first == outbox.events)
        #expect(await site.journal.mistakes == [])
        await publisher.stop()
        await gateway.stop()
    }

    @Test("a disk that is stuck slows its senders, within what they have credit for")
    func credit() async throws {
        let site = try Site()
        let gateway = site.gateway { $0.window = 300 }
        let endpoint = try await gateway.start(at: anywhere)
        await site.journal.setStuck(true)
        let outbox = MemoryOutbox()
        await outbox.add(count: 3000)
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("the credit is used up") { await gateway.metrics.events == 300 }
        #expect(await gateway.metrics.mostPending <= 300)
        await site.journal.setStuck(false)
        try await eventually("all is settled") { await outbox.settled == 3000 }
        #expect(await gateway.metrics.mostPending <= 300)
        await publisher.stop()
        await gateway.stop()
    }

    @Test("when too much waits the gateway reads no more, and many senders wait without loss")
    func bounds() async throws {
        let site = try Site()
        var capacity = GatewayCapacity()
        capacity.pendingBytes = 100_000
        capacity.batchBytes = 50_000
        let gateway = site.gateway(limits: { $0.heartbeat = .milliseconds(200) }, capacity: capacity)
        let endpoint = try await gateway.start(at: anywhere)
        await site.journal.setStuck(true)
        let outboxes = (1...4).map { MemoryOutbox(epoch: $0) }
        var publishers: [Publisher] = []
        for outbox in outboxes {
            await outbox.add(count: 400, bytes: 1000)
            publishers.append(site.publisher(outbox, to: endpoint))
            await publishers.last?.start()
        }
        try await eventually("the gateway pauses") { await gateway.metrics.pauses > 0 }
        // One message may still be taken in whole when the bound is met.
        #expect(await gateway.metrics.mostPendingBytes <= 100_000 + 64 * 1100)
        await site.journal.setStuck(false)
        for outbox in outboxes { try await eventually("all is settled") { await outbox.settled == 400 } }
        #expect(await site.journal.count(of: "sample-academy") == 1600)
        #expect(await site.journal.mistakes == [])
        for publisher in publishers { await publisher.stop() }
        await gateway.stop()
    }

    @Test("notices reach their agency once and in order, whether it was there or not, and are kept until noted")
    func notices() async throws {
        let site = try Site()
        var gateway = site.gateway { $0.noticesAhead = 2 }
        let endpoint = try await gateway.start(at: anywhere)
        for number in 1...5 { await site.journal.post("notice \(number)", to: "sample-academy") }
        await site.journal.post("for the house", to: "sample-house")
        let outbox = MemoryOutbox()
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("the old ones are kept") { await outbox.notices.count == 5 }

        await site.journal.post("notice 6", to: "sample-academy")
        await gateway.noticesGrew(for: "sample-academy")
        try await eventually("the new one is noted") { await site.journal.noted["sample-academy"] == 6 }

        await gateway.stop()
        await site.journal.post("notice 7", to: "sample-academy")
        gateway = site.gateway()
        try await gateway.startAgain(at: endpoint)
        try await eventually("the one in between is noted") { await site.journal.noted["sample-academy"] == 7 }
        #expect(await outbox.notices.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
        #expect(await site.journal.noted["sample-house"] == nil)
        await publisher.stop()
        await gateway.stop()
    }
}

/// The reports of a gateway.
private final class Reports: Sendable {
    let all = Mutex<[GatewayReport]>([])
}

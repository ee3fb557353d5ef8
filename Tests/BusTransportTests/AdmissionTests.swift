import BusProtocol
import BusTransport
import SafeguardingModel
import TestKit
import Testing
import ZeroMQ

@Suite("Who may speak", .serialized)
struct AdmissionTests {
    @Test("a key that is revoked stops at that message, on a live connection, and is told")
    func revocation() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let client = try RawClient(site, to: endpoint, as: "sample-academy")
        try await client.greet()
        try await client.say(.event(first: 1, bodies: [[1], [2], [3]]))
        try await client.hearAcknowledgement(through: 3)

        site.revoke(["sample-academy"])
        try await client.say(.event(first: 4, bodies: [[4]]))
        #expect(try await client.hearFault().code == .revoked)
        try await client.say(.event(first: 4, bodies: [[4]]))
        #expect(try await client.hearFault().code == .revoked)
        try await client.sayHello()
        #expect(try await client.hearFault().code == .revoked)
        #expect(await site.journal.count(of: "sample-academy") == 3)

        site.revoke([])
        try await client.greet(settled: 3)
        try await client.say(.event(first: 4, bodies: [[4]]))
        try await client.hearAcknowledgement(through: 4)
        #expect(await site.journal.count(of: "sample-academy") == 4)
        await gateway.stop()
    }

    @Test("a publisher whose key is revoked while it is silent hears of it at once")
    func revokedWhileSilent() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let publisher = site.publisher(MemoryOutbox(), to: endpoint) { $0.longPause = .seconds(60) }
        await publisher.start()
        try await eventually("it is connected") { await publisher.status.link == .connected }
        site.revoke(["sample-academy"])
        try await eventually("it is told") { await publisher.status.link == .refused(ConnectionError(.revoked)) }
        await publisher.stop()
        await gateway.stop()
    }

    @Test("events belong to the agency of the key, whatever anybody writes")
    func agency() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let academy = try RawClient(site, to: endpoint, as: "sample-academy")
        let house = try RawClient(site, to: endpoint, as: "sample-house")
        for client in [0, 1] {
            let message = PublisherMessage.event(first: 1, bodies: [Array("{\"source\":\"/sample-academy\"}".utf8)])
            if client == 0 {
                try await academy.greet(epoch: 7)
                try await academy.say(message)
                try await academy.hearAcknowledgement(through: 1)
            } else {
                try await house.greet(epoch: 7)
                try await house.say(message)
                try await house.hearAcknowledgement(through: 1)
            }
        }
        #expect(await site.journal.count(of: "sample-academy") == 1)
        #expect(await site.journal.count(of: "sample-house") == 1)
        await gateway.stop()
    }

    @Test("an unknown key, a wrong server key, a wrong role and an empty address are told apart in plain words")
    func statuses() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)

        func status(_ key: CurvePublicKey, _ keys: CurveKeyPair, _ endpoint: String) async throws -> LinkStatus {
            let address = ServerAddress(endpoint: endpoint, serverKey: key, clientKeys: keys)
            let publisher = Publisher(context: site.context, server: address, outbox: MemoryOutbox())
            await publisher.start()
            try await eventually("something is known") {
                let link = await publisher.status.link
                return link != .connecting && link != .greeting
            }
            defer { Task { await publisher.stop() } }
            return await publisher.status.link
        }

        let serverKey = site.serverKeys.publicKey
        let academy = site.key(of: "sample-academy")
        #expect(try await status(serverKey, academy, endpoint) == .connected)
        #expect(try await status(serverKey, .generate(), endpoint) == .denied)
        #expect(try await status(CurveKeyPair.generate().publicKey, academy, endpoint) == .wrongServerKey)
        #expect(try await status(serverKey, site.key(of: "sample-desk"), endpoint) == .refused(ConnectionError(.role)))
        site.revoke(["sample-academy"])
        #expect(try await status(serverKey, academy, endpoint) == .denied)
        await gateway.stop()
        #expect(try await status(serverKey, academy, endpoint) == .unreachable)

        let all: [LinkStatus] = [
            .connected, .denied, .wrongServerKey, .refused(ConnectionError(.role)), .unreachable, .lost,
        ]
        #expect(Set(all.map(\.description)).count == all.count)
    }

    @Test("a publisher that was denied is let in soon after its key has been entered")
    func enteredLater() async throws {
        let site = try Site()
        site.revoke(["sample-academy"])
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let outbox = MemoryOutbox()
        await outbox.add(count: 3)
        let publisher = site.publisher(outbox, to: endpoint)
        await publisher.start()
        try await eventually("it is denied") { await publisher.status.link == .denied }
        site.revoke([])
        try await eventually("all is settled") { await outbox.settled == 3 }
        await publisher.stop()
        await gateway.stop()
    }

    @Test(
        "what cannot be read is answered with a sentence, and hurts nobody",
        arguments: [
            ([Array("GIVE".utf8)], "the first frame is none of"),
            ([Array("EVENT".utf8)], "EVENT has no sequence number"),
            ([Array("HELLO".utf8), [1]], "HELLO frame 2 (protocol version) has 1 bytes"),
            ([[]], "the first frame is none of"),
            ([Array("EVENT".utf8)] + Array(repeating: [0], count: 1500), "The message has too many frames."),
        ] as [([[UInt8]], String)]
    )
    func malformed(frames: [[UInt8]], sentence: String) async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let client = try RawClient(site, to: endpoint, as: "sample-academy")
        try await client.send(frames)
        let fault = try await client.hearFault()
        #expect(fault.code == .malformed)
        #expect(fault.message.hasPrefix(sentence))
        try await client.greet()
        try await client.say(.event(first: 1, bodies: [[1]]))
        try await client.hearAcknowledgement(through: 1)
        await gateway.stop()
    }

    @Test("a message beyond all bounds ends its connection and no other, and nothing of it is stored")
    func enormous() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        let client = try RawClient(site, to: endpoint, as: "sample-academy")
        let other = try RawClient(site, to: endpoint, as: "sample-house")
        try await client.greet()
        try await other.greet()
        try await client.say(.event(first: 1, bodies: [Array(repeating: 1, count: 10 << 20)]))
        try await other.say(.event(first: 1, bodies: [[1]]))
        try await other.hearAcknowledgement(through: 1)
        // The library has connected anew underneath, and the gateway knows nothing of it.
        try await client.say(.ping(sent: 0))
        #expect(try await client.hearFault().code == .notWelcome)
        #expect(await site.journal.count(of: "sample-academy") == 0)
        await gateway.stop()
    }

    @Test("who falls silent is forgotten after three heartbeats")
    func silentClient() async throws {
        let site = try Site()
        let gateway = site.gateway { $0.heartbeat = .milliseconds(50) }
        let endpoint = try await gateway.start(at: anywhere)
        let client = try RawClient(site, to: endpoint, as: "sample-academy")
        try await client.greet()
        try await eventually("it is connected") { await gateway.metrics.connections == 1 }
        try await eventually("it is forgotten") { await gateway.metrics.connections == 0 }
        await gateway.stop()
    }

    @Test("a server that says nothing is given up and tried again")
    func silentServer() async throws {
        let site = try Site()
        let authenticator = site.authenticator
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        await site.journal.setStandingStuck(true)
        let outbox = MemoryOutbox()
        await outbox.add(count: 1)
        let publisher = site.publisher(outbox, to: endpoint) { $0.timeout = .milliseconds(100) }
        await publisher.start()
        try await eventually("it connects again") { authenticator.tally.admitted > 2 }
        await site.journal.setStandingStuck(false)
        try await eventually("all is settled") { await outbox.settled == 1 }
        await publisher.stop()
        await gateway.stop()
    }
}

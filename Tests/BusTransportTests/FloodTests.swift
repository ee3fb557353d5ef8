import BusProtocol
import BusTransport
import SafeguardingModel
import Testing

@Suite("A client that asks without end", .serialized)
struct FloodTests {
    @Test("costs the journal one question at a time, and is answered in the end")
    func greetings() async throws {
        let site = try Site()
        let gateway = site.gateway()
        let endpoint = try await gateway.start(at: anywhere)
        await site.journal.setStandingStuck(true)
        let client = try RawClient(site, to: endpoint, as: "sample-academy")
        for _ in 0..<500 { try await client.sayHello() }
        try await eventually("all are heard") { await gateway.metrics.messages == 500 }
        #expect(await site.journal.questions == 1)
        await site.journal.setStandingStuck(false)
        // The last of the flood is answered first. Whoever greets before that would take this welcome for the own one, and
        // what is sent after it would rightly not be heard.
        try await client.hearWelcome()
        try await client.greet()
        try await client.say(.event(first: 1, bodies: [[1]]))
        try await client.hearAcknowledgement(through: 1)
        // The one under way, the last of the flood, and the one that was greeted with at the end.
        #expect(await site.journal.questions == 3)
        await gateway.stop()
    }
}

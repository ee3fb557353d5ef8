import BusProtocol
import BusTransport
import SafeguardingModel
import TestKit
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

    @Test(
        "A follower that asks for everything without end and takes nothing costs a few megabytes, and others are served"
    )
    func greedyFollower() async throws {
        let site = try Site()
        // Large events: the most bytes for one answer.
        await site.journal.fill(300, body: Array(repeating: 7, count: 512 << 10))
        let feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let greedy = try RawClient(site, to: endpoint, as: "sample-desk", holds: 4)
        let follow = FollowerMessage.follow(Follow(after: 0, through: .max, software: "greedy"))
        try await eventually("it is cut off") {
            try? await greedy.send(follow.frames)
            return await feed.metrics.cutOff > 0
        }
        #expect(await feed.metrics.mostBytesWaiting <= FeedCapacity().bytesWaiting + FeedLimits().bytesPerRead)

        let notebook = Notebook()
        let follower = FollowingTests.follower(site, to: endpoint, as: "sample-tool", notebook)
        await follower.start()
        try await eventually("the other has all") { await notebook.positions.count == 300 }
        await follower.stop()
        await feed.stop()
    }
}

import BusProtocol
import BusTransport
import SafeguardingModel
import TestKit
import Testing
import ZeroMQ

/// The entries that a desk has received.
actor Notebook {
    private(set) var positions: [Position] = []
    private(set) var liveAt: Position?
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func setBusy(_ isBusy: Bool) {
        self.isBusy = isBusy
        guard !isBusy else { return }
        waiting.forEach { $0.resume() }
        waiting = []
    }

    func hear(_ news: FollowerNews) async {
        if isBusy { await withCheckedContinuation { waiting.append($0) } }
        switch news {
        case .entries(let entries): positions += entries.map(\.position)
        case .live(let position): liveAt = position
        }
    }
}

@Suite("Following over real sockets", .serialized)
struct FollowingTests {
    static func follower(
        _ site: Site,
        to endpoint: String,
        as name: String = "sample-desk",
        after position: Position = 0,
        _ notebook: Notebook,
        settings change: (inout FollowerSettings) -> Void = { _ in }
    ) -> Follower {
        var settings = FollowerSettings()
        settings.pause = .milliseconds(50)
        settings.longPause = .milliseconds(300)
        change(&settings)
        return Follower(
            context: site.context,
            server: site.address(endpoint, as: name),
            after: position,
            settings: settings
        ) {
            await notebook.hear($0)
        }
    }

    @Test("from any position to the end, then live, in order and without gaps", arguments: [0, 1, 4999, 5000])
    func follow(position: Position) async throws {
        let site = try Site()
        await site.journal.fill(5000)
        let feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let notebook = Notebook()
        let follower = Self.follower(site, to: endpoint, after: position, notebook)
        await follower.start()
        try await eventually("it is up to date") { await notebook.liveAt == 5000 }
        await site.journal.fill(10)
        await feed.grew(to: await site.journal.end())
        try await eventually("it hears what is new") { await notebook.liveAt == 5010 }
        #expect(await notebook.positions == Array((position + 1)...5010))
        #expect(await follower.status.lag == 0)
        await follower.stop()
        await feed.stop()
    }

    @Test("a feed that is restarted is followed on, without a gap and without repeats")
    func feedRestarts() async throws {
        let site = try Site()
        await site.journal.fill(20_000)
        var feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let notebook = Notebook()
        let follower = Self.follower(site, to: endpoint, notebook) { $0.window = 500 }
        await follower.start()
        for round in 1...3 {
            try await eventually("it goes on after restart \(round - 1)") {
                await notebook.positions.count > round * 3000
            }
            await feed.stop()
            feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
            let next = feed
            try await eventually("the port is free again") { (try? await next.start(at: endpoint)) != nil }
        }
        try await eventually("it is up to date") { await notebook.liveAt == 20_000 }
        #expect(await notebook.positions == Array(1...20_000))
        await follower.stop()
        await feed.stop()
    }

    @Test("a desk that is busy is not sent more than its window")
    func backpressure() async throws {
        let site = try Site()
        await site.journal.fill(5000)
        let feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let notebook = Notebook()
        await notebook.setBusy(true)
        let follower = Self.follower(site, to: endpoint, notebook) { $0.window = 300 }
        await follower.start()
        try await eventually("the window is full") { await feed.metrics.entries == 300 }
        await notebook.setBusy(false)
        try await eventually("it is up to date") { await notebook.liveAt == 5000 }
        #expect(await notebook.positions == Array(1...5000))
        await follower.stop()
        await feed.stop()
    }

    @Test("a decision is answered with its place in the journal, or with the reason why not")
    func decisions() async throws {
        let site = try Site()
        await site.journal.fill(3)
        let feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let follower = Self.follower(site, to: endpoint, as: "sample-tool", Notebook())
        await follower.start()
        #expect(try await follower.decide(Array("yes".utf8)) == 4)
        do throws(ConnectionError) {
            _ = try await follower.decide(Array("no".utf8))
            Issue.record("decided all the same")
        } catch {
            #expect(error.code == .decision)
            #expect(error.message == "There is no such alert.")
        }
        await follower.stop()
        await feed.stop()
    }

    @Test("a decision that is asked for while the feed is away is taken once it is back, and once only")
    func decisionLater() async throws {
        let site = try Site()
        var feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let follower = Self.follower(site, to: endpoint, Notebook())
        await follower.start()
        try await eventually("it is connected") { await follower.status.link == .connected }
        await feed.stop()
        async let position = follower.decide(Array("yes".utf8))
        feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let next = feed
        try await eventually("the port is free again") { (try? await next.start(at: endpoint)) != nil }
        #expect(try await position == 1)
        #expect(await site.journal.entries.count == 1)
        await follower.stop()
        await feed.stop()
    }

    @Test("a decision that nobody answers is given up in time")
    func decisionUnanswered() async throws {
        let site = try Site()
        let follower = Self.follower(site, to: "tcp://127.0.0.1:9", Notebook())
        await follower.start()
        await #expect(throws: ConnectionError.self) { try await follower.decide([], within: .milliseconds(50)) }
        await follower.stop()
    }

    @Test("an agency may not follow, and a desk that is revoked hears no more")
    func roles() async throws {
        let site = try Site()
        await site.journal.fill(3)
        let feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let agency = Self.follower(site, to: endpoint, as: "sample-academy", Notebook())
        await agency.start()
        try await eventually("it is told") { await agency.status.link == .refused(ConnectionError(.role)) }

        let notebook = Notebook()
        let desk = Self.follower(site, to: endpoint, notebook) { $0.longPause = .seconds(60) }
        await desk.start()
        try await eventually("it is up to date") { await notebook.liveAt == 3 }
        site.revoke(["sample-desk"])
        try await eventually("it is told") { await desk.status.link == .refused(ConnectionError(.revoked)) }
        await site.journal.fill(1)
        await feed.grew(to: await site.journal.end())
        #expect(await feed.metrics.followers == 0)
        #expect(await notebook.positions == [1, 2, 3])
        await agency.stop()
        await desk.stop()
        await feed.stop()
    }

    @Test("a follower that knows of more than the journal has is told of the restored copy")
    func ahead() async throws {
        let site = try Site()
        let feed = FeedServer(authenticator: site.authenticator, journal: site.journal)
        let endpoint = try await feed.start(at: anywhere)
        let follower = Self.follower(site, to: endpoint, after: 5, Notebook())
        await follower.start()
        try await eventually("it is told") { await follower.status.link == .refused(ConnectionError(.ahead)) }
        await follower.stop()
        await feed.stop()
    }
}

@Suite("Alerts on the air", .serialized)
struct AlertBroadcastTests {
    @Test("a desk hears alerts under their topics, an agency none, and a revoked desk no more")
    func alerts() async throws {
        let site = try Site()
        let broadcast = AlertBroadcast(authenticator: site.authenticator)
        let endpoint = try await broadcast.start(at: anywhere)
        let desk = try RawClient(site, to: endpoint, as: "sample-desk", kind: .sub)
        let tool = try RawClient(site, to: endpoint, as: "sample-tool", kind: .sub)
        let agency = try RawClient(site, to: endpoint, as: "sample-academy", kind: .sub)
        let tell = { try await broadcast.publish(severity: .high, rule: "agencies-converge", json: Array("{}".utf8)) }

        try await eventually("the desk hears one") {
            try? await tell()
            return (try? await desk.receive(within: .milliseconds(20)))?[0]
                == Array("alert.high.agencies-converge".utf8)
        }
        try await eventually("the tool hears one") {
            try? await tell()
            return (try? await tool.receive(within: .milliseconds(20))) != nil
        }

        site.revoke(["sample-desk"])
        try await eventually("the desk is away and the tool is back") {
            try? await tell()
            let heard = try? await tool.receive(within: .milliseconds(50))
            let overheard = try? await desk.receive(within: .milliseconds(50))
            return heard != nil && overheard == nil
        }
        try await tell()
        #expect(try await tool.receive() != nil)
        #expect(try await desk.receive(within: .milliseconds(200)) == nil)
        #expect(try await agency.receive(within: .zero) == nil)
        await broadcast.stop()
    }
}

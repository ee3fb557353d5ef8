import Accounts
import BusProtocol
import BusTransport
import DaemonKit
import Desk
import Journal
import Logging
import SafeguardingModel
import Synchronization
import TestKit
import Testing
import ZeroMQ

@Suite("Following the journal over the bus")
struct FollowingTests {
    @Test("Reads what was there, then what comes, decides, and goes on after an outage", .timeLimit(.minutes(1)))
    func follows() async throws {
        let bus = try MemoryBus()
        for _ in 0..<50 { bus.append(.tick) }
        var feed = try await bus.listen()
        let model = DeskModel()
        let desk = try bus.desk(model)
        let running = Task { try await desk.run() }
        try await eventually { await model.isLive(at: 50) }

        bus.append(.tick)
        await feed.grew(to: 51)
        try await eventually { await model.position == 51 }

        let decision = Decision(.note(alert: "A-1-0"), by: "sample.worker", note: "Seen.")
        let position = try await desk.decide(decision)
        #expect(bus.entry(at: position)?.body == EntryCodec.bytes(of: decision))
        await feed.grew(to: position)
        try await eventually { await model.position == position }

        await feed.stop()
        try await eventually { if case .interrupted = await model.following { true } else { false } }
        for _ in 0..<20 { bus.append(.tick) }
        feed = try await bus.listen()
        try await eventually { await model.isLive(at: position + 20) }

        running.cancel()
        try await running.value
        await feed.stop()
    }

    @Test(
        "A journal restored from an older copy ends the desk; started again it has what the aggregator has",
        .timeLimit(.minutes(1))
    )
    func replaced() async throws {
        let bus = try MemoryBus()
        for _ in 0..<10 { bus.append(.tick) }
        var feed = try await bus.listen()
        let model = DeskModel()
        let desk = try bus.desk(model)
        let running = Task { try await desk.run() }
        try await eventually { await model.isLive(at: 10) }

        await feed.stop()
        bus.restore(through: 6)
        let note = EntryCodec.bytes(of: Decision(.note(alert: "A-1-0"), by: "sample.worker", note: "Anew."))
        for _ in 0..<20 { bus.append(.decision, body: note) }
        feed = try await bus.listen()
        await #expect(throws: JournalReplacedError.self) { try await running.value }
        #expect(await model.position == 10, "nothing of the other journal was folded into the old one")

        let fresh = DeskModel()
        let again = try bus.desk(fresh)
        let runningAgain = Task { try await again.run() }
        try await eventually { await fresh.isLive(at: 26) }
        runningAgain.cancel()
        try await runningAgain.value
        await feed.stop()
    }

    @Test("A decision that nobody takes is refused in good time", .timeLimit(.minutes(1)))
    func unanswered() async throws {
        let bus = try MemoryBus()
        let feed = try await bus.listen()
        let model = DeskModel()
        let desk = try bus.desk(model)
        let running = Task { try await desk.run() }
        try await eventually { await model.isLive(at: 0) }
        await feed.stop()
        try await eventually { if case .interrupted = await model.following { true } else { false } }
        let asked = ContinuousClock.now
        await #expect(throws: ConnectionError.self) {
            try await desk.decide(Decision(.note(alert: "A-1-0"), by: "sample.worker", note: "Seen."))
        }
        #expect(ContinuousClock.now - asked < .seconds(10))
        running.cancel()
        try await running.value
    }

    @Test("Stands still before an entry that it cannot read, and says so", .timeLimit(.minutes(1)))
    func unreadable() async throws {
        let bus = try MemoryBus()
        bus.append(.tick)
        bus.append(.decision, body: Array("{}".utf8))
        bus.append(.tick)
        let feed = try await bus.listen()
        let model = DeskModel()
        let health = Health(program: "cse-desk")
        let desk = try bus.desk(model, health: health)
        let running = Task { try await desk.run() }
        try await eventually { health.document()["fault"]?.string != nil }
        #expect(await model.position == 1)
        running.cancel()
        try await running.value
        await feed.stop()
    }

    @Test(
        "What a standing means for those who read pages",
        arguments: [
            ([.init(.connecting)], .starting), ([.init(.connecting), .init(.greeting)], .starting),
            ([.init(.unreachable)], .interrupted(since: start)), ([.init(.connected, lag: 5_000)], .catchingUp),
            ([.init(.connected, lag: 0)], .live),
            // A burst is no reason to alarm anybody, a flood is.
            ([.init(.connected, lag: 0), .init(.connected, lag: 999)], .live),
            ([.init(.connected, lag: 0), .init(.connected, lag: 1_000)], .catchingUp),
            ([.init(.connected, lag: 0), .init(.lost)], .interrupted(since: start + .seconds(1))),
            ([.init(.connected, lag: 0), .init(.lost), .init(.connecting)], .interrupted(since: start + .seconds(1))),
            // A connection on which nothing comes any more is none.
            ([.init(.connected), .init(.connected, isSilent: true)], .interrupted(since: start + .seconds(1))),
            (
                [.init(.connected), .init(.connected, isSilent: true), .init(.lost)],
                .interrupted(since: start + .seconds(1))
            ),
            ([.init(.connected), .init(.connected, isSilent: true), .init(.connected)], .live),
        ] as [([Look], FollowState)]
    )
    func views(looks: [Look], expected: FollowState) {
        var view = FollowView(startedAt: Self.start)
        var state = FollowState.starting
        for (number, look) in looks.enumerated() {
            state = view.state(look.status, at: Self.start + .seconds(Int64(number)))
        }
        #expect(state == expected)
    }

    static let start = World.start

    struct Look: Sendable {
        let status: FollowerStatus

        init(_ link: LinkStatus, lag: Int = 0, isSilent: Bool = false) {
            var status = FollowerStatus()
            status.link = link
            status.end = Position(lag)
            status.isSilent = isSilent
            self.status = status
        }
    }

    @Test("Pages of a site that plays another year tell that year's time")
    func journalClock() {
        let machine = SettableClock(World.start)
        let (played, real) = (
            JournalClock(machine: machine, follows: true), JournalClock(machine: machine, follows: false)
        )
        #expect(played.now == World.start)
        for clock in [played, real] { clock.hear(World.start - .days(400)) }
        machine.advance(by: .minutes(3))
        #expect(played.now == World.start - .days(400) + .minutes(3))
        #expect(real.now == World.start + .minutes(3))
    }
}

/// A journal in memory, and the aggregator's side of the bus over it, on real sockets.
final class MemoryBus: JournalFeed {
    private let entries = Mutex<[StoredEntry]>([])
    private let endpoint = Mutex("tcp://127.0.0.1:*")
    private let context: Context
    private let server = CurveKeyPair.generate()
    private let client = CurveKeyPair.generate()
    private let authenticator: CurveAuthenticator

    init() throws {
        context = try Context()
        let holder = AgencyDirectory.Holder(
            name: "cse-desk",
            role: .desk,
            sector: Sector(rawValue: "desk"),
            keys: [client.publicKey.bytes]
        )
        authenticator = try CurveAuthenticator(
            context: context,
            keys: server,
            policy: LiveAgencyDirectory(AgencyDirectory([holder]))
        )
    }

    func listen() async throws -> FeedServer {
        let feed = FeedServer(authenticator: authenticator, journal: self)
        let bound = try await feed.start(at: endpoint.withLock { $0 })
        endpoint.withLock { $0 = bound }
        return feed
    }

    func desk(_ model: DeskModel, health: Health = Health(program: "cse-desk")) throws -> JournalFollowing {
        let address = ServerAddress(
            endpoint: endpoint.withLock { $0 },
            serverKey: server.publicKey,
            clientKeys: client
        )
        let clock = SystemClock()
        return JournalFollowing(
            model: model,
            server: address,
            context: try Context(),
            clock: JournalClock(machine: clock, follows: false),
            daemon: DaemonContext(logger: .silent, clock: clock, health: health)
        )
    }

    @discardableResult
    func append(_ kind: StoredEntry.Kind, body: [UInt8] = []) -> Position {
        entries.withLock { entries in
            let position = Position(entries.count + 1)
            entries.append(StoredEntry(position: position, at: World.start, kind: kind, body: body))
            return position
        }
    }

    /// Forgets what came after a position, as a backup does.
    func restore(through position: Int) {
        entries.withLock { $0.removeSubrange(position...) }
    }

    func entry(at position: Position) -> StoredEntry? {
        entries.withLock { $0.first { $0.position == position } }
    }

    func end() async throws -> Position { entries.withLock { Position($0.count) } }

    func read(from position: Position, limit: Int, bytes: Int) async throws -> [StoredEntry] {
        entries.withLock { Array($0.dropFirst(Int(position.number) - 1).prefix(limit)) }
    }

    func decide(_ decision: [UInt8], by name: AgencyName, request: UInt64) async throws(ConnectionError) -> Position {
        append(.decision, body: decision)
    }
}

extension DeskModel {
    func isLive(at position: Position) -> Bool { self.position == position && following == .live }
}

import BusProtocol
import SafeguardingModel
import Testing

@Suite("Following a journal that was replaced by an older one")
struct ReplacedJournalTests {
    private static let now = Instant(seconds: 1_000_000)
    private static let held = entry(5, "what the follower has")

    private static func entry(_ position: Position, _ body: String, at: Instant = now) -> StoredEntry {
        StoredEntry(position: position, at: at, kind: .event, agency: "sample-house", body: Array(body.utf8))
    }

    private static func feed(end: Position) -> FeedSession {
        let holder = AgencyDirectory.Holder(name: "sample-desk", role: .desk, sector: .socialCare, keys: [[1]])
        return FeedSession(holder: holder, end: end, limits: FeedLimits(), at: now)
    }

    private static func follow(after position: Position, held: EntryFingerprint?) -> FollowerMessage {
        .follow(Follow(after: position, through: 2_000, software: "x", held: held))
    }

    private static func answer(_ actions: [FeedSession.Action]) -> String {
        switch actions.first {
        case .send(.welcome): "welcome"
        case .send(.fault(let fault)): fault.code.rawValue
        case .read: "read"
        case nil: "nothing"
        default: "something else"
        }
    }

    @Test(
        "A follower whose last entry is not the journal's is told so, however far the journal has come",
        arguments: [
            (entry(5, "what the follower has"), "welcome"),
            (entry(5, "another event"), "ahead"),
            (entry(5, "what the follower has", at: now + .milliseconds(1)), "ahead"),
            (StoredEntry(position: 5, at: now, kind: .event, agency: "sample-academy", body: held.body), "ahead"),
            (StoredEntry(position: 5, at: now, kind: .decision, agency: "sample-house", body: held.body), "ahead"),
        ]
    )
    func compared(stands: StoredEntry, expected: String) {
        var feed = Self.feed(end: 9)
        let asked = feed.receive(Self.follow(after: 5, held: EntryFingerprint(Self.held)), at: Self.now)
        #expect(asked == [.read(after: 4, limit: 1)])
        #expect(feed.grew(to: 12).isEmpty && feed.flushed().isEmpty, "nothing is sent before it is known")
        let answered = feed.read([stands], after: 4)
        #expect(Self.answer(answered) == expected)
        #expect(answered.contains(.read(after: 5, limit: 7)) == (expected == "welcome"))
        #expect(answered.contains(.disconnect) == (expected == "ahead"))
    }

    @Test("A follower that does not say which entry it has, or has none, goes on by its position alone")
    func unsaid() {
        var feed = Self.feed(end: 9)
        #expect(Self.answer(feed.receive(Self.follow(after: 5, held: nil), at: Self.now)) == "welcome")
        #expect(Self.answer(feed.receive(Self.follow(after: 0, held: nil), at: Self.now)) == "welcome")
    }

    @Test("A journal that cannot be read is no other journal: the follower asks again")
    func unreadable() {
        var feed = Self.feed(end: 9)
        _ = feed.receive(Self.follow(after: 5, held: EntryFingerprint(Self.held)), at: Self.now)
        #expect(Self.answer(feed.readFailed()) == "unavailable")
        _ = feed.receive(Self.follow(after: 5, held: EntryFingerprint(Self.held)), at: Self.now)
        #expect(Self.answer(feed.read([], after: 4)) == "unavailable")
    }

    @Test("A follower says which entry it has as soon as it has one, and it travels unchanged")
    func said() throws {
        var session = FollowerSession(after: 4)
        #expect(Self.greeting(session.connected(at: Self.now))?.held == nil)
        let welcome = FeedWelcome(name: "x", role: .desk, position: 5, heartbeat: .seconds(5))
        _ = session.receive(.welcome(welcome), at: Self.now)
        _ = session.receive(.entries([Self.held]), at: Self.now)
        session.disconnected()
        let follow = try #require(Self.greeting(session.connected(at: Self.now)))
        #expect(follow.after == 5)
        #expect(follow.held == EntryFingerprint(Self.held))
        #expect(try FollowerMessage(frames: FollowerMessage.follow(follow).frames) == .follow(follow))
    }

    @Test("A follower is in silence after two heartbeats that did not come, and connects anew after three")
    func silence() {
        var session = FollowerSession(after: 4)
        #expect(!session.isSilent(at: Self.now))
        _ = session.connected(at: Self.now)
        _ = session.receive(
            .welcome(FeedWelcome(name: "x", role: .desk, position: 4, heartbeat: .seconds(5))),
            at: Self.now
        )
        #expect(!session.isSilent(at: Self.now + .seconds(9)))
        #expect(session.isSilent(at: Self.now + .seconds(10)))
        _ = session.receive(.pong(position: 4), at: Self.now + .seconds(11))
        #expect(!session.isSilent(at: Self.now + .seconds(12)))
        #expect(session.tick(at: Self.now + .seconds(26)) == [.reconnect])
        #expect(!session.isSilent(at: Self.now + .seconds(40)))
    }

    private static func greeting(_ actions: [FollowerSession.Action]) -> Follow? {
        guard case .send(.follow(let follow)) = actions.first else { return nil }
        return follow
    }

    @Test(
        "Which entry a follower holds is said by two texts or not at all, in whichever case; half of it is not passed over",
        arguments: [
            (#"{"software":"x"}"#, true), (#"{"at":null,"digest":null}"#, true),
            (#"{"at":"2025-09-12T20:45:01.500Z","digest":"1B79D84A393898B4"}"#, true),
            (#"{"at":1757709901500,"digest":"1b79d84a393898b4"}"#, false), (#"{"digest":"1b79d84a393898b4"}"#, false),
            (#"{"at":"yesterday","digest":"1b79d84a393898b4"}"#, false),
        ]
    )
    func greetings(json: String, isRead: Bool) throws {
        let number = [UInt8](repeating: 0, count: 7) + [1]
        let frames = [Array("FOLLOW".utf8), number, number, number, Array(json.utf8)]
        guard isRead else {
            #expect(throws: MalformedMessageError.self) { try FollowerMessage(frames: frames) }
            return
        }
        guard case .follow(let follow) = try FollowerMessage(frames: frames) else { return }
        #expect(follow.held?.digest == (json.contains("B4") ? "1b79d84a393898b4" : nil))
    }

    @Test("The digest is the one that the protocol's page gives as its example")
    func digest() {
        let entry = StoredEntry(
            position: 2,
            at: Self.now,
            kind: .event,
            agency: "sample-house",
            body: Array(#"{"specversion":"1.0"}"#.utf8)
        )
        #expect(EntryFingerprint(entry).digest == "1b79d84a393898b4")
    }
}

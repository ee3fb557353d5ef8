import BusProtocol
import SafeguardingModel
import Testing

@Suite("Frames")
struct FrameTests {
    static let publisherMessages: [PublisherMessage] = [
        .hello(Hello(epoch: 0x0102_0304_0506_0708, settled: 7, software: "sample 1", takesNotices: true)),
        .event(first: 8, bodies: [[123, 125]]),
        .event(first: .max - 2, bodies: [[1], [], [2, 3]]),
        .noted(through: 3), .ping(sent: 9), .pong(sent: 0),
    ]

    @Test("what a publisher says arrives as it was said", arguments: publisherMessages)
    func publisher(message: PublisherMessage) throws {
        #expect(try PublisherMessage(frames: message.frames) == message)
    }

    static let gatewayMessages: [GatewayMessage] = [
        .welcome(
            Welcome(
                agency: "merseyside-police",
                sector: .police,
                acknowledged: 5,
                credit: 4101,
                maximumEventBytes: 262_144,
                eventsPerMessage: 64,
                heartbeat: .seconds(5)
            )
        ),
        .ack(through: 12, credit: 4108),
        .refused([
            RefusedEvent(sequence: 3, refusal: Refusal(code: "bad-time", path: "$.time", message: "No time “soon”.")),
            RefusedEvent(sequence: 9, refusal: .tooLarge(bytes: 300_000, limit: 262_144)),
        ]),
        .notice(number: 1, json: Array(#"{"id":"4.1"}"#.utf8)), .ping(settled: 1), .pong(settled: 2),
        .fault(ConnectionError(.gap, number: 8)),
    ]

    @Test("what the gateway says arrives as it was said", arguments: gatewayMessages)
    func gateway(message: GatewayMessage) throws {
        #expect(try GatewayMessage(frames: message.frames) == message)
    }

    static let followerMessages: [FollowerMessage] = [
        .follow(Follow(after: 100, through: 1100, software: "cse-desk 1")), .more(through: 2000),
        .decide(request: 77, json: Array("{}".utf8)), .ping(position: 3), .pong(position: 4),
    ]

    @Test("what a follower says arrives as it was said", arguments: followerMessages)
    func follower(message: FollowerMessage) throws {
        #expect(try FollowerMessage(frames: message.frames) == message)
    }

    static let feedMessages: [FeedMessage] = [
        .welcome(FeedWelcome(name: "cse-desk", role: .desk, position: 12, heartbeat: .milliseconds(250))),
        .entries([
            StoredEntry(
                position: 4,
                at: Instant(seconds: 1),
                kind: .event,
                agency: "sample-academy",
                body: [123, 125]
            ),
            StoredEntry(position: 5, at: Instant(seconds: 2), kind: .tick),
        ]),
        .live(position: 5), .decided(request: 77, position: 6), .ping(position: 1), .pong(position: 1),
        .fault(ConnectionError(.decision, number: 77, message: "No such alert.")),
    ]

    @Test("what the feed says arrives as it was said", arguments: feedMessages)
    func feed(message: FeedMessage) throws {
        #expect(try FeedMessage(frames: message.frames) == message)
    }

    @Test("an event is its word, its number in eight bytes, and its bytes unchanged")
    func bytes() {
        let frames = PublisherMessage.event(first: 258, bodies: [[0xC3, 0x28]]).frames
        #expect(frames == [[0x45, 0x56, 0x45, 0x4E, 0x54], [0, 0, 0, 0, 0, 0, 1, 2], [0xC3, 0x28]])
    }

    @Test("every fault has a sentence of its own and travels under its word", arguments: ConnectionError.Code.allCases)
    func faults(code: ConnectionError.Code) throws {
        #expect(code.sentence.hasSuffix("."))
        #expect(Set(ConnectionError.Code.allCases.map(\.sentence)).count == ConnectionError.Code.allCases.count)
        let fault = ConnectionError(code, number: 42)
        #expect(try FeedMessage(frames: FeedMessage.fault(fault).frames) == .fault(fault))
    }

    @Test("a fault of a later version is not passed over")
    func laterFault() throws {
        var frames = GatewayMessage.fault(ConnectionError(.gap, number: 1, message: "New.")).frames
        frames[1] = Array("eclipse".utf8)
        #expect(try GatewayMessage(frames: frames) == .fault(ConnectionError(.malformed, number: 1, message: "New.")))
    }
}

@Suite("Frames that do not fit")
struct MalformedFrameTests {
    static let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]

    static func word(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "are told by frame and expectation, never by content",
        arguments: [
            ([], "the message is empty"),
            ([word("event")], "the first frame is none of HELLO"),
            ([[0xFF]], "the first frame is none of HELLO"),
            ([word("EVENT")], "EVENT has no sequence number: frame 2 is missing"),
            ([word("EVENT"), [1]], "EVENT frame 2 (sequence number) has 1 bytes; a number has 8"),
            ([word("EVENT"), one], "EVENT has no event: frame 3 is missing"),
            ([word("NOTED"), one, one], "NOTED has 3 frames, expected 2"),
            ([word("HELLO"), one, one, one, word("secret")], "HELLO frame 5 (JSON) is not a JSON object"),
            ([word("HELLO"), one, one, one, word("[1]")], "HELLO frame 5 (JSON) is not a JSON object"),
            ([word("FOLLOW"), one, one, one, word("{}")], "FOLLOW is not said by a publisher"),
            ([word("WELCOME"), word("{}")], "WELCOME is not said by a publisher"),
        ] as [([[UInt8]], String)]
    )
    func sentences(frames: [[UInt8]], sentence: String) {
        do throws(MalformedMessageError) {
            _ = try PublisherMessage(frames: frames)
            Issue.record("read all the same")
        } catch {
            #expect(error.description.hasPrefix(sentence))
            #expect(!error.description.contains("secret"))
        }
    }

    @Test("an entry cut short in the middle of the second is refused whole")
    func cutEntry() {
        let entries = [1, 2].map { StoredEntry(position: $0, at: Instant(seconds: 1), kind: .tick) }
        for count in 3...9 {
            let frames = Array(FeedMessage.entries(entries).frames.prefix(count))
            if count == 6 {
                #expect((try? FeedMessage(frames: frames)) == .entries([entries[0]]))
            } else {
                #expect(throws: MalformedMessageError.self) { try FeedMessage(frames: frames) }
            }
        }
    }

    @Test("whatever the bytes, reading ends with a message or a sentence")
    func noise() {
        var noise = SeededGenerator(seed: 7)
        let words = Command.allCases.map(\.frame)
        for _ in 0..<20_000 {
            var frames = [words[noise.below(words.count)]]
            for _ in 0..<noise.below(7) {
                frames.append((0..<[0, 8, 8, 2, 5][noise.below(5)]).map { _ in UInt8(noise.below(256)) })
            }
            expectMessageOrSentence(frames) {
                try PublisherMessage(frames: $0)
            } again: {
                $0.frames
            }
            expectMessageOrSentence(frames) {
                try GatewayMessage(frames: $0)
            } again: {
                $0.frames
            }
            expectMessageOrSentence(frames) {
                try FollowerMessage(frames: $0)
            } again: {
                $0.frames
            }
            expectMessageOrSentence(frames) {
                try FeedMessage(frames: $0)
            } again: {
                $0.frames
            }
        }
    }

    /// A message that was read says the same when it is written and read again; what is refused is refused with a sentence.
    private func expectMessageOrSentence<Message: Equatable>(
        _ frames: [[UInt8]],
        read: ([[UInt8]]) throws -> Message,
        again write: (Message) -> [[UInt8]]
    ) {
        do {
            let message = try read(frames)
            #expect((try? read(write(message))) == message, "\(frames)")
        } catch {
            let sentence = "\(error)"
            #expect(sentence.hasPrefix(String(decoding: frames[0], as: UTF8.self)), "\(frames): \(sentence)")
            #expect(sentence.split(separator: " ").count >= 4, "\(frames): \(sentence)")
        }
    }
}

import BusProtocol
import SafeguardingModel
import Testing

/// A session, its outbox and a clock; the outbox answers at once.
struct Sender {
    var session: PublisherSession
    var now = Instant(seconds: 1_000)
    var outbox: [[UInt8]]
    var settlements: [PublisherSession.Action] = []

    init(outbox: [[UInt8]], settled: UInt64 = 0) {
        self.outbox = outbox
        session = PublisherSession(epoch: 1, settled: settled)
    }

    mutating func connect() -> [PublisherMessage] { sort(session.connected(at: now)) }

    mutating func hear(_ message: GatewayMessage) -> [PublisherMessage] { sort(session.receive(message, at: now)) }

    mutating func wait(_ span: Span) -> [PublisherMessage] {
        now = now + span
        return sort(session.tick(at: now))
    }

    mutating func welcome(acknowledged: UInt64 = 0, credit: UInt64 = 100) -> [PublisherMessage] {
        _ = connect()
        let welcome = Welcome(
            agency: "sample-academy",
            sector: .education,
            acknowledged: acknowledged,
            credit: credit,
            maximumEventBytes: 10,
            eventsPerMessage: 3,
            heartbeat: .seconds(5)
        )
        return hear(.welcome(welcome))
    }

    mutating func sort(_ actions: [PublisherSession.Action]) -> [PublisherMessage] {
        actions.flatMap { action -> [PublisherMessage] in
            switch action {
            case .send(let message): return [message]
            case .load(let load):
                let found = outbox.enumerated().dropFirst(Int(load.after)).prefix(load.limit)
                let events = found.map { OutboxEvent(sequence: UInt64($0.offset) + 1, body: $0.element) }
                return sort(session.loaded(events, for: load, at: now))
            case .settle, .keep, .beginEpoch, .reconnect: settlements.append(action)
            }
            return []
        }
    }
}

@Suite("A publisher's session")
struct PublisherSessionTests {
    @Test("greets first, and sends what is not settled after the welcome")
    func greeting() {
        var sender = Sender(outbox: [[1], [2], [3], [4], [5]], settled: 1)
        let hello = Hello(epoch: 1, settled: 1, software: "referral-bus/\(Release.version)", takesNotices: true)
        #expect(sender.connect() == [.hello(hello)])
        // The aggregator has more than this outbox remembers: the acknowledgement was lost.
        #expect(sender.welcome(acknowledged: 2) == [.event(first: 3, bodies: [[3], [4], [5]])])
        #expect(sender.settlements == [.settle(through: 2, refused: [])])
    }

    @Test("keeps within its credit, and goes on when there is more")
    func credit() {
        var sender = Sender(outbox: [[1], [2], [3], [4], [5]])
        #expect(sender.welcome(credit: 2) == [.event(first: 1, bodies: [[1], [2]])])
        #expect(sender.hear(.ack(through: 1, credit: 3)) == [.event(first: 3, bodies: [[3]])])
        #expect(sender.hear(.ack(through: 1, credit: 3)) == [])
        #expect(sender.hear(.ack(through: 3, credit: 9)) == [.event(first: 4, bodies: [[4], [5]])])
    }

    @Test("sends what is too large without content, so that it is refused in its turn and holds up nothing")
    func oversize() {
        var sender = Sender(outbox: [[1], Array(repeating: 7, count: 11), [3]])
        #expect(sender.welcome() == [.event(first: 1, bodies: [[1], [], [3]])])
    }

    @Test("writes down refusals together with what they settle, and each once")
    func refusals() {
        var sender = Sender(outbox: [[1], [2], [3]])
        _ = sender.welcome()
        let refused = [RefusedEvent(sequence: 2, refusal: Refusal(code: "bad-value", message: "Unfit."))]
        _ = sender.hear(.refused(refused))
        _ = sender.hear(.refused(refused))
        _ = sender.hear(.ack(through: 2, credit: 100))
        #expect(sender.settlements == [.settle(through: 2, refused: refused)])
    }

    @Test("sends again from the number that a gap names")
    func gap() {
        var sender = Sender(outbox: [[1], [2], [3]])
        _ = sender.welcome()
        #expect(sender.hear(.fault(ConnectionError(.gap, number: 2))) == [.event(first: 2, bodies: [[2], [3]])])
    }

    @Test("waits a second when the disk is unavailable")
    func unavailable() {
        var sender = Sender(outbox: [[1], [2]])
        _ = sender.welcome()
        #expect(sender.hear(.fault(ConnectionError(.unavailable, number: 2))) == [])
        #expect(sender.wait(.milliseconds(900)) == [])
        #expect(sender.wait(.milliseconds(100)) == [.event(first: 2, bodies: [[2]])])
    }

    @Test("greets again at once when it is not known, and once for many such faults")
    func restart() {
        var sender = Sender(outbox: [[1], [2]])
        _ = sender.welcome()
        #expect(sender.hear(.fault(ConnectionError(.notWelcome))).count == 1)
        #expect(sender.hear(.fault(ConnectionError(.notWelcome))) == [])
        #expect(sender.session.phase == .greeting)
    }

    @Test(
        "says what a person must mend, and tries again in half a minute",
        arguments: [
            ConnectionError.Code.revoked, .unknownKey, .role, .protocolVersion, .superseded, .ahead, .malformed,
        ]
    )
    func askOperator(code: ConnectionError.Code) {
        var sender = Sender(outbox: [[1]])
        _ = sender.welcome()
        #expect(sender.hear(.fault(ConnectionError(code))) == [])
        guard case .waiting(let fault, _) = sender.session.phase else {
            Issue.record("does not wait")
            return
        }
        #expect(fault.code == code)
        #expect(sender.wait(.seconds(29)) == [])
        #expect(sender.wait(.seconds(1)).count == 1)
    }

    @Test(
        "asks for a new epoch when the server has less than it acknowledged, and for nothing else",
        arguments: [
            (settled: 2, has: 1, asks: true), (settled: 2, has: 2, asks: false), (settled: 0, has: 0, asks: false),
        ]
    )
    func ahead(settled: UInt64, has number: UInt64, asks: Bool) {
        var sender = Sender(outbox: [[1], [2], [3]], settled: settled)
        _ = sender.connect()
        #expect(sender.hear(.fault(ConnectionError(.ahead, number: number))) == [])
        #expect(sender.settlements == (asks ? [.beginEpoch(after: number)] : []))
        #expect(
            sender.session.phase == .waiting(ConnectionError(.ahead, number: number), until: sender.now + .seconds(30))
        )
    }

    @Test("gives the connection up when nothing is heard for three heartbeats, or no welcome in time")
    func silence() {
        var sender = Sender(outbox: [])
        _ = sender.welcome()
        #expect(sender.wait(.seconds(5)) == [.ping(sent: 0)])
        #expect(sender.wait(.seconds(9)) == [.ping(sent: 0)])
        #expect(sender.wait(.seconds(1)) == [])
        #expect(sender.settlements == [.reconnect])
        _ = sender.connect()
        _ = sender.wait(.seconds(10))
        #expect(sender.settlements == [.reconnect, .reconnect])
    }

    @Test("hands out a notice once, and says that it is kept only when it is")
    func notices() {
        var sender = Sender(outbox: [])
        _ = sender.welcome()
        #expect(sender.hear(.notice(number: 4, json: [1])) == [])
        #expect(sender.hear(.notice(number: 4, json: [1])) == [])
        #expect(sender.settlements == [.keep(NumberedNotice(number: 4, json: [1]))])
        #expect(sender.sort(sender.session.kept(noticesThrough: 4)) == [.noted(through: 4)])
        #expect(sender.hear(.notice(number: 4, json: [1])) == [.noted(through: 4)])
    }
}

import BusProtocol
import SafeguardingModel
import Testing

/// A reception with a disk that is always empty and answers at once.
struct Counter {
    var reception: PublisherSessions
    var now = Instant(seconds: 1_000)
    var directory = AgencyDirectory([
        .init(name: "sample-academy", sector: .education, keys: [[1]]),
        .init(name: "sample-house", sector: .residential, keys: [[2]]),
        .init(name: "sample-gone", sector: .health, keys: [[3]], isRevoked: true),
        .init(name: "sample-desk", role: .desk, sector: .socialCare, keys: [[4]]),
    ])
    var stored: [Arrival] = []
    var acknowledged: UInt64 = 0
    var notices: [NumberedNotice] = []
    var noted: [UInt64] = []

    init(_ change: (inout GatewayLimits) -> Void = { _ in }) {
        var limits = GatewayLimits()
        change(&limits)
        reception = PublisherSessions(limits: limits)
    }

    /// Returns the answer to a message, with the disk's part done on the way.
    mutating func say(
        _ message: PublisherMessage,
        as name: String = "sample-academy",
        on connection: ConnectionID = [1]
    ) -> [GatewayMessage] {
        let standing = directory.standing(of: name)
        return sort(reception.receive(message.frames, from: connection, sender: standing, at: now))
    }

    mutating func greet(
        epoch: UInt64 = 1,
        settled: UInt64 = 0,
        as name: String = "sample-academy",
        on connection: ConnectionID = [1]
    ) -> [GatewayMessage] {
        let hello = Hello(epoch: epoch, settled: settled, software: "sample", takesNotices: true)
        return say(.hello(hello), as: name, on: connection)
    }

    /// The disk settles everything, and refuses what begins with a zero.
    mutating func settle() -> [GatewayMessage] {
        let batch = stored
        stored = []
        let verdicts = batch.map { arrival -> Verdict in
            let unfit = arrival.body.first == 0 ? Refusal(code: "bad-value", message: "Unfit.") : nil
            return (arrival.refusal ?? unfit).map(Verdict.refused) ?? .stored
        }
        return sort(reception.settled(batch, verdicts))
    }

    mutating func sort(_ actions: [PublisherSessions.Action]) -> [GatewayMessage] {
        actions.flatMap { action -> [GatewayMessage] in
            switch action {
            case .send(let message, _): return [message]
            case .store(let arrival): stored.append(arrival)
            case .recall(let outbox, let number):
                return sort(reception.recalled(OutboxProgress(acknowledged: acknowledged), of: outbox, after: number))
            case .fetchNotices(let outbox, let number):
                let found = notices.filter { $0.number > number }
                return sort(reception.fetched(found, for: outbox, after: number))
            case .noted(_, let number): noted.append(number)
            case .discard: break
            }
            return []
        }
    }
}

extension [GatewayMessage] {
    var notices: [UInt64] {
        compactMap { if case .notice(let number, _) = $0 { number } else { nil } }
    }

    var faults: [ConnectionError.Code] {
        compactMap { if case .fault(let fault) = $0 { fault.code } else { nil } }
    }
}

@Suite("Reception of publishers")
struct ReceptionTests {
    @Test(
        "who may not publish is told why, whatever the message says",
        arguments: [
            ("sample-gone", .revoked), ("sample-desk", .role), ("sample-nobody", .unknownKey),
        ] as [(String, ConnectionError.Code)]
    )
    func turnedAway(name: String, code: ConnectionError.Code) {
        var counter = Counter()
        #expect(counter.greet(as: name).faults == [code])
        #expect(counter.say(.event(first: 1, bodies: [[1]]), as: name).faults == [code])
        #expect(counter.stored.isEmpty)
    }

    @Test("who has not greeted, or greeted a server that was restarted since, is asked to greet")
    func notWelcome() {
        var counter = Counter()
        #expect(counter.say(.event(first: 1, bodies: [[1]])).faults == [.notWelcome])
        #expect(counter.say(.ping(sent: 0)).faults == [.notWelcome])
        #expect(counter.stored.isEmpty)
    }

    @Test("notices that an agency had kept before the aggregator lost count of them do not stop the later ones")
    func notedBeyond() {
        var counter = Counter { $0.noticesAhead = 2 }
        counter.notices = (1...5).map { NumberedNotice(number: $0, json: [1]) }
        let greeted = counter.greet()
        #expect(greeted.notices == [1, 2])
        // It has kept four: a client answers each of them with the last that it has kept.
        #expect(counter.say(.noted(through: 4)).notices == [3, 4])
        #expect(counter.say(.noted(through: 4)).notices == [5])
        #expect(counter.noted == [2, 4])
    }

    @Test("the welcome says who one is, where to go on, and how far")
    func welcome() {
        var counter = Counter { $0.window = 10 }
        counter.acknowledged = 7
        guard case .welcome(let welcome) = counter.greet(settled: 5).first else {
            Issue.record("no welcome")
            return
        }
        #expect(welcome.agency == "sample-academy")
        #expect(welcome.sector == .education)
        #expect(welcome.acknowledged == 7)
        #expect(welcome.credit == 17)
    }

    @Test("a client of another version is told which is spoken", arguments: [0, 2, UInt64.max])
    func version(version: UInt64) {
        var counter = Counter()
        let hello = Hello(version: version, epoch: 1, settled: 0, software: "", takesNotices: false)
        #expect(counter.say(.hello(hello)) == [.fault(ConnectionError(.protocolVersion, number: 1))])
        #expect(counter.say(.event(first: 1, bodies: [[1]])).faults == [.notWelcome])
    }

    @Test("a gap is never taken in, and is told once with the number expected")
    func gap() {
        var counter = Counter()
        _ = counter.greet()
        #expect(counter.say(.event(first: 2, bodies: [[2]])) == [.fault(ConnectionError(.gap, number: 1))])
        #expect(counter.say(.event(first: 3, bodies: [[3]])) == [])
        #expect(counter.stored.isEmpty)
        #expect(counter.say(.event(first: 1, bodies: [[1], [2]])) == [])
        #expect(counter.stored.map(\.sequence) == [1, 2])
    }

    @Test("what came before is not taken in again, and is acknowledged again once it is on disk")
    func repeats() {
        var counter = Counter { $0.window = 10 }
        _ = counter.greet()
        _ = counter.say(.event(first: 1, bodies: [[1], [2]]))
        #expect(counter.say(.event(first: 1, bodies: [[1], [2]])) == [])
        #expect(counter.settle() == [.ack(through: 2, credit: 12)])
        #expect(counter.say(.event(first: 1, bodies: [[1]])) == [.ack(through: 2, credit: 12)])
        #expect(counter.say(.event(first: 2, bodies: [[2], [3]])) == [])
        #expect(counter.stored.map(\.sequence) == [3])
    }

    @Test("nothing is acknowledged before the disk has it, and refusals come before what covers them")
    func refusals() {
        var counter = Counter { $0.window = 10 }
        _ = counter.greet()
        #expect(counter.say(.event(first: 1, bodies: [[1], [0], [3]])) == [])
        let refusal = RefusedEvent(sequence: 2, refusal: Refusal(code: "bad-value", message: "Unfit."))
        #expect(counter.settle() == [.refused([refusal]), .ack(through: 3, credit: 13)])
    }

    @Test("events beyond the credit are not taken in, and those before it are")
    func credit() {
        var counter = Counter { $0.window = 2 }
        _ = counter.greet()
        #expect(
            counter.say(.event(first: 1, bodies: [[1], [2], [3]])) == [.fault(ConnectionError(.credit, number: 3))]
        )
        #expect(counter.stored.map(\.sequence) == [1, 2])
        #expect(counter.settle() == [.ack(through: 2, credit: 4)])
        #expect(counter.say(.event(first: 3, bodies: [[3]])) == [])
    }

    @Test("an event that is too large or empty is refused by itself, and its bytes are not kept")
    func unfit() {
        var counter = Counter { $0.eventBytes = 3 }
        _ = counter.greet()
        _ = counter.say(.event(first: 1, bodies: [[1, 2, 3, 4], [], [1]]))
        #expect(counter.stored.map(\.refusal?.code) == ["too-large", "empty", nil])
        #expect(counter.stored.map(\.body) == [[], [], [1]])
    }

    @Test("more events in a message than allowed are not taken in", arguments: [(UInt64(1), 65), (0, 1), (.max, 2)])
    func malformed(first: UInt64, count: Int) {
        var counter = Counter()
        _ = counter.greet()
        #expect(counter.say(.event(first: first, bodies: Array(repeating: [1], count: count))).faults == [.malformed])
        #expect(counter.stored.isEmpty)
    }

    @Test("a client that knows of more than the disk has is told of the restored copy")
    func ahead() {
        var counter = Counter()
        counter.acknowledged = 5
        #expect(counter.greet(settled: 9) == [.fault(ConnectionError(.ahead, number: 5))])
    }

    @Test("the connection that greeted last has the outbox, and the other is told")
    func superseded() {
        var counter = Counter()
        _ = counter.greet(on: [1])
        #expect(counter.greet(on: [2]).faults == [.superseded])
        #expect(counter.say(.event(first: 1, bodies: [[1]]), on: [1]).faults == [.notWelcome])
        #expect(counter.say(.event(first: 1, bodies: [[1]]), on: [2]) == [])
    }

    @Test("two outboxes of one agency, and two agencies of one epoch, do not touch each other")
    func apart() {
        var counter = Counter()
        _ = counter.greet(epoch: 1, on: [1])
        _ = counter.greet(epoch: 2, on: [2])
        _ = counter.greet(epoch: 1, as: "sample-house", on: [3])
        #expect(counter.say(.event(first: 1, bodies: [[1]]), on: [1]) == [])
        #expect(counter.say(.event(first: 1, bodies: [[1]]), on: [2]) == [])
        #expect(counter.say(.event(first: 1, bodies: [[1]]), as: "sample-house", on: [3]) == [])
        #expect(Set(counter.stored.map(\.outbox)).count == 3)
    }

    @Test("a connection whose key changes hands is not what it greeted as")
    func twoVoices() {
        var counter = Counter()
        _ = counter.greet()
        #expect(counter.say(.event(first: 1, bodies: [[1]]), as: "sample-house").faults == [.notWelcome])
        #expect(counter.stored.isEmpty)
    }

    @Test("a key that is revoked is told at once, and nothing that it says afterwards is taken in")
    func revocation() {
        var counter = Counter()
        _ = counter.greet()
        _ = counter.say(.event(first: 1, bodies: [[1]]))
        counter.directory = AgencyDirectory([
            .init(name: "sample-academy", sector: .education, keys: [[1]], isRevoked: true)
        ])
        #expect(counter.sort(counter.reception.policyChanged(to: counter.directory)).faults == [.revoked])
        #expect(counter.say(.event(first: 2, bodies: [[2]])).faults == [.revoked])
        #expect(counter.stored.map(\.sequence) == [1])
    }

    @Test("one agency may not take all places, and an idle outbox makes room")
    func places() {
        var counter = Counter {
            $0.outboxes = 2
            $0.outboxesPerAgency = 1
        }
        _ = counter.greet(epoch: 1, on: [1])
        #expect(counter.greet(epoch: 2, on: [2]).faults == [.busy])
        _ = counter.greet(epoch: 1, as: "sample-house", on: [3])
        counter.reception.lost([1])
        #expect(counter.greet(epoch: 2, on: [2]).faults == [])
        #expect(counter.reception.outboxCount == 2)
    }

    @Test("who is silent is asked, and who stays silent is forgotten")
    func silence() {
        var counter = Counter()
        _ = counter.greet()
        counter.now = counter.now + .seconds(5)
        #expect(counter.sort(counter.reception.tick(at: counter.now)) == [.ping(settled: 0)])
        counter.now = counter.now + .seconds(10)
        #expect(counter.sort(counter.reception.tick(at: counter.now)) == [])
        #expect(counter.reception.connectionCount == 0)
    }

    @Test("a disk that fails has the client send again, and discards what waited behind")
    func unavailable() {
        var counter = Counter()
        _ = counter.greet()
        _ = counter.say(.event(first: 1, bodies: [[1], [2]]))
        let batch = counter.stored
        _ = counter.say(.event(first: 3, bodies: [[3]]))
        let actions = counter.reception.settled(batch, [.stored, .unavailable])
        let outbox = OutboxID(agency: "sample-academy", epoch: 1)
        #expect(
            actions == [
                .send(.ack(through: 1, credit: 4097), to: [1]), .discard(outbox),
                .send(.fault(ConnectionError(.unavailable, number: 2)), to: [1]),
            ]
        )
        counter.stored = []
        #expect(counter.say(.event(first: 4, bodies: [[4]])) == [])
        #expect(counter.say(.event(first: 2, bodies: [[2]])) == [])
        #expect(counter.stored.map(\.sequence) == [2])
    }

    @Test("a ping that speaks of more than has come gets the number to send again from")
    func ping() {
        var counter = Counter()
        _ = counter.greet()
        _ = counter.say(.event(first: 1, bodies: [[1]]))
        #expect(counter.say(.ping(sent: 1)) == [.ack(through: 0, credit: 4096), .pong(settled: 0)])
        #expect(counter.say(.ping(sent: 3)).faults == [.gap])
    }
}

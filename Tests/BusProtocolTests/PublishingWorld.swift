import BusProtocol
import SafeguardingModel

/// Publishers, a gateway, and bad wires between them, stepped by one seed.
///
/// The sessions are the real ones and exchange frames. Their surroundings are as simple as can be: arrays that survive
/// a crash, and queues that do not.
final class PublishingWorld {
    private var chance: SeededGenerator
    private var now = Instant(seconds: 1_000_000)
    let publishers: [SimulatedPublisher]
    let gateway = SimulatedGateway()
    private var wires: [Wire] = []
    private var isCalm = false
    private(set) var tally = Tally()

    /// How often what happened, so that a test can see that its mishaps were not idle.
    struct Tally {
        var cuts = 0, swaps = 0, repeats = 0, unsent = 0, gatewayCrashes = 0, publisherCrashes = 0, brokenDisks = 0
    }

    /// One connection: what each side has sent and the other has not seen.
    private struct Wire {
        let publisher: Int
        var toGateway: [[[UInt8]]] = []
        var toPublisher: [[[UInt8]]] = []
        var isCut = false
    }

    init(seed: UInt64) {
        chance = SeededGenerator(seed: seed)
        publishers = [
            SimulatedPublisher(agency: "sample-academy", epoch: 11),
            SimulatedPublisher(agency: "sample-academy", epoch: 12),
            SimulatedPublisher(agency: "sample-house", epoch: 11),
        ]
    }

    /// So many steps with every kind of mishap, then peace until nothing is left to do.
    func run(steps: Int) {
        for _ in 0..<steps { step() }
        isCalm = true
        for round in 0..<3000 where !isSettled {
            for index in publishers.indices where publishers[index].wire == nil { connect(index) }
            for kind in 0..<Self.kindsOfWork { publishers.indices.forEach { work(kind, by: $0) } }
            passTime(round % 8 == 0 ? 1000 : 10)
        }
    }

    func posted(to agency: AgencyName) -> [UInt64] {
        gateway.notices.filter { $0.to == agency }.map(\.number)
    }

    var isSettled: Bool {
        publishers.allSatisfy { $0.settled == UInt64($0.events.count) }
            && gateway.notices.allSatisfy { $0.number <= gateway.noted[$0.to, default: 0] }
    }

    private func step() {
        let index = chance.below(publishers.count)
        switch chance.below(100) {
        case 0..<8: perform(publishers[index].addEvents(chance.below(5) + 1, &chance), by: index)
        case 8..<10: perform(gateway.post(publishers[index].agency))
        case 10..<14: passTime(Int64(chance.below(3000)))
        case 14..<16: cut(index, unnoticed: chance.happens(millionths: 300_000))
        case 16: crashPublisher(index)
        case 17 where chance.happens(millionths: 500_000): crashGateway()
        case 18..<24: connect(index)
        default: work(chance.below(Self.kindsOfWork), by: index)
        }
    }

    private static let kindsOfWork = 12

    /// Something that happens in peace, too.
    private func work(_ kind: Int, by index: Int) {
        switch kind {
        case 0..<3: deliverToGateway()
        case 3..<6: deliverToPublisher()
        case 6: perform(publishers[index].answerLoad(at: now), by: index)
        case 7: perform(publishers[index].keepNotice(), by: index)
        case 8: commit()
        default: perform(gateway.hearFromDisk(kind - 9))
        }
    }

    private func commit() {
        let isBroken = !isCalm && chance.happens(millionths: 150_000)
        if isBroken { tally.brokenDisks += 1 }
        gateway.commit(taking: isBroken ? chance.below(4) : nil)
    }

    private func passTime(_ milliseconds: Int64) {
        now = now + .milliseconds(milliseconds)
        for index in publishers.indices { perform(publishers[index].session.tick(at: now), by: index) }
        perform(gateway.reception.tick(at: now))
    }

    // MARK: Wires

    private func connect(_ index: Int) {
        guard publishers[index].wire == nil else { return }
        wires.append(Wire(publisher: index))
        publishers[index].wire = wires.count - 1
        perform(publishers[index].session.connected(at: now), by: index)
    }

    /// The wire breaks: each side may still see the beginning of what was on it.
    ///
    /// Sometimes the library connects anew underneath, and the publisher does not notice.
    private func cut(_ index: Int, unnoticed: Bool = false) {
        guard let wire = publishers[index].wire else { return }
        tally.cuts += 1
        wires[wire].isCut = true
        wires[wire].toGateway.removeLast(chance.below(wires[wire].toGateway.count + 1))
        wires[wire].toPublisher.removeLast(chance.below(wires[wire].toPublisher.count + 1))
        if unnoticed {
            tally.swaps += 1
            wires.append(Wire(publisher: index))
            publishers[index].wire = wires.count - 1
        } else {
            publishers[index].wire = nil
            publishers[index].session.disconnected()
        }
    }

    private func crashPublisher(_ index: Int) {
        tally.publisherCrashes += 1
        cut(index)
        for wire in wires.indices where wires[wire].publisher == index {
            wires[wire].toPublisher = []
            wires[wire].isCut = true
        }
        publishers[index].crash()
    }

    /// The library connects every publisher again underneath; none of them notices.
    private func crashGateway() {
        tally.gatewayCrashes += 1
        gateway.crash()
        for index in publishers.indices { cut(index, unnoticed: chance.happens(millionths: 500_000)) }
        for wire in wires.indices { wires[wire].toGateway = [] }
    }

    private func deliverToGateway() {
        guard let wire = wires.indices.filter({ !wires[$0].toGateway.isEmpty }).randomElement(using: &chance) else {
            return
        }
        let frames = repeated() ? wires[wire].toGateway[0] : wires[wire].toGateway.removeFirst()
        let agency = publishers[wires[wire].publisher].agency
        let standing = gateway.directory.standing(of: agency.rawValue)
        perform(gateway.reception.receive(frames, from: UInt64(wire).frame, sender: standing, at: now))
    }

    private func deliverToPublisher() {
        guard let wire = wires.indices.filter({ !wires[$0].toPublisher.isEmpty }).randomElement(using: &chance) else {
            return
        }
        let frames = repeated() ? wires[wire].toPublisher[0] : wires[wire].toPublisher.removeFirst()
        guard let message = try? GatewayMessage(frames: frames) else { preconditionFailure("unreadable \(frames)") }
        let index = wires[wire].publisher
        perform(publishers[index].session.receive(message, at: now), by: index)
    }

    /// No wire does this, and it must not matter.
    private func repeated() -> Bool {
        guard !isCalm, chance.happens(millionths: 30_000) else { return false }
        tally.repeats += 1
        return true
    }

    // MARK: Actions

    private func perform(_ actions: [PublisherSession.Action], by index: Int) {
        for action in actions {
            switch publishers[index].perform(action) {
            case .send(let message):
                if let wire = publishers[index].wire { wires[wire].toGateway.append(message.frames) }
            case .reconnect: cut(index)
            default: break
            }
        }
    }

    private func perform(_ actions: [PublisherSessions.Action]) {
        var lost: Set<ConnectionID> = []
        for action in actions {
            guard let (message, connection) = gateway.perform(action), !lost.contains(connection) else { continue }
            let wire = Int(connection.reduce(0) { $0 << 8 | UInt64($1) })
            // No room, or nobody there: what is not said anyway is made up for by greeting again.
            if !isCalm, chance.happens(millionths: 20_000) {
                tally.unsent += 1
                guard !message.isRepeatedAnyway else { continue }
                gateway.reception.lost(connection)
                lost.insert(connection)
            } else if !wires[wire].isCut {
                wires[wire].toPublisher.append(message.frames)
            }
        }
    }
}

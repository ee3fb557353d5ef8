import BusProtocol
import SafeguardingModel
import Testing

@Suite("Publishing over bad wires")
struct PublishingTests {

    @Test("whatever is lost, repeated or crashes, each event is settled once, in order, and each notice is kept once")
    func storm() {
        var tally = PublishingWorld.Tally()
        for seed in Seeds.all {
            let world = PublishingWorld(seed: seed)
            world.run(steps: 400)
            tally.add(world.tally)
            let faults = Self.faults(in: world)
            #expect(faults.isEmpty, "seed \(seed)")
            guard faults.isEmpty else { break }
        }
        print("publishing storm, seeds \(Seeds.text): \(tally)")
        #expect(tally.isLively)
    }

    /// Returns the faults at the end, in words: the outboxes against the disk.
    static func faults(in world: PublishingWorld) -> [String] {
        var faults = world.publishers.flatMap { publisher -> [String] in
            let shelf = world.gateway.disk[publisher.outbox] ?? SimulatedGateway.Shelf()
            let (expected, refused) = fate(of: publisher.events)
            let posted = world.posted(to: publisher.agency)
            return [
                publisher.settled == UInt64(publisher.events.count) ? nil : "an outbox is not empty",
                shelf.stored == expected ? nil : "the disk does not hold what the outbox held",
                publisher.refused == refused ? nil : "the outbox does not know what was refused",
                isSubsequence(publisher.notices, of: posted) ? nil : "notices were kept twice or out of order",
            ].compactMap { $0 }
        }
        for agency: AgencyName in ["sample-academy", "sample-house"] {
            let kept = Set(world.publishers.filter { $0.agency == agency }.flatMap(\.notices))
            if kept != Set(world.posted(to: agency)) { faults.append("notices were lost") }
        }
        let bound = world.publishers.count * Int(SimulatedGateway.limits.window)
        if world.gateway.mostPending > bound { faults.append("more was under way than there was credit for") }
        return faults + world.gateway.mistakes + world.publishers.flatMap(\.mistakes)
    }

    static func isSubsequence(_ part: [UInt64], of whole: [UInt64]) -> Bool {
        var rest = whole[...]
        return part.allSatisfy { number in
            guard let place = rest.firstIndex(of: number) else { return false }
            rest = rest[(place + 1)...]
            return true
        }
    }

    /// The expected fate of events: stored unless unfit or too large.
    static func fate(of events: [[UInt8]]) -> (stored: [OutboxEvent], refused: [UInt64: String]) {
        var (stored, refused): ([OutboxEvent], [UInt64: String]) = ([], [:])
        for (index, body) in events.enumerated() {
            let sequence = UInt64(index) + 1
            if body.count > SimulatedGateway.limits.eventBytes {
                refused[sequence] = Refusal.Code.empty
            } else if body[0] == 0 {
                refused[sequence] = "bad-value"
            } else {
                stored.append(OutboxEvent(sequence: sequence, body: body))
            }
        }
        return (stored, refused)
    }
}

extension PublishingWorld.Tally {
    mutating func add(_ other: PublishingWorld.Tally) {
        cuts += other.cuts
        swaps += other.swaps
        repeats += other.repeats
        unsent += other.unsent
        gatewayCrashes += other.gatewayCrashes
        publisherCrashes += other.publisherCrashes
        brokenDisks += other.brokenDisks
    }

    /// Whether every kind of mishap came about often.
    var isLively: Bool {
        [cuts, swaps, repeats, gatewayCrashes, publisherCrashes, brokenDisks].allSatisfy { $0 > Seeds.fixed }
    }
}

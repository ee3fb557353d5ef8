import BusProtocol
import SafeguardingModel
import Testing

@Suite("Following over bad wires")
struct FollowingStormTests {
    @Test("whatever is lost or crashes, each follower has the journal in order, and each decision is taken once")
    func storm() {
        for seed in Seeds.all {
            let world = FollowingWorld(seed: seed)
            world.run(steps: 400)
            let faults = Self.faults(in: world)
            #expect(faults.isEmpty, "seed \(seed)")
            guard faults.isEmpty else { break }
        }
        print("following storm, seeds \(Seeds.text)")
    }

    static func faults(in world: FollowingWorld) -> [String] {
        var faults = world.desks.flatMap { desk in
            [
                desk.notes == world.journal ? nil : "\(desk.name) does not have the journal",
                Set(desk.wanted) == desk.answered ? nil : "\(desk.name) waits for a decision",
                desk.liveAt == Position(world.journal.count) ? nil : "\(desk.name) does not know that it is up to date",
                desk.mostWaiting <= 10 ? nil : "\(desk.name) was sent more than it asked for",
            ].compactMap { $0 }
        }
        let decisions = world.journal.count { $0.kind == .decision }
        if decisions != world.desks.reduce(0, { $0 + $1.wanted.count }) {
            faults.append("a decision was lost or doubled")
        }
        return faults
    }
}

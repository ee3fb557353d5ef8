@testable import IdentityResolution
import SafeguardingModel
import Testing

@Suite("Pairs that cannot reach the threshold are left out, and no others")
struct LeavingOutTests {
    /// Any weights and rarities, also such as nobody would choose.
    private static func settings(_ chance: inout SeededGenerator) -> IdentitySettings {
        var settings = IdentitySettings.withNames
        for field in ComparedField.allCases {
            for level in field.levels { settings.weights[field, level] = Int.random(in: -150...150, using: &chance) }
        }
        for name in ["ada", "bea", "cleo"] {
            settings.names.givenPoints[name] = Int.random(in: -40...80, using: &chance)
        }
        settings.names.familyPoints["example"] = Int.random(in: -40...80, using: &chance)
        settings.thresholds.ask = Int.random(in: -100...300, using: &chance)
        settings.thresholds.same = settings.thresholds.ask + Int.random(in: 0...100, using: &chance)
        return settings
    }

    @Test("whatever the weights, as if every pair had been compared to its end", arguments: OrderTests.seeds)
    func same(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var store = RecordStore(LeavingOutTests.settings(&chance))
        for case .learn(let key, let person) in OrderTests.world(&chance) { _ = store.learn(store.enter(key), person) }
        let all = store.records.indices.map(Int32.init)
        for place in all {
            let others = all.filter { $0 != place }
            let compared = others.filter { store.settings.zone(store.compare(place, $0)) != .different }
            let found = store.edges(from: place, to: others)
            #expect(found.map(\.other) == compared, "seed \(seed), record \(place)")
            #expect(found.allSatisfy { Int($0.points) == store.compare(place, $0.other).points }, "seed \(seed)")
        }
    }
}

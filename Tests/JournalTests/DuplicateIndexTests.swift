import Journal
import Testing

@Suite("The index of event names")
struct DuplicateIndexTests {
    @Test("Finds what was put in, and nothing that was taken out", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func againstADictionary(seed: UInt64) {
        var chance = SplitMix(seed: seed)
        var index = DuplicateIndex(capacity: 16)
        var model: [UInt64: [Int64]] = [:]
        for position in 1...5_000 as ClosedRange<Int64> {
            // Few different names, so that they collide and share slots.
            let hash = chance.next() % 800
            if chance.next() % 3 == 0, let known = model[hash]?.last {
                index.remove(hash, at: known)
                model[hash]?.removeLast()
            } else {
                index.insert(hash, at: position)
                model[hash, default: []].append(position)
            }
        }
        #expect(index.count == model.values.map(\.count).reduce(0, +))
        for (hash, positions) in model {
            #expect(index.positions(of: hash).sorted() == positions.sorted(), "seed \(seed), name \(hash)")
        }
    }
}

/// A small generator of chance from a seed (Steele, Lea and Flood's SplitMix64).
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

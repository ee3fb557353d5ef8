import Journal
import SafeguardingModel
import Testing

@Suite("The index of event names")
struct DuplicateIndexTests {
    @Test("Finds what was put in, and nothing that was taken out", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func againstADictionary(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var index = DuplicateIndex(capacity: 16)
        var model: [UInt64: [Position]] = [:]
        for position in 1...5_000 as ClosedRange<Position> {
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

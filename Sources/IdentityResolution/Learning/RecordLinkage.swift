public import SafeguardingModel

/// A whole set of records at once: for measuring and for learning weights, where nothing comes later.
public struct RecordLinkage: Sendable {
    /// Two records that have something in common.
    public struct Pair: Hashable, Sendable {
        /// The places of the two in order of adding, the lower first.
        public let left: Int32
        public let right: Int32
        public let comparison: Comparison
    }

    private(set) var store: RecordStore
    /// Which of two files a record is of; links within one file are not looked for where both are there.
    private var sides: [UInt8] = []
    private(set) var hasTwoSides = false

    public init(settings: IdentitySettings) {
        store = RecordStore(settings)
    }

    public var count: Int { sides.count }

    /// How many pairs of records there are at all.
    public var pairsInAll: Double {
        let right = Double(sides.count { $0 == 1 })
        let left = Double(sides.count) - right
        return hasTwoSides ? left * right : Double(count) * Double(count - 1) / 2
    }

    /// - Parameter writtenDate: eight digits of a birth date that no calendar has; such errors are in every register.
    public mutating func add(_ key: RecordKey, _ person: PersonRecord, writtenDate: UInt64? = nil, side: UInt8 = 0) {
        let place = store.enter(key)
        sides.append(side)
        if side > 0 { hasTwoSides = true }
        _ = store.learn(place, person, writtenDate: writtenDate)
    }

    /// Whether two records may be linked at all: where there are two files, not within one.
    func mayLink(_ left: Int32, _ right: Int32) -> Bool {
        !hasTwoSides || sides[Int(left)] != sides[Int(right)]
    }

    /// Every pair that has something in common, of which the later record is in `places`.
    public func forEachPair(in places: Range<Int>, _ body: (Pair) -> Void) {
        for place in places.map(Int32.init) {
            for other in store.candidates(of: place) where other < place && mayLink(other, place) {
                body(Pair(left: other, right: place, comparison: store.compare(other, place)))
            }
        }
    }

    /// All pairs that have something in common.
    public func pairs() -> [Pair] {
        var pairs: [Pair] = []
        forEachPair(in: 0..<count) { pairs.append($0) }
        return pairs
    }

    func isRight(_ place: Int32) -> Bool { sides[Int(place)] > 0 }

    /// So many pairs, spread evenly as if drawn.
    func draw(_ wanted: Int, _ body: (Comparison) -> Void) {
        guard count > 1 else { return }
        var generator = SeededGenerator(seed: 1)
        var found = 0
        var tries = 0
        while found < wanted, tries < wanted * 4 {
            tries += 1
            let (left, right) = (Int32(generator.below(count)), Int32(generator.below(count)))
            guard left != right, mayLink(left, right) else { continue }
            found += 1
            body(store.compare(left, right))
        }
    }
}

extension RecordLinkage {
    /// How often each given name and each family name stands in the records, folded, the most frequent first.
    public var nameCounts: (given: [(name: String, count: Int)], family: [(name: String, count: Int)]) {
        var given: [UInt32: Int] = [:]
        var family: [UInt32: Int] = [:]
        for place in store.records.indices.map(Int32.init) {
            for mark in store.marks(of: place) where mark.kind == .name {
                if store.names.tells(mark.first) { given[mark.first, default: 0] += 1 }
                if store.names.tells(mark.second) { family[mark.second, default: 0] += 1 }
            }
        }
        return (named(given), named(family))
    }

    private func named(_ counts: [UInt32: Int]) -> [(name: String, count: Int)] {
        counts.map { (store.names.text($0.key), $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// Goes on with other settings.
    public mutating func configure(_ settings: IdentitySettings) { store.configure(settings) }
    public var settings: IdentitySettings { store.settings }
}

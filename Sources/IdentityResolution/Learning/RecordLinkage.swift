public import SafeguardingModel

/// A complete set of records, for measuring links and learning weights.
public struct RecordLinkage: Sendable {
    /// Two records that have something in common.
    public struct Pair: Hashable, Sendable {
        /// The lower of the two indices, in order of adding.
        public let left: Int32
        /// The higher of the two indices.
        public let right: Int32
        /// The comparison by the settings of the moment at which the pair was found.
        public let comparison: Comparison
    }

    private(set) var store: RecordStore
    /// The file, of two, that each record belongs to. With two files, links within one file are not searched for.
    private var sides: [UInt8] = []
    private(set) var hasTwoSides = false

    public init(settings: IdentitySettings) {
        store = RecordStore(settings)
    }

    /// The number of records added; a key that is added twice counts twice.
    public var count: Int { sides.count }

    /// The number of all pairs of records that may be linked.
    public var pairsInAll: Double {
        let right = Double(sides.count { $0 == 1 })
        let left = Double(sides.count) - right
        return hasTwoSides ? left * right : Double(count) * Double(count - 1) / 2
    }

    /// - Parameter writtenDate: eight digits of a date that no calendar has; registers contain such errors.
    public mutating func add(_ key: RecordKey, _ person: PersonRecord, writtenDate: UInt64? = nil, side: UInt8 = 0) {
        let place = store.enter(key)
        sides.append(side)
        if side > 0 { hasTwoSides = true }
        _ = store.learn(place, person, writtenDate: writtenDate)
    }

    /// Returns whether two records may be linked: with two files, only across them.
    func mayLink(_ left: Int32, _ right: Int32) -> Bool {
        !hasTwoSides || sides[Int(left)] != sides[Int(right)]
    }

    /// Calls `body` with each pair that has something in common and whose later record is in `places`.
    public func forEachPair(in places: Range<Int>, _ body: (Pair) -> Void) {
        for place in places.map(Int32.init) {
            for other in store.candidates(of: place) where other < place && mayLink(other, place) {
                body(Pair(left: other, right: place, comparison: store.compare(other, place)))
            }
        }
    }

    /// Returns all pairs that have something in common.
    public func pairs() -> [Pair] {
        var pairs: [Pair] = []
        forEachPair(in: 0..<count) { pairs.append($0) }
        return pairs
    }

    func isRight(_ place: Int32) -> Bool { sides[Int(place)] > 0 }

    /// Calls `body` with up to `wanted` pairs, drawn at random from a fixed seed.
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
    /// The number of occurrences of each given name and each family name, folded, the most frequent first.
    public var nameCounts: (given: [(name: String, count: Int)], family: [(name: String, count: Int)]) {
        var given: [UInt32: Int] = [:]
        var family: [UInt32: Int] = [:]
        for place in store.records.indices.map(Int32.init) {
            for mark in store.marks(of: place) where mark.kind == .name {
                if store.names.isMeaningful(mark.first) { given[mark.first, default: 0] += 1 }
                if store.names.isMeaningful(mark.second) { family[mark.second, default: 0] += 1 }
            }
        }
        return (named(given), named(family))
    }

    private func named(_ counts: [UInt32: Int]) -> [(name: String, count: Int)] {
        counts.map { (store.names.text($0.key), $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// Continues with other settings.
    public mutating func configure(_ settings: IdentitySettings) { store.configure(settings) }
    /// The settings by which records are compared now.
    public var settings: IdentitySettings { store.settings }
}

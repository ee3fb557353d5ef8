public import SafeguardingModel

/// Two records and their children, for a person to decide whether they are one child.
public struct PendingPair: Hashable, Sendable {
    /// The two records, in the order of their keys: the likeliest pair between the two children.
    public let records: [RecordKey]
    /// The records' children, in the same order.
    public let children: [ChildID]
    /// The weight of the agreement, in points; ten points double the odds.
    public let points: Int
    /// The reason for the doubt, in a few words that contain no value.
    public let why: String
}

extension Resolver {
    /// All pairs that wait for a person, the likeliest first.
    public var pending: [PendingPair] { pending(among: store.records.indices.map(Int32.init)) }

    /// Returns the pairs that concern one child.
    public func pending(of child: ChildID) -> [PendingPair] {
        guard let place = place(of: child), firsts[Int(place)] == place else { return [] }
        return pending(among: family(place))
    }

    /// Compares two records: each field with its weight, in sentences that contain no value.
    public func comparison(_ left: RecordKey, _ right: RecordKey) -> [String] {
        guard let from = place(of: left), let to = place(of: right), from != to, left.exercise == right.exercise else {
            return []
        }
        let comparison = store.compare(from, to)
        let zone = store.settings.zone(comparison)
        let sum = "together \(comparison.points) points: \(zone.words)"
        return comparison.sentences(store.settings.weights) + [sum]
    }

    private struct Pair: Hashable, Comparable {
        let low: Int32
        let high: Int32

        static func < (left: Pair, right: Pair) -> Bool { (left.low, left.high) < (right.low, right.high) }
    }

    private func pending(among places: [Int32]) -> [PendingPair] {
        var best: [Pair: PendingPair] = [:]
        for place in places {
            for edge in edges[place] where firsts[Int(edge.other)] != firsts[Int(place)] {
                let children = [firsts[Int(place)], firsts[Int(edge.other)]].sorted()
                let pair = pendingPair(place, edge)
                let key = Pair(low: children[0], high: children[1])
                if best[key].map({ pair.isLikelier(than: $0) }) ?? true { best[key] = pair }
            }
        }
        return best.filter { !areDecided($0.key) }.values.sorted { $0.isLikelier(than: $1) }
    }

    private func pendingPair(_ place: Int32, _ edge: Edge) -> PendingPair {
        let ends = [place, edge.other].sorted { store[$0].key < store[$1].key }
        return PendingPair(
            records: ends.map { store[$0].key },
            children: ends.map(child),
            points: Int(edge.points),
            why: doubt(ends[0], ends[1])
        )
    }

    private func doubt(_ left: Int32, _ right: Int32) -> String {
        let comparison = store.compare(left, right)
        guard store.settings.zone(comparison) == .same else { return comparison.doubt }
        return "\(comparison.agreement), but other records of the two contradict one another"
    }

    /// Returns whether a person has decided that the two children are different.
    private func areDecided(_ pair: Pair) -> Bool {
        guard !decisions.isEmpty else { return false }
        let keys = (family(pair.low) + family(pair.high)).map { store[$0].key }.sorted()
        let ours = Set(family(pair.low).map { store[$0].key })
        return decisions.verdictsInOneWorld(among: keys).contains {
            !$0.isSame && ours.contains(keys[$0.pair.low]) != ours.contains(keys[$0.pair.high])
        }
    }
}

extension PendingPair {
    func isLikelier(than other: PendingPair) -> Bool {
        points != other.points ? points > other.points : records.lexicographicallyPrecedes(other.records)
    }
}

extension Zone {
    /// The treatment of the pair, in words.
    public var words: String {
        switch self {
        case .same: "one child"
        case .ask: "a person is asked"
        case .different: "two children"
        }
    }
}

internal import SafeguardingModel

/// How a set of records that anything at all connects falls into children.
///
/// Reasons to join are taken strongest first (as Kruskal does), and one that would bring two records together of
/// which a person said that they are different is not taken. Depends on the records and decisions alone, not on how
/// they came.
struct Joining {
    struct Edge: Comparable {
        let strength: Int
        let pair: Verdict.Pair
        let reason: Reason

        static func < (left: Edge, right: Edge) -> Bool { (left.strength, left.pair) < (right.strength, right.pair) }
    }

    enum Reason: Hashable {
        case decided(position: Int64)
        case shared(Mark.Scheme)
    }

    /// In the order of their keys.
    let records: [Record]
    /// The reasons that were taken: a forest.
    private(set) var taken: [Edge] = []
    /// The reasons that a `different` forbade.
    private(set) var refused: [Edge] = []
    private(set) var differences: [Verdict]
    private var parents: [Int]

    /// `records` in the order of their keys; `mayJoin` says of a mark whether it joins anybody.
    init(_ records: [Record], decisions: DecisionBook, sieve: Sieve, mayJoin: (Mark) -> Bool) {
        self.records = records
        parents = Array(records.indices)
        guard records.count > 1 else {
            differences = []
            return
        }
        let verdicts = decisions.verdicts(among: records.map(\.key))
        differences = verdicts.filter { !$0.isSame }
        let decided = verdicts.filter(\.isSame).map {
            Edge(strength: 0, pair: $0.pair, reason: .decided(position: $0.position))
        }
        for edge in (decided + sharedEdges(sieve, mayJoin)).sorted() { take(edge) }
    }

    /// The place of the first record of the child to which a record belongs.
    func first(_ place: Int) -> Int {
        var place = place
        while parents[place] != place { place = parents[place] }
        return place
    }

    private mutating func take(_ edge: Edge) {
        let (left, right) = (first(edge.pair.low), first(edge.pair.high))
        guard left != right else { return }
        guard !isForbidden(left, right) else { return refused.append(edge) }
        parents[max(left, right)] = min(left, right)
        taken.append(edge)
    }

    private func isForbidden(_ left: Int, _ right: Int) -> Bool {
        differences.contains { difference in
            let (low, high) = (first(difference.pair.low), first(difference.pair.high))
            return (low, high) == (left, right) || (low, high) == (right, left)
        }
    }

    private func sharedEdges(_ sieve: Sieve, _ mayJoin: (Mark) -> Bool) -> [Edge] {
        var holders: [Mark: [Int]] = [:]
        for (place, record) in records.enumerated() {
            for mark in sieve.marks(of: record) { holders[mark, default: []].append(place) }
        }
        return holders.filter { $1.count > 1 && mayJoin($0) }.flatMap { mark, places in
            pairs(places, sharing: mark, sieve).map {
                Edge(strength: sieve.strength(of: mark.scheme), pair: $0, reason: .shared(mark.scheme))
            }
        }
    }

    /// Which of the records with one mark it joins.
    ///
    /// A chain through all is as good as all pairs, unless some pair must not meet.
    private func pairs(_ places: [Int], sharing mark: Mark, _ sieve: Sieve) -> [Verdict.Pair] {
        if isContested(mark, places, sieve) {
            guard mark.scheme != .nameAndBirth else { return [] }
            return allPairs(places).filter {
                records[$0.low].sharesName(with: records[$0.high], ignoring: sieve.isPlaceholder)
            }
        }
        if differences.isEmpty { return zip(places, places.dropFirst()).map { Verdict.Pair(low: $0, high: $1) } }
        return allPairs(places)
    }

    private func allPairs(_ places: [Int]) -> [Verdict.Pair] {
        places.indices.flatMap { index in
            places[(index + 1)...].map { Verdict.Pair(low: places[index], high: $0) }
        }
    }

    /// Whether a mark stands on records that are plainly of several children: then it is somebody's mistake, and joins
    /// only those whom something else speaks for.
    private func isContested(_ mark: Mark, _ places: [Int], _ sieve: Sieve) -> Bool {
        let distinct = distinct(places)
        return distinct.indices.contains { index in
            distinct[(index + 1)...].contains { other in
                let (left, right) = (records[distinct[index]], records[other])
                return mark.scheme == .nameAndBirth
                    ? left.hasOtherNHSNumber(than: right) : left.contradicts(right, ignoring: sieve.isPlaceholder)
            }
        }
    }

    /// One of each lot of records that one agency describes in the very same way.
    private func distinct(_ places: [Int]) -> [Int] {
        var kept: [Int] = []
        for place in places {
            let record = records[place]
            let isKnown = kept.contains {
                records[$0].marks == record.marks && records[$0].key.agency == record.key.agency
            }
            if !isKnown { kept.append(place) }
        }
        return kept
    }
}

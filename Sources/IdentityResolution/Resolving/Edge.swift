/// A pair of records that may be one child, seen from one of them.
struct Edge: Hashable, Sendable {
    let other: Int32
    let points: Int16
    let zone: Zone
    /// Whether the two are so plainly two children that no third may bring them together.
    let isContradiction: Bool

    /// The same pair seen from its other end.
    func reversed(from place: Int32) -> Edge {
        Edge(other: place, points: points, zone: zone, isContradiction: isContradiction)
    }
}

/// Which records may be one child, from both ends.
///
/// A pair's place here is a function of the two records and of how many share what they share, whatever the order.
struct EdgeBook: Sendable {
    private var edges: [[Edge]] = []

    mutating func enter() { edges.append([]) }

    /// Enters a pair that is not there yet.
    mutating func add(_ place: Int32, _ edge: Edge) {
        edges[Int(place)].append(edge)
        edges[Int(edge.other)].append(edge.reversed(from: place))
    }

    subscript(place: Int32) -> [Edge] { edges[Int(place)] }

    /// Gives a record other edges; returns all with whom it hung or hangs together. Who may be the same only when a person says
    /// so is joined to nobody by it.
    mutating func replace(_ place: Int32, _ new: [Edge]) -> [Int32] {
        let old = edges[Int(place)]
        for edge in old { edges[Int(edge.other)].removeAll { $0.other == place } }
        for edge in new { edges[Int(edge.other)].append(edge.reversed(from: place)) }
        edges[Int(place)] = new
        return (old + new).filter { $0.zone == .same }.map(\.other)
    }
}

extension RecordStore {
    /// What comparing a record with others makes of them, without those who are two children.
    func edges(from place: Int32, to others: some Sequence<Int32>) -> [Edge] {
        var edges: [Edge] = []
        compare(place, with: others, reaching: settings.thresholds.ask) { other, comparison in
            let zone = settings.zone(comparison)
            guard zone != .different else { return }
            let points = Int16(clamping: comparison.points)
            edges.append(Edge(other: other, points: points, zone: zone, isContradiction: comparison.isContradiction))
        }
        return edges
    }
}

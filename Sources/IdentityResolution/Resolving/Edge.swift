/// A pair of records that may be one child, seen from one of them.
struct Edge: Hashable, Sendable {
    let other: Int32
    let points: Int16
    let zone: Zone
    /// Whether the two are so plainly two children that no third record may join them.
    let isContradiction: Bool

    /// Returns the same pair seen from its other end.
    func reversed(from place: Int32) -> Edge {
        Edge(other: place, points: points, zone: zone, isContradiction: isContradiction)
    }
}

/// The pairs of records that may be one child, from both ends.
///
/// Whether a pair is here depends on the two records and on how many records share their traits, never on the order of
/// arrival.
struct EdgeBook: Sendable {
    private var edges: [[Edge]] = []

    mutating func enter() { edges.append([]) }

    /// Adds a pair that is not there yet.
    mutating func add(_ place: Int32, _ edge: Edge) {
        edges[Int(place)].append(edge)
        edges[Int(edge.other)].append(edge.reversed(from: place))
    }

    subscript(place: Int32) -> [Edge] { edges[Int(place)] }

    /// Replaces a record's edges; returns all records that it was or is joined with. Pairs that a person has to decide
    /// are left out, because they join nobody.
    mutating func replace(_ place: Int32, _ new: [Edge]) -> [Int32] {
        let old = edges[Int(place)]
        for edge in old { edges[Int(edge.other)].removeAll { $0.other == place } }
        for edge in new { edges[Int(edge.other)].append(edge.reversed(from: place)) }
        edges[Int(place)] = new
        return (old + new).filter { $0.zone == .same }.map(\.other)
    }
}

extension RecordStore {
    /// Returns the edges that comparing a record with others gives, without pairs that are two children.
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

internal import SafeguardingModel

extension Joining {
    /// One sentence on why a record belongs to whom it now belongs.
    func sentence(for place: Int, isNew: Bool, decision: Int64?) -> String {
        let record = records[place].key
        guard let edge = way(from: place, to: first(place)).first ?? taken.first(where: { $0.touches(place) }) else {
            if isNew { return "\(record) is a child of whom no other record is known" }
            return "\(record) is a child of its own again: \(whyParted(decision))"
        }
        let other = edge.pair.low == place ? edge.pair.high : edge.pair.low
        return "\(record) and \(records[other].key) are one child: \(edge.reason.words)"
    }

    private func whyParted(_ decision: Int64?) -> String {
        guard let decision else { return "what it shared with others is now seen to be shared by several children" }
        return "so a person decided (entry \(decision))"
    }

    /// The steps from one record to another, or what keeps them apart.
    func reasons(from left: RecordKey, to right: RecordKey) -> [String] {
        guard let from = records.firstIndex(where: { $0.key == left }),
            let to = records.firstIndex(where: { $0.key == right })
        else { return [] }
        guard first(from) == first(to) else { return [whyApart(from, to)] }
        var here = from
        return way(from: from, to: to).map { edge in
            let next = edge.pair.low == here ? edge.pair.high : edge.pair.low
            defer { here = next }
            return "\(records[here].key) and \(records[next].key): \(edge.reason.words)"
        }
    }

    private func whyApart(_ left: Int, _ right: Int) -> String {
        let sides = [first(left), first(right)]
        let between = differences.first { sides.contains(first($0.pair.low)) && sides.contains(first($0.pair.high)) }
        if let between {
            let (low, high) = (records[between.pair.low].key, records[between.pair.high].key)
            return "not one child: a person decided that \(low) and \(high) are different (entry \(between.position))"
        }
        let shared = records[left].joiningMarks.first { records[right].joiningMarks.contains($0) }
        guard let shared else { return "not one child: nothing that identifies a child is the same in both" }
        return
            "not one child: they share \(shared.scheme.words), but records that carry it are plainly of "
            + "several children"
    }

    /// The only way through the reasons that were taken.
    private func way(from start: Int, to end: Int) -> [Edge] {
        var cameBy: [Int: Edge] = [:]
        var open = [start]
        var next = 0
        while next < open.count, cameBy[end] == nil {
            let here = open[next]
            next += 1
            for edge in taken where edge.touches(here) {
                let other = edge.other(than: here)
                if other != start, cameBy[other] == nil {
                    cameBy[other] = edge
                    open.append(other)
                }
            }
        }
        return path(back: end, to: start, cameBy)
    }

    private func path(back end: Int, to start: Int, _ cameBy: [Int: Edge]) -> [Edge] {
        var path: [Edge] = []
        var here = end
        while here != start, let edge = cameBy[here] {
            path.append(edge)
            here = edge.other(than: here)
        }
        return path.reversed()
    }
}

extension Joining.Edge {
    func touches(_ place: Int) -> Bool { pair.low == place || pair.high == place }
    func other(than place: Int) -> Int { pair.low == place ? pair.high : pair.low }
}

extension Joining.Reason {
    var words: String {
        switch self {
        case .decided(let position): "a person decided that they are the same (entry \(position))"
        case .shared(let scheme): "both carry \(scheme.words)"
        }
    }
}

extension Mark.Scheme {
    var words: String {
        switch self {
        case .nhsNumber: "the same NHS number"
        case .upn: "the same unique pupil number"
        case .pncId: "the same PNC id"
        case .nameAndBirth: "the same full name and birth date"
        case .name: "the same name"
        case .born: "the same birth date"
        }
    }
}

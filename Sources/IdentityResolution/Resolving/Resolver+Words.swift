public import SafeguardingModel

extension Resolver {
    /// Explains why two records are one child, by the records between them, each step with its reason; or why they are
    /// not.
    ///
    /// It contains no value of a record: those stay with the agencies.
    public func why(_ left: RecordKey, _ right: RecordKey) -> [String] {
        guard let from = place(of: left), let to = place(of: right) else {
            return ["no event has come for one of these records"]
        }
        guard from != to else { return ["this is one and the same record"] }
        let component = component(around: [from, to])
        let joining = joining(component)
        guard let start = component.firstIndex(of: from), let end = component.firstIndex(of: to) else { return [] }
        guard joining.first(start) == joining.first(end) else { return [whyApart(start, end, joining)] }
        var here = start
        return joining.way(from: start, to: end).map { step in
            let next = step.pair.other(than: here)
            defer { here = next }
            return "\(key(here, joining)) and \(key(next, joining)): \(words(step, joining))"
        }
    }

    private func key(_ place: Int, _ joining: borrowing RecordJoining) -> RecordKey { store[joining.places[place]].key }

    /// Returns why a record belongs to its present child.
    func reason(for place: Int, in joining: borrowing RecordJoining, isNew: Bool, decision: Position?)
        -> IdentityChange.Reason
    {
        guard let step = joining.step(from: place) else {
            return isNew ? .alone : .parted(decision: decision)
        }
        let other = step.pair.other(than: place)
        if let decision = step.decision { return .decided(with: key(other, joining), decision: decision) }
        return .alike(UInt32(joining.places[other]))
    }

    /// Explains why records moved, each reason once, in sentences that name records and no person. Call it before
    /// anything else is learnt or decided.
    public func sentences(_ change: IdentityChange) -> [String] { change.moves.map(sentence).uniqued }

    private func sentence(_ move: IdentityChange.Move) -> String {
        let record = move.record
        return switch move.reason {
        case .alone: "\(record) is a child of whom no other record is known"
        case .parted(let decision?):
            "\(record) is a child of its own again: so a person decided (entry \(decision))"
        case .parted(nil):
            "\(record) is a child of its own again: what it shared with others is now seen to be shared by several children"
        case .decided(let other, let decision):
            "\(record) and \(other) are one child: a person decided that they are the same (entry \(decision))"
        case .alike(let other):
            "\(record) and \(store[Int32(other)].key) are one child: both carry "
                + store.compare(Int32(move.number), Int32(other)).agreement
        }
    }

    private func words(_ step: RecordJoining.Pair, _ joining: borrowing RecordJoining) -> String {
        if let decision = step.decision { return "a person decided that they are the same (entry \(decision))" }
        let comparison = store.compare(joining.places[step.pair.low], joining.places[step.pair.high])
        return "both carry \(comparison.agreement)"
    }

    private func whyApart(_ left: Int, _ right: Int, _ joining: borrowing RecordJoining) -> String {
        let sides = [joining.first(left), joining.first(right)]
        let between = joining.differences.first {
            sides.contains(joining.first($0.pair.low)) && sides.contains(joining.first($0.pair.high))
        }
        if let between {
            let (low, high) = (key(between.pair.low, joining), key(between.pair.high, joining))
            return "not one child: a person decided that \(low) and \(high) are different (entry \(between.position))"
        }
        return "not one child: " + whyApart(joining.places[left], joining.places[right])
    }

    private func whyApart(_ left: Int32, _ right: Int32) -> String {
        guard store[left].key.exercise == store[right].key.exercise else {
            return "a drill's record never meets a real one"
        }
        let comparison = store.compare(left, right)
        if let shared = comparison.sharedNumber {
            return "they share \(shared), but records that carry it are plainly of several children"
        }
        switch settings.zone(comparison) {
        case .same: return "each agrees about as well with records that contradict the other's"
        case .ask: return "they may be, and it is for a person to say: \(comparison.doubt)"
        case .different: return "nothing that identifies a child is the same in both"
        }
    }
}

extension RecordJoining {
    /// Returns the first step from a record to its child's first record, or from the first record to any other; nil for
    /// a child of one record.
    func step(from place: Int) -> Pair? {
        guard let step = taken.first(where: { $0.pair.involves(place) }) else { return nil }
        // A single way out needs no search.
        let isOnly = taken.count { $0.pair.involves(place) } == 1
        return isOnly ? step : way(from: place, to: first(place)).first ?? step
    }

    /// Returns the only path through the joined pairs.
    func way(from start: Int, to end: Int) -> [Pair] {
        var cameBy: [Int: Pair] = [:]
        var open = [start]
        var next = 0
        while next < open.count, cameBy[end] == nil {
            let here = open[next]
            next += 1
            for step in taken where step.pair.involves(here) {
                let other = step.pair.other(than: here)
                if other != start, cameBy[other] == nil {
                    cameBy[other] = step
                    open.append(other)
                }
            }
        }
        var path: [Pair] = []
        var here = end
        while here != start, let step = cameBy[here] {
            path.append(step)
            here = step.pair.other(than: here)
        }
        return path.reversed()
    }
}

extension Verdict.Pair {
    func involves(_ place: Int) -> Bool { low == place || high == place }
    func other(than place: Int) -> Int { low == place ? high : low }
}

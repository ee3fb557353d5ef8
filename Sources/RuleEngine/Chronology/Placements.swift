import SafeguardingModel

/// The times when a child is known to the CSE system: after a referral or panel listing for good, during a flag.
struct KnownToTeam: Sendable {
    private var forever = Int64.max
    private var flags: [(from: Int64, until: Int64)] = []

    init(_ facts: [ChronologyFact], count: Int) {
        for index in 0..<count {
            let of = facts[index].flags
            if of.isDisjoint(with: [.makesKnown, .flagStarts, .flagEnds]) { continue }
            let at = facts[index].at
            if of.contains(.makesKnown) { forever = min(forever, at) }
            if of.contains(.flagStarts), flags.last?.until != .max { flags.append((at, .max)) }
            if of.contains(.flagEnds), flags.last?.until == .max { flags[flags.count - 1].until = at }
        }
    }

    var isNever: Bool { forever == .max && flags.isEmpty }

    /// Whether the child was known before the moment; what happens at the moment itself does not count yet.
    func isKnown(before instant: Int64) -> Bool {
        // Flags do not overlap: none before the last one that had begun lasts longer.
        let next = flags.partitioningIndex { $0.from >= instant }
        return forever < instant || next > 0 && instant <= flags[next - 1].until
    }

    /// Returns the first moment, no earlier than `instant`, before which the child is known.
    func firstKnown(from instant: Int64) -> Int64? {
        if isKnown(before: instant) { return instant }
        let next = flags.partitioningIndex { $0.from >= instant }
        let coming = min(next < flags.count ? flags[next].from : .max, forever < instant ? .max : forever)
        return coming == .max ? nil : coming + 1
    }
}

/// The statuses of a child, with the times when each stood, by its word in the event.
struct Statuses: Sendable {
    private var changes: [String: [(at: Int64, stands: Bool)]] = [:]

    init(_ facts: [ChronologyFact], count: Int) {
        for index in 0..<count where facts[index].kind == .statusStarted || facts[index].kind == .statusEnded {
            guard let status = facts[index].value(.status) else { continue }
            changes[status, default: []].append((facts[index].at, facts[index].kind == .statusStarted))
        }
    }

    /// Whether a status had begun by an instant and not ended.
    subscript(status: String, at instant: Int64) -> Bool {
        guard let changes = changes[status] else { return false }
        let next = changes.partitioningIndex { $0.at > instant }
        return next > 0 && changes[next - 1].stands
    }
}

/// The placements of a child and the authorities that made them: one at a time, the one that began last.
struct Placements: Sendable {
    struct Placement: Sendable {
        var line: Int
        var at: Int64
        var end: Int64 = .max
        var isOutOfArea: Bool
    }

    private(set) var all: [Placement] = []
    /// The last placement that an agency sent under a number.
    private var latest: [Name: Int] = [:]

    private struct Name: Hashable {
        var agency: UInt16
        var placement: String?

        init(_ line: borrowing ChronologyFact) {
            agency = line.agency
            placement = line.value(.placement)
        }
    }

    init(_ facts: [ChronologyFact], count: Int) {
        for index in 0..<count {
            switch facts[index].kind {
            case .placementStarted:
                if let last = all.indices.last, all[last].end == .max { all[last].end = facts[index].at }
                latest[Name(facts[index])] = all.count
                all.append(Placement(line: index, at: facts[index].at, isOutOfArea: facts[index].isOutOfArea))
            case .placementEnded: end(facts[index])
            default: break
            }
        }
    }

    private mutating func end(_ line: ChronologyFact) {
        guard let index = latest[Name(line)], all[index].end > line.at else { return }
        all[index].end = line.at
    }

    /// Returns the last placement that had begun by an instant.
    func last(by instant: Int64) -> Placement? {
        let next = all.partitioningIndex { $0.at > instant }
        return next > 0 ? all[next - 1] : nil
    }

    /// Returns the placement in which the child was at an instant.
    func placement(at instant: Int64) -> Placement? {
        last(by: instant).flatMap { $0.end > instant ? $0 : nil }
    }

    /// Returns the index of the fact that places the child in another authority's area at an instant.
    func outOfArea(at instant: Int64) -> Int? {
        placement(at: instant).flatMap { $0.isOutOfArea ? $0.line : nil }
    }
}

extension ChronologyFact {
    /// Whether it lies in the area of an authority other than the responsible one.
    var isOutOfArea: Bool {
        guard let host = value(.hostAuthority), let responsible = value(.responsibleAuthority) else { return false }
        return !host.isEmpty && !responsible.isEmpty && host != responsible
    }
}

import SafeguardingModel

/// When a child is known to the CSE system: a referral or a panel listing for good, a flag while it stands.
struct Known: Sendable {
    private var forever = Int64.max
    private var flags: [(from: Int64, until: Int64)] = []

    init(_ lines: [Line], count: Int) {
        for index in 0..<count {
            let of = lines[index].flags
            if of.isDisjoint(with: [.makesKnown, .flagStarts, .flagEnds]) { continue }
            let at = lines[index].at
            if of.contains(.makesKnown) { forever = min(forever, at) }
            if of.contains(.flagStarts), flags.last?.until != .max { flags.append((at, .max)) }
            if of.contains(.flagEnds), flags.last?.until == .max { flags[flags.count - 1].until = at }
        }
    }

    var isNever: Bool { forever == .max && flags.isEmpty }

    /// Whether the child was known before the moment; what happens at the moment itself does not count yet.
    func isKnown(before instant: Int64) -> Bool {
        forever < instant || flags.contains { $0.from < instant && instant <= $0.until }
    }

    /// The first moment from `instant` on before which the child is known.
    func firstKnown(from instant: Int64) -> Int64? {
        if isKnown(before: instant) { return instant }
        let coming = (flags.map(\.from) + [forever]).filter { $0 >= instant && $0 != .max }
        return coming.min().map { $0 + 1 }
    }
}

/// Where a child was placed, and by whom: one placement at a time, the latest that began.
struct Placements: Sendable {
    struct Placement: Sendable {
        var line: Int
        var at: Int64
        var end: Int64 = .max
        var isOutOfArea: Bool
    }

    private(set) var all: [Placement] = []

    init(_ lines: [Line], count: Int) {
        for index in 0..<count {
            switch lines[index].kind {
            case .placementStarted:
                if let last = all.indices.last, all[last].end == .max { all[last].end = lines[index].at }
                all.append(Placement(line: index, at: lines[index].at, isOutOfArea: lines[index].isOutOfArea))
            case .placementEnded: end(lines[index], lines)
            default: break
            }
        }
    }

    private mutating func end(_ line: Line, _ lines: [Line]) {
        let id = line.value(.placement)
        let own = all.lastIndex { lines[$0.line].value(.placement) == id && lines[$0.line].agency == line.agency }
        guard let index = own, all[index].end > line.at else { return }
        all[index].end = line.at
    }

    /// The placement in which the child was at an instant.
    func placement(at instant: Int64) -> Placement? {
        all.last { $0.at <= instant }.flatMap { $0.end > instant ? $0 : nil }
    }

    /// The line of the placement in another authority's area at an instant.
    func outOfArea(at instant: Int64) -> Int? {
        placement(at: instant).flatMap { $0.isOutOfArea ? $0.line : nil }
    }
}

extension Line {
    /// A placement that lies in the area of another authority than the responsible one.
    var isOutOfArea: Bool {
        guard let host = value(.hostAuthority), let responsible = value(.responsibleAuthority) else { return false }
        return !host.isEmpty && !responsible.isEmpty && host != responsible
    }
}

import SafeguardingModel

/// One time that the child was away, by what all agencies told of it. Where a source knows only the day, both ends of
/// the day are kept.
struct PlainAbsence: Sendable {
    var start: ClosedRange<Int64>
    var end: ClosedRange<Int64>?
    /// Reported by somebody as missing, not only as away.
    var isMissing: Bool
    var isReported: Bool
    private var isEndTold = false
    private(set) var report: PlainFact
    private(set) var found: PlainFact?
    private(set) var members: [PlainFact]

    var endEarliest: Int64 { end?.lowerBound ?? .max }
    var endLatest: Int64 { end?.upperBound ?? .max }
    var certainLength: Int64? { isEndTold && isReported ? max(0, endEarliest - start.upperBound) : nil }
    var longestLength: Int64? { isEndTold && isReported ? endLatest - start.lowerBound : nil }

    private func has(_ fact: PlainFact) -> Bool {
        members.contains { $0.agency == fact.agency && $0.value(.episode) == fact.value(.episode) }
    }

    private init(_ fact: PlainFact) {
        start = fact.at...fact.latest
        isReported = fact.kind == .missingReported
        isMissing = !isReported || fact.value(.category) != "away"
        report = fact
        members = [fact]
        if !isReported { (end, found) = (fact.at...fact.latest, fact) }
    }

    /// Reads the reports and findings in order.
    static func all(_ facts: [PlainFact]) -> [PlainAbsence] {
        var all: [PlainAbsence] = []
        for fact in facts where fact.kind == .missingReported || fact.kind == .missingFound {
            if fact.kind == .missingReported { report(fact, &all) } else { find(fact, &all) }
        }
        return all
    }

    private static func report(_ fact: PlainFact, _ all: inout [PlainAbsence]) {
        guard let last = all.indices.last, all[last].end == nil else { return all.append(.init(fact)) }
        // The same agency's other number is another absence; nobody said when the one before ended.
        guard all[last].has(fact) || !all[last].members.contains(where: { $0.agency == fact.agency }) else {
            all[last].end = fact.at...fact.latest
            return all.append(.init(fact))
        }
        all[last].members.append(fact)
        if !all[last].isMissing, fact.value(.category) != "away" {
            all[last].isMissing = true
            all[last].start = fact.at...fact.latest
            all[last].report = fact
        }
    }

    private static func find(_ fact: PlainFact, _ all: inout [PlainAbsence]) {
        let open = all.indices.last.flatMap { all[$0].end == nil ? $0 : nil }
        if let open, all[open].has(fact) || !all.contains(where: { $0.has(fact) }) {
            all[open].members.append(fact)
            all[open].found = fact
            all[open].end = fact.at...fact.latest
            all[open].isEndTold = true
        } else if let earlier = all.lastIndex(where: { $0.has(fact) }) {
            all[earlier].members.append(fact)
            if all[earlier].found == nil { all[earlier].found = fact }
        } else if let last = all.indices.last, let found = all[last].found, fact.at - found.at < 43_200_000 {
            all[last].members.append(fact)
        } else {
            all.append(.init(fact))
        }
    }
}

import SafeguardingModel

/// A moment at which something happens or holds, how deeply, and what carries it; and a state that begins so.
struct PlainMoment {
    var at: Int64
    /// The last instant at which it can have been; of a state the last at which it held.
    var latest: Int64
    /// Facts of the chronology at hand, in order.
    var own: [PlainFact]
    /// Facts from elsewhere: a register entry.
    var others: [PlainFact] = []
    var depth = 1
    var severity = Severity.low
    /// When what it waits for or warns of came to an end.
    var overtaken: Int64?

    init(at: Int64, depth: Int = 1, _ severity: Severity, _ own: [PlainFact], others: [PlainFact] = []) {
        (self.at, latest, self.depth, self.severity) = (at, at, depth, severity)
        (self.own, self.others) = (own.inOrder, others)
    }

    init(_ fact: PlainFact) {
        (at, latest, own) = (fact.at, fact.latest, [fact])
    }

    /// A state begins where the condition had not held for `quiet`; it says anew what carries it when it deepens.
    static func states(_ moments: [PlainMoment], quiet: Int64) -> [PlainMoment] {
        moments.reduce(into: []) { states, moment in
            guard var state = states.last, moment.at - state.latest <= quiet else { return states.append(moment) }
            if moment.depth > state.depth || moment.severity > state.severity {
                (state.own, state.others) = (moment.own, moment.others)
            }
            state.depth = max(state.depth, moment.depth)
            state.severity = max(state.severity, moment.severity)
            state.latest = moment.at
            states[states.count - 1] = state
        }
    }

    static func isBefore(_ left: PlainMoment, _ right: PlainMoment) -> Bool {
        let (one, other) = ((left.at, left.own.first?.order ?? -1), (right.at, right.own.first?.order ?? -1))
        return one == other ? left.others.isBefore(right.others) : one < other
    }

    /// For each moment those from which the one before it is never further away than `quiet`, up to itself.
    static func runs(_ moments: [PlainMoment], quiet: Int64) -> [ArraySlice<PlainMoment>] {
        moments.indices.map { last in
            let first = moments.indices.last { $0 <= last && ($0 == 0 || moments[$0].at - moments[$0 - 1].at > quiet) }
            return moments[(first ?? 0)...last]
        }
    }
}

/// A rule's finding about somebody or something, which must come out equal.
struct PlainSaying: Hashable {
    var rule: String
    var subject: String
    var from: Int64
    var depth: Int
    var severity: Severity
    /// The names of the events that carry it, in order of occurrence.
    var evidence: [String]
    var overtaken: Int64?

    var words: String {
        "\(rule) \(subject) from \(Instant(milliseconds: from).rfc3339) depth \(depth) \(severity) on \(evidence)"
            + (overtaken.map { " overtaken \(Instant(milliseconds: $0).rfc3339)" } ?? "")
    }
}

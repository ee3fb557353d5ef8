import SafeguardingModel

/// The sectors or agencies that sent facts so far, and when each sent its last.
struct DistinctSenders {
    private var last: [(sender: UInt64, at: Int64)] = []

    mutating func add(_ moment: Moment, _ distinct: CountPattern.Distinct, _ context: EvaluationContext) {
        for index in moment.indices {
            let sender =
                distinct == .sector ? context.sector(of: context.facts[index]) : UInt64(context.facts[index].agency)
            if let known = last.firstIndex(where: { $0.sender == sender }) {
                last[known].at = max(last[known].at, moment.at)
            } else {
                last.append((sender, moment.at))
            }
        }
    }

    var count: Int { last.count }

    /// Returns how many of them sent a fact at or after an instant.
    func count(from instant: Int64) -> Int { last.count { $0.at >= instant } }
}

extension CountPattern {
    /// Returns the meetings, by the name of each agency that was invited to them and did not come. A meeting without a
    /// list of those who came does not count.
    func byAbsentAgency(_ meetings: [Moment], _ context: EvaluationContext) -> [(name: String, meetings: [Moment])] {
        var missed: [String: [Moment]] = [:]
        for meeting in meetings {
            guard let index = meeting.indices.last else { continue }
            for name in context.facts[index].absentAgencies { missed[name, default: []].append(meeting) }
        }
        return missed.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension ChronologyFact {
    fileprivate var absentAgencies: Set<String> {
        let attended = Set(fields.values(.attended).map { $0.lowercased() })
        return attended.isEmpty ? [] : Set(fields.values(.invited).map { $0.lowercased() }).subtracting(attended)
    }
}

import SafeguardingModel

/// The sectors or agencies that sent facts so far, and when each sent its last.
///
/// One absence is one voice, however many report it: it counts for the first to report it that has sent nothing else.
struct DistinctSenders {
    private var last: [(sender: UInt64, at: Int64)] = []
    private var absences: [(absence: Int, reports: [(sender: UInt64, at: Int64)])] = []

    mutating func add(_ moment: Moment, _ distinct: CountPattern.Distinct, _ context: inout EvaluationContext) {
        for index in moment.indices {
            let agency = context.facts[index].agency
            let sender = distinct == .sector ? context.sector(of: context.facts[index]) : UInt64(agency)
            if context.facts[index].kind == .missingReported, let absence = context.absences.absence(of: index) {
                addReport(by: sender, at: moment.at, of: absence)
            } else if let known = last.firstIndex(where: { $0.sender == sender }) {
                last[known].at = max(last[known].at, moment.at)
            } else {
                last.append((sender, moment.at))
            }
        }
    }

    private mutating func addReport(by sender: UInt64, at instant: Int64, of absence: Int) {
        if let known = absences.lastIndex(where: { $0.absence == absence }) {
            absences[known].reports.append((sender, instant))
        } else {
            absences.append((absence, [(sender, instant)]))
        }
    }

    /// Returns how many sent a fact at or after an instant.
    func count(from instant: Int64 = .min) -> Int {
        var senders = Set(last.lazy.filter { $0.at >= instant }.map(\.sender))
        let others = absences.compactMap { absence in
            absence.reports.first { $0.at >= instant && !senders.contains($0.sender) }?.sender
        }
        senders.formUnion(others)
        return senders.count
    }
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

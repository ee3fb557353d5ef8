import SafeguardingModel

/// Facts that may answer duties, in order of occurrence, grouped by the name that they share with a duty.
struct Answers {
    private var places: [String?: [Int]] = [:]

    /// - Parameter name: returns the names that a fact has in common with duties.
    init(_ lines: [Int], by name: (Int) -> [String?]) {
        for line in lines {
            for name in name(line) { places[name, default: []].append(line) }
        }
    }

    /// Returns when the first fact with a name happened, no earlier than an instant. A fact known to the day only
    /// counts if the end of its day is no earlier.
    func first(named name: String?, from instant: Int64, _ look: EvaluationContext, except own: [Int] = []) -> Int64 {
        guard let places = places[name] else { return .max }
        let begin = places.partitioningIndex { look.lines[$0].at + 86_399_999 >= instant }
        let found = places[begin...].first { look.lines[$0].latest >= instant && !own.contains($0) }
        return found.map { look.lines[$0].at } ?? .max
    }
}

extension OverduePattern {
    /// Sets, for each duty, when it was first answered.
    func answer(_ duties: inout [Duty], by lines: [Int], _ look: inout EvaluationContext) {
        guard !lines.isEmpty else { return }
        switch since {
        case .nationalAlert: cancel(&duties, by: lines, look)
        case .happening(.found, _): interview(&duties, by: lines, &look)
        case .outOfAreaPlacement: notify(&duties, by: lines, look)
        case .happening(_, let field?):
            let answers = Answers(lines) { [look.lines.value(field, at: $0)] }
            for place in duties.indices {
                guard let first = duties[place].lines.first else { continue }
                let name = look.lines.value(field, at: first)
                duties[place].answered = answers.first(named: name, from: earliest(duties[place]), look)
            }
        case .happening:
            let answers = Answers(lines) { _ in [nil] }
            for place in duties.indices {
                let own = duties[place].lines
                duties[place].answered = answers.first(named: nil, from: earliest(duties[place]), look, except: own)
            }
        }
    }

    /// Returns the instant from which an answer counts.
    private func earliest(_ duty: Duty) -> Int64 { duty.from - orBefore.milliseconds }

    /// Answers duties after a placement: a notification matches by its number, or by the authority of its area.
    private func notify(_ duties: inout [Duty], by lines: [Int], _ look: EvaluationContext) {
        let byNumber = Answers(lines) { [look.lines.value(.placement, at: $0)] }
        let byHost = Answers(lines) { [look.lines.value(.hostAuthority, at: $0)] }
        for place in duties.indices {
            let (placement, from) = (look.lines[duties[place].lines[0]], earliest(duties[place]))
            duties[place].answered = min(
                byNumber.first(named: placement.value(.placement), from: from, look),
                byHost.first(named: placement.value(.hostAuthority), from: from, look)
            )
        }
    }

    /// Answers duties after absences: an interview matches the absences that it names, otherwise each that had ended.
    private func interview(_ duties: inout [Duty], by lines: [Int], _ look: inout EvaluationContext) {
        let episodes = episodes(&look)
        var answered: [Int: Int64] = [:]
        var general: [Int] = []
        for line in lines {
            let named = look.lines[line].fields.values(.episodes).flatMap { episodes[$0] ?? [] }
            if named.isEmpty { general.append(line) }
            for absence in named { answered[absence] = min(answered[absence] ?? .max, look.lines[line].at) }
        }
        let answers = Answers(general) { _ in [nil] }
        for place in duties.indices {
            let first = answers.first(named: nil, from: earliest(duties[place]), look)
            duties[place].answered = min(first, answered[duties[place].number] ?? .max)
        }
    }

    /// Returns the absences for which each episode number stands.
    private func episodes(_ look: inout EvaluationContext) -> [String: [Int]] {
        var episodes: [String: [Int]] = [:]
        for member in look.absences.members {
            guard let name = look.lines.value(.episode, at: member.line) else { continue }
            // Report and `missing.found` of one absence are adjacent.
            if episodes[name]?.last != member.absence { episodes[name, default: []].append(member.absence) }
        }
        return episodes
    }

    /// Answers a duty to cancel a national alert once each recipient is told; a cancellation without recipients is for
    /// all.
    private func cancel(_ duties: inout [Duty], by lines: [Int], _ look: EvaluationContext) {
        for place in duties.indices {
            let raised = duties[place].lines.first { look.lines[$0].kind == .nationalAlertRaised }
            guard let raised else { continue }
            var left = Set(look.lines[raised].fields.values(.recipients))
            let first = lines.partitioningIndex { look.lines[$0].at >= look.lines[raised].at }
            for index in lines[first...] {
                let told = look.lines[index].fields.values(.recipients)
                left.subtract(told)
                guard told.isEmpty || left.isEmpty else { continue }
                duties[place].answered = look.lines[index].at
                break
            }
        }
    }
}

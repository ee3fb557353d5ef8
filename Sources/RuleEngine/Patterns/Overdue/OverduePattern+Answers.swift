import SafeguardingModel

/// Facts that may answer duties, in order of occurrence, grouped by the name that they share with a duty.
struct Answers {
    private var places: [String?: [Int]] = [:]

    /// - Parameter name: returns the names that a fact has in common with duties.
    init(_ indices: [Int], by name: (Int) -> [String?]) {
        for line in indices {
            for name in name(line) { places[name, default: []].append(line) }
        }
    }

    /// Returns when the first fact with a name happened, no earlier than an instant. A fact known to the day only
    /// counts if the end of its day is no earlier.
    func first(named name: String?, from instant: Int64, _ context: EvaluationContext, except own: [Int] = []) -> Int64
    {
        guard let places = places[name] else { return .max }
        // The longest day has 25 hours.
        let begin = places.partitioningIndex { context.facts[$0].at + 25 * 3_600_000 > instant }
        let found = places[begin...].first { context.facts[$0].latest >= instant && !own.contains($0) }
        return found.map { context.facts[$0].at } ?? .max
    }
}

extension OverduePattern {
    /// Sets, for each duty, when it was first answered.
    func answer(_ duties: inout [Duty], by indices: [Int], _ context: inout EvaluationContext) {
        guard !indices.isEmpty else { return }
        switch since {
        case .nationalAlert: cancel(&duties, by: indices, context)
        case .happening(.found, _): interview(&duties, by: indices, &context)
        case .outOfAreaPlacement: notify(&duties, by: indices, context)
        case .happening(_, let field?):
            let answers = Answers(indices) { [context.facts.value(field, at: $0)] }
            for place in duties.indices {
                guard let first = duties[place].indices.first else { continue }
                let name = context.facts.value(field, at: first)
                duties[place].answered = answers.first(named: name, from: earliest(duties[place]), context)
            }
        case .happening:
            let answers = Answers(indices) { _ in [nil] }
            for place in duties.indices {
                let own = duties[place].indices
                duties[place].answered = answers.first(named: nil, from: earliest(duties[place]), context, except: own)
            }
        }
    }

    /// Returns the instant from which an answer counts.
    private func earliest(_ duty: Duty) -> Int64 { duty.from - orBefore.milliseconds }

    /// Answers duties after a placement: a notification matches by its number, or by the authority of its area.
    private func notify(_ duties: inout [Duty], by indices: [Int], _ context: EvaluationContext) {
        let byNumber = Answers(indices) { [context.facts.value(.placement, at: $0)] }
        let byHost = Answers(indices) { [context.facts.value(.hostAuthority, at: $0)] }
        for place in duties.indices {
            let (placement, from) = (context.facts[duties[place].indices[0]], earliest(duties[place]))
            duties[place].answered = min(
                byNumber.first(named: placement.value(.placement), from: from, context),
                byHost.first(named: placement.value(.hostAuthority), from: from, context)
            )
        }
    }

    /// Answers duties after absences: an interview matches the absences that it names, otherwise each that had ended.
    private func interview(_ duties: inout [Duty], by indices: [Int], _ context: inout EvaluationContext) {
        let episodes = episodes(&context)
        var answered: [Int: Int64] = [:]
        var general: [Int] = []
        for line in indices {
            let named = context.facts[line].fields.values(.episodes).flatMap { episodes[$0] ?? [] }
            if named.isEmpty { general.append(line) }
            for absence in named { answered[absence] = min(answered[absence] ?? .max, context.facts[line].at) }
        }
        let answers = Answers(general) { _ in [nil] }
        for place in duties.indices {
            let first = answers.first(named: nil, from: earliest(duties[place]), context)
            duties[place].answered = min(first, answered[duties[place].number] ?? .max)
        }
    }

    /// Returns the absences for which each episode number stands.
    private func episodes(_ context: inout EvaluationContext) -> [String: [Int]] {
        var episodes: [String: [Int]] = [:]
        for member in context.absences.members {
            guard let name = context.facts.value(.episode, at: member.line) else { continue }
            // Report and `missing.found` of one absence are adjacent.
            if episodes[name]?.last != member.absence { episodes[name, default: []].append(member.absence) }
        }
        return episodes
    }

    /// Answers a duty to cancel a national alert once each recipient is told; a cancellation without recipients is for
    /// all.
    private func cancel(_ duties: inout [Duty], by indices: [Int], _ context: EvaluationContext) {
        for place in duties.indices {
            let raised = duties[place].indices.first { context.facts[$0].kind == .nationalAlertRaised }
            guard let raised else { continue }
            var left = Set(context.facts[raised].fields.values(.recipients))
            let first = indices.partitioningIndex { context.facts[$0].at >= context.facts[raised].at }
            for index in indices[first...] {
                let recipients = context.facts[index].fields.values(.recipients)
                left.subtract(recipients)
                guard recipients.isEmpty || left.isEmpty else { continue }
                duties[place].answered = context.facts[index].at
                break
            }
        }
    }
}

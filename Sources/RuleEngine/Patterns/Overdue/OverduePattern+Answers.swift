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
    func first(named name: String?, from instant: Int64, _ context: EvaluationContext, except own: [Int] = []) -> Int64
    {
        guard let places = places[name] else { return .max }
        // The longest day has 25 hours.
        let begin = places.partitioningIndex { context.lines[$0].at + 25 * 3_600_000 > instant }
        let found = places[begin...].first { context.lines[$0].latest >= instant && !own.contains($0) }
        return found.map { context.lines[$0].at } ?? .max
    }
}

extension OverduePattern {
    /// Sets, for each duty, when it was first answered.
    func answer(_ duties: inout [Duty], by lines: [Int], _ context: inout EvaluationContext) {
        guard !lines.isEmpty else { return }
        switch since {
        case .nationalAlert: cancel(&duties, by: lines, context)
        case .happening(.found, _): interview(&duties, by: lines, &context)
        case .outOfAreaPlacement: notify(&duties, by: lines, context)
        case .happening(_, let field?):
            let answers = Answers(lines) { [context.lines.value(field, at: $0)] }
            for place in duties.indices {
                guard let first = duties[place].lines.first else { continue }
                let name = context.lines.value(field, at: first)
                duties[place].answered = answers.first(named: name, from: earliest(duties[place]), context)
            }
        case .happening:
            let answers = Answers(lines) { _ in [nil] }
            for place in duties.indices {
                let own = duties[place].lines
                duties[place].answered = answers.first(named: nil, from: earliest(duties[place]), context, except: own)
            }
        }
    }

    /// Returns the instant from which an answer counts.
    private func earliest(_ duty: Duty) -> Int64 { duty.from - orBefore.milliseconds }

    /// Answers duties after a placement: a notification matches by its number, or by the authority of its area.
    private func notify(_ duties: inout [Duty], by lines: [Int], _ context: EvaluationContext) {
        let byNumber = Answers(lines) { [context.lines.value(.placement, at: $0)] }
        let byHost = Answers(lines) { [context.lines.value(.hostAuthority, at: $0)] }
        for place in duties.indices {
            let (placement, from) = (context.lines[duties[place].lines[0]], earliest(duties[place]))
            duties[place].answered = min(
                byNumber.first(named: placement.value(.placement), from: from, context),
                byHost.first(named: placement.value(.hostAuthority), from: from, context)
            )
        }
    }

    /// Answers duties after absences: an interview matches the absences that it names, otherwise each that had ended.
    private func interview(_ duties: inout [Duty], by lines: [Int], _ context: inout EvaluationContext) {
        let episodes = episodes(&context)
        var answered: [Int: Int64] = [:]
        var general: [Int] = []
        for line in lines {
            let named = context.lines[line].fields.values(.episodes).flatMap { episodes[$0] ?? [] }
            if named.isEmpty { general.append(line) }
            for absence in named { answered[absence] = min(answered[absence] ?? .max, context.lines[line].at) }
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
            guard let name = context.lines.value(.episode, at: member.line) else { continue }
            // Report and `missing.found` of one absence are adjacent.
            if episodes[name]?.last != member.absence { episodes[name, default: []].append(member.absence) }
        }
        return episodes
    }

    /// Answers a duty to cancel a national alert once each recipient is told; a cancellation without recipients is for
    /// all.
    private func cancel(_ duties: inout [Duty], by lines: [Int], _ context: EvaluationContext) {
        for place in duties.indices {
            let raised = duties[place].lines.first { context.lines[$0].kind == .nationalAlertRaised }
            guard let raised else { continue }
            var left = Set(context.lines[raised].fields.values(.recipients))
            let first = lines.partitioningIndex { context.lines[$0].at >= context.lines[raised].at }
            for index in lines[first...] {
                let told = context.lines[index].fields.values(.recipients)
                left.subtract(told)
                guard told.isEmpty || left.isEmpty else { continue }
                duties[place].answered = context.lines[index].at
                break
            }
        }
    }
}

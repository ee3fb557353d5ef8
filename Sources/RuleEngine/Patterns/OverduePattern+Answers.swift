import SafeguardingModel

/// Facts that may answer duties, in order of occurrence, by what they name.
struct Answers {
    private var places: [String?: [Int]] = [:]

    /// - Parameter name: what an answer and a duty have in common.
    init(_ lines: [Int], by name: (Int) -> [String?]) {
        for line in lines {
            for name in name(line) { places[name, default: []].append(line) }
        }
    }

    /// When the first of those of a name happened that came no earlier than an instant: known to the day only, it may have
    /// come at the end of the day.
    func first(named name: String?, from instant: Int64, _ look: EvaluationContext, except own: [Int] = []) -> Int64 {
        guard let places = places[name] else { return .max }
        let begin = places.partitioningIndex { look.lines[$0].at + 86_399_999 >= instant }
        let found = places[begin...].first { look.lines[$0].latest >= instant && !own.contains($0) }
        return found.map { look.lines[$0].at } ?? .max
    }
}

extension OverduePattern {
    /// Notes on every duty when it was answered first.
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

    /// From when on an answer counts.
    private func earliest(_ duty: Duty) -> Int64 { duty.from - orBefore.milliseconds }

    /// A placement is notified by its number, or by the authority in whose area it lies.
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

    /// An interview answers the absences that it names; where it goes by numbers of its own, every one that had ended.
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

    /// Which absences an episode's number stands for.
    private func episodes(_ look: inout EvaluationContext) -> [String: [Int]] {
        var episodes: [String: [Int]] = [:]
        for member in look.absences.members {
            guard let name = look.lines.value(.episode, at: member.line) else { continue }
            // Report and finding of one absence stand side by side.
            if episodes[name]?.last != member.absence { episodes[name, default: []].append(member.absence) }
        }
        return episodes
    }

    /// A national alert is cancelled when every recipient has been told; a cancellation that names nobody tells all.
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

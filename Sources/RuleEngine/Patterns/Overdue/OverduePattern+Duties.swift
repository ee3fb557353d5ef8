import SafeguardingModel
import StrictYAML

extension OverduePattern {
    /// Something that has to be followed by an answer.
    struct Duty {
        var number: Int
        var from: Int64
        /// The last instant at which it can have begun, in milliseconds, where a source knows only the day.
        var fromLatest: Int64
        /// The instant from which no answer is expected any more.
        var until: Int64 = .max
        /// The instant of the first answer.
        var answered: Int64 = .max
        var indices: [Int]
        /// Facts that are not in the child's chronology.
        var others: [ChronologyFact] = []

        /// The instant at which it was answered or no longer awaited; `Int64.max` while it is outstanding.
        var end: Int64 { min(answered, until) }
    }

    func duties(_ context: inout EvaluationContext) -> [Duty] {
        switch since {
        case .outOfAreaPlacement: placementDuties(&context)
        case .nationalAlert: alertDuties(&context)
        case .happening(.found, _): foundDuties(&context)
        case .happening(let happening, _):
            happening.moments(&context).enumerated().map { number, moment in
                Duty(
                    number: number,
                    from: moment.at,
                    fromLatest: moment.latest,
                    indices: moment.indices,
                    others: moment.others
                )
            }
        }
    }

    /// Returns a duty for each child found after a national alert went out: each recipient has to be told.
    private func alertDuties(_ context: inout EvaluationContext) -> [Duty] {
        var duties: [Duty] = []
        let absences = context.absences
        for index in 0..<context.count where context.facts[index].kind == .nationalAlertRaised {
            let at = context.facts[index].at
            guard let absence = absences.last(by: context.facts[index].latest), let found = absences.all[absence].found,
                context.facts[found].latest >= at
            else { continue }
            let line = context.facts[found]
            duties.append(
                Duty(number: duties.count, from: line.at, fromLatest: line.latest, indices: [index, found].sorted())
            )
        }
        return duties
    }

    private func foundDuties(_ context: inout EvaluationContext) -> [Duty] {
        var duties: [Duty] = []
        let absences = context.absences
        for (number, absence) in absences.all.enumerated() {
            guard absence.isMissing, let found = absence.found else { continue }
            duties.append(
                Duty(
                    number: number,
                    from: context.facts[found].at,
                    fromLatest: context.facts[found].latest,
                    indices: absence.report == found ? [found] : [absence.report, found]
                )
            )
        }
        return duties
    }

    /// Returns the duties after placements. Two agencies' reports are one placement where the authorities are the same,
    /// the starts are within a week and the first has not ended.
    private func placementDuties(_ context: inout EvaluationContext) -> [Duty] {
        var duties: [Duty] = []
        var lasts: [String?: Int64] = [:]
        for placement in context.placements.all where placement.isOutOfArea {
            let line = context.facts[placement.line]
            let host = line.value(.hostAuthority)
            if let last = lasts[host], line.at - last <= 7 * 86_400_000 { continue }
            lasts[host] = line.at
            let until = context.endOfPlacement(placement)
            duties.append(
                Duty(
                    number: duties.count,
                    from: line.at,
                    fromLatest: line.latest,
                    until: until,
                    indices: [placement.line]
                )
            )
        }
        return duties
    }

    /// Sets, for each duty, the instant from which no answer is expected any more.
    func end(_ duties: inout [Duty], _ context: inout EvaluationContext) {
        guard let until else { return }
        let ends = until.moments(&context)
        let isInOrder = ends.isInOrder
        for place in duties.indices {
            let end = ends.first(from: duties[place].from, isInOrder: isInOrder)
            if end < ends.count { duties[place].until = min(duties[place].until, ends[end].at) }
        }
    }
}

extension EvaluationContext {
    /// Returns when a placement ended, unless another agency only reported it again.
    func endOfPlacement(_ placement: Placements.Placement) -> Int64 {
        guard placement.end != .max else { return .max }
        let host = facts.value(.hostAuthority, at: placement.line)
        let first = (0..<count).partitioningIndex { facts[$0].at >= placement.end }
        for index in first..<count where facts[index].kind == .placementStarted {
            if facts[index].at > placement.end { break }
            if facts.value(.hostAuthority, at: index) == host { return .max }
        }
        return placement.end
    }
}

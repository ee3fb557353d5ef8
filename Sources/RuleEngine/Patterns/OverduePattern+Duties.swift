import SafeguardingModel
import StrictYAML

extension OverduePattern {
    /// Something that has to follow.
    struct Duty {
        var number: Int
        var from: Int64
        /// The last instant at which it can have begun, where a source knows only the day.
        var fromLatest: Int64
        /// When nobody waits for it any more.
        var until: Int64 = .max
        /// When it was answered.
        var answered: Int64 = .max
        var lines: [Int]
        /// Facts that are not in the child's chronology.
        var others: [Line] = []
    }

    func duties(_ look: inout Look) -> [Duty] {
        switch since {
        case .outOfAreaPlacement: placementDuties(&look)
        case .nationalAlert: alertDuties(&look)
        case .happening(.found, _): foundDuties(&look)
        case .happening(let happening, _):
            happening.moments(&look).enumerated().map { number, moment in
                Duty(
                    number: number,
                    from: moment.at,
                    fromLatest: moment.latest,
                    lines: moment.lines,
                    others: moment.others
                )
            }
        }
    }

    /// A child has been found for whom a national alert went out: somebody has to tell every recipient.
    private func alertDuties(_ look: inout Look) -> [Duty] {
        var duties: [Duty] = []
        let absences = look.absences
        for index in 0..<look.count where look.lines[index].kind == .nationalAlertRaised {
            let at = look.lines[index].at
            guard let absence = absences.last(by: look.lines[index].latest), let found = absences.all[absence].found,
                look.lines[found].latest >= at
            else { continue }
            let line = look.lines[found]
            duties.append(
                Duty(number: duties.count, from: line.at, fromLatest: line.latest, lines: [index, found].sorted())
            )
        }
        return duties
    }

    private func foundDuties(_ look: inout Look) -> [Duty] {
        var duties: [Duty] = []
        let absences = look.absences
        for (number, absence) in absences.all.enumerated() {
            guard absence.isMissing, let found = absence.found else { continue }
            duties.append(
                Duty(
                    number: number,
                    from: look.lines[found].at,
                    fromLatest: look.lines[found].latest,
                    lines: absence.report == found ? [found] : [absence.report, found]
                )
            )
        }
        return duties
    }

    /// One placement told by two agencies is one: the same authorities, begun within a week, and the first not ended.
    private func placementDuties(_ look: inout Look) -> [Duty] {
        var duties: [Duty] = []
        for placement in look.placements.all where placement.isOutOfArea {
            let line = look.lines[placement.line]
            let isToldAgain = duties.contains { duty in
                let first = look.lines[duty.lines[0]]
                return first.value(.hostAuthority) == line.value(.hostAuthority) && line.at - first.at <= 7 * 86_400_000
            }
            guard !isToldAgain else { continue }
            let until = look.endOfPlacement(placement)
            duties.append(
                Duty(
                    number: duties.count,
                    from: line.at,
                    fromLatest: line.latest,
                    until: until,
                    lines: [placement.line]
                )
            )
        }
        return duties
    }

    /// Notes on every duty when it was answered first.
    func answer(_ duties: inout [Duty], by answers: [Int], _ look: inout Look) {
        if case .nationalAlert = since { return cancel(&duties, by: answers, look) }
        let episodes = answers.isEmpty ? [:] : episodes(&look)
        for index in answers {
            let answered = meant(duties, by: index, episodes, look)
            for place in answered { duties[place].answered = min(duties[place].answered, look.lines[index].at) }
        }
    }

    /// Notes on every duty when nobody waits for it any longer.
    func end(_ duties: inout [Duty], _ look: inout Look) {
        guard let until else { return }
        let ends = until.moments(&look)
        for place in duties.indices {
            let end = ends.first { $0.at >= duties[place].from }
            duties[place].until = min(duties[place].until, end?.at ?? .max)
        }
    }

    /// A national alert is cancelled when every recipient has been told; a cancellation that names nobody tells all.
    private func cancel(_ duties: inout [Duty], by answers: [Int], _ look: Look) {
        for place in duties.indices {
            let raised = duties[place].lines.first { look.lines[$0].kind == .nationalAlertRaised }
            guard let raised else { continue }
            var left = Set(look.lines[raised].fields.values(.recipients))
            for index in answers where look.lines[index].at >= look.lines[raised].at {
                let told = look.lines[index].fields.values(.recipients)
                left.subtract(told)
                guard told.isEmpty || left.isEmpty else { continue }
                duties[place].answered = look.lines[index].at
                break
            }
        }
    }

    /// Which absences an episode's number stands for; only needed where interviews name them.
    private func episodes(_ look: inout Look) -> [String: [Int]] {
        guard case .happening(.found, _) = since else { return [:] }
        var episodes: [String: [Int]] = [:]
        for member in look.absences.members {
            if let name = look.lines[member.line].value(.episode) { episodes[name, default: []].append(member.absence) }
        }
        return episodes
    }

    /// Which duties an answer may have met: known to the day only, it may have come at the end of the day.
    private func meant(_ duties: [Duty], by index: Int, _ episodes: [String: [Int]], _ look: Look) -> [Int] {
        let line = look.lines[index]
        let before = orBefore.milliseconds
        switch since {
        case .nationalAlert: return []
        case .happening(.found, _): return interviews(duties, line, episodes)
        case .outOfAreaPlacement:
            return duties.indices.filter { place in
                let first = look.lines[duties[place].lines[0]]
                guard line.latest >= duties[place].from - before else { return false }
                return line.value(.placement) == first.value(.placement)
                    || line.value(.hostAuthority) == first.value(.hostAuthority)
            }
        case .happening(_, let field?):
            return duties.indices.filter { place in
                guard line.latest >= duties[place].from - before, let first = duties[place].lines.first else {
                    return false
                }
                return line.value(field) == look.lines[first].value(field)
            }
        case .happening:
            return duties.indices.filter {
                line.latest >= duties[$0].from - before && !duties[$0].lines.contains(index)
            }
        }
    }

    /// An interview answers the absences that it names; where it goes by numbers of its own, every one that had ended.
    private func interviews(_ duties: [Duty], _ line: Line, _ episodes: [String: [Int]]) -> [Int] {
        var named: [Int] = []
        for field in line.fields where field.name == .episodes { named += episodes[field.value] ?? [] }
        if named.isEmpty { return duties.indices.filter { line.latest >= duties[$0].from - orBefore.milliseconds } }
        return duties.indices.filter { named.contains(duties[$0].number) }
    }
}

extension Look {
    /// When a placement ended, unless it only was told again by another agency.
    func endOfPlacement(_ placement: Placements.Placement) -> Int64 {
        guard placement.end != .max else { return .max }
        let isToldAgain = lines[..<count].contains {
            $0.kind == .placementStarted && $0.at == placement.end
                && $0.value(.hostAuthority) == lines[placement.line].value(.hostAuthority)
        }
        return isToldAgain ? .max : placement.end
    }
}

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
    }

    func duties(_ look: inout Look) -> [Duty] {
        switch since {
        case .found: foundDuties(&look)
        case .outOfAreaPlacement: placementDuties(&look)
        case .facts(let pick, _): factDuties(pick, look)
        }
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

    private func factDuties(_ pick: Pick, _ look: Look) -> [Duty] {
        pick.lines(look).enumerated().map { number, index in
            Duty(number: number, from: look.lines[index].at, fromLatest: look.lines[index].latest, lines: [index])
        }
    }

    /// Notes on every duty when it was answered first.
    func answer(_ duties: inout [Duty], by answers: [Int], _ look: inout Look) {
        let episodes = answers.isEmpty ? [:] : episodes(&look)
        for index in answers {
            let answered = meant(duties, by: index, episodes, look)
            for place in answered { duties[place].answered = min(duties[place].answered, look.lines[index].at) }
        }
    }

    /// Which absences an episode's number stands for; only needed where interviews name them.
    private func episodes(_ look: inout Look) -> [String: [Int]] {
        guard case .found = since else { return [:] }
        var episodes: [String: [Int]] = [:]
        for member in look.absences.members {
            if let name = look.lines[member.line].value(.episode) { episodes[name, default: []].append(member.absence) }
        }
        return episodes
    }

    private func meant(_ duties: [Duty], by index: Int, _ episodes: [String: [Int]], _ look: Look) -> [Int] {
        let line = look.lines[index]
        switch since {
        case .found: return interviews(duties, line, episodes)
        case .outOfAreaPlacement:
            return duties.indices.filter { place in
                let first = look.lines[duties[place].lines[0]]
                guard line.at >= duties[place].from - orBefore.milliseconds else { return false }
                return line.value(.placement) == first.value(.placement)
                    || line.value(.hostAuthority) == first.value(.hostAuthority)
            }
        case .facts(_, let field):
            return duties.indices.filter {
                line.at >= duties[$0].from && line.value(field) == look.lines[duties[$0].lines[0]].value(field)
            }
        }
    }

    /// An interview answers the absences that it names; where it goes by numbers of its own, every one that had ended.
    private func interviews(_ duties: [Duty], _ line: Line, _ episodes: [String: [Int]]) -> [Int] {
        var named: [Int] = []
        for field in line.fields where field.name == .episodes { named += episodes[field.value] ?? [] }
        if named.isEmpty { return duties.indices.filter { line.at >= duties[$0].from } }
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

extension OverduePattern {
    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["since", "matching", "unless", "orBefore", "steps", "together"])
        let start = try mapping.required("since")
        switch start.content {
        case .scalar("found", _): since = .found
        case .scalar("placement out of area", _): since = .outOfAreaPlacement
        default: since = .facts(try reading.pick(start), by: try mapping.required("matching").choice(FieldName.self))
        }
        unless = try reading.pick(mapping.required("unless"))
        orBefore = try mapping["orBefore"]?.span() ?? .zero
        together = try mapping["together"]?.window()
        var steps: [Step] = []
        for item in try mapping.required("steps").list() { steps.append(try OverduePattern.step(item)) }
        guard !steps.isEmpty else { throw node.fault("'steps' is empty") }
        self.steps = steps
    }

    private static func step(_ node: YAMLNode) throws(YAMLFault) -> Step {
        let mapping = try node.mapping(of: ["after", "severity", "ifKnown", "onlyIfKnown"])
        return Step(
            after: try clock(mapping.required("after")),
            severity: try mapping.required("severity").choice(Severity.self),
            ifKnown: try mapping["ifKnown"]?.choice(Severity.self),
            onlyIfKnown: try mapping["onlyIfKnown"]?.bool() ?? false
        )
    }

    /// `72 h`, or `5 working days`, which end with the fifth working day.
    private static func clock(_ node: YAMLNode) throws(YAMLFault) -> Clock {
        let words = try node.string().split(separator: " ")
        guard words.count == 3, words[1] == "working", words[2] == "days" || words[2] == "day" else {
            return .elapsed(try node.window())
        }
        guard let count = Int(words[0]), (1...250).contains(count) else {
            throw node.fault("expected '5 working days' or a length of time such as '72 h'")
        }
        return .workingDays(count)
    }
}

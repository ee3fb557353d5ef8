import SafeguardingModel
import StrictYAML

extension OverduePattern {
    /// Something that has to follow.
    struct Duty {
        var key: String
        var from: Int64
        /// The last instant at which it can have begun, where a source knows only the day.
        var fromLatest: Int64
        /// When nobody waits for it any more.
        var until: Int64 = .max
        var lines: [Int]
        /// The references by which an answer names it.
        var names: [String]
        /// Whether names of answers are comparable at all; if not, an answer after the beginning is taken for one.
        var knownNames: Set<String>
    }

    func duties(_ look: inout Look) -> [Duty] {
        switch since {
        case .found: foundDuties(&look)
        case .outOfAreaPlacement: placementDuties(&look)
        case .facts(let pick, let field): factDuties(pick, field, look)
        }
    }

    private func foundDuties(_ look: inout Look) -> [Duty] {
        let absences = look.absences
        let known = Set(absences.members.compactMap { look.lines[$0.line].value(.episode) })
        return absences.all.indices.compactMap { number in
            let absence = absences.all[number]
            guard absence.isMissing, let found = absence.found else { return nil }
            let names = absences.lines(of: number).compactMap { look.lines[$0].value(.episode) }
            return Duty(
                key: look.episodeKey(absence),
                from: look.lines[found].at,
                fromLatest: look.lines[found].latest,
                lines: Set([absence.report, found]).sorted(),
                names: names,
                knownNames: known
            )
        }
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
            let id = line.value(.placement) ?? ""
            let key = "\(look.directory.agencies[Int(line.agency)].name) \(id)"
            let until = look.endOfPlacement(placement)
            duties.append(
                Duty(
                    key: key,
                    from: line.at,
                    fromLatest: line.latest,
                    until: until,
                    lines: [placement.line],
                    names: [id],
                    knownNames: []
                )
            )
        }
        return duties
    }

    private func factDuties(_ pick: Pick, _ field: FieldName, _ look: Look) -> [Duty] {
        let lines = pick.lines(look)
        let names = Set(lines.compactMap { look.lines[$0].value(field) })
        return lines.map { index in
            let line = look.lines[index]
            let name = line.value(field) ?? ""
            let agency = look.directory.agencies[Int(line.agency)].name
            return Duty(
                key: "\(agency) \(name)",
                from: line.at,
                fromLatest: line.latest,
                lines: [index],
                names: [name],
                knownNames: names
            )
        }
    }

    func answer(_ index: Int, answersTo duty: Duty, _ look: Look) -> Bool {
        let line = look.lines[index]
        switch since {
        case .found:
            let named = line.fields.values(.episodes)
            if named.contains(where: duty.names.contains) { return true }
            // Numbers of its own: an interview after the return covers every absence that ended before it.
            return line.at >= duty.from && !named.contains(where: duty.knownNames.contains)
        case .outOfAreaPlacement:
            guard line.at >= duty.from - orBefore.milliseconds else { return false }
            let first = look.lines[duty.lines[0]]
            return duty.names.contains(line.value(.placement) ?? "")
                || line.value(.hostAuthority) == first.value(.hostAuthority)
        case .facts(_, let field):
            return line.at >= duty.from && duty.names.contains(line.value(field) ?? "")
        }
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

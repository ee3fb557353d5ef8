import RuleEngine
import SafeguardingModel

extension PlainChild {
    func missingTrend(_ node: PlainNode) -> [PlainState] {
        let (count, faster, longer, night) = (node["count"], node["faster"], node["longer"], node["firstNight"])
        let all = missing
        var signs: [(at: Int64, sign: String, order: Int, absence: Int)] = []
        var lastNight: Int64?
        for place in all.indices {
            let at = all[place].start.lowerBound
            func begun(_ from: Int64, _ through: Int64) -> Int {
                all.count { $0.start.lowerBound > from && $0.start.lowerBound <= through }
            }
            let within = all[...place].count { $0.start.lowerBound >= at - (count.span("within") ?? 0) }
            for (number, step) in count.numbers("reaches").enumerated() where within >= step {
                signs.append((at, "count \(step)", 3 + number, place))
            }
            if faster.exists, let span = faster.span("within"), let before = faster.span("thanIn") {
                let recent = all[...place].count { $0.start.lowerBound > at - span }
                let prior = begun(at - span - before, at - span)
                let isFaster = Int64(recent) * before >= Int64((faster.number("times") ?? 0) * prior) * span
                if recent >= faster.number("atLeast") ?? 0, prior > 0, isFaster {
                    signs.append((at, "faster", 0, place))
                }
            }
            if let times = longer.number("times"), let at = grown(all, place, times, longer.span("within") ?? 0) {
                signs.append((at, "longer", 1, place))
            }
            if let past = night.clock("past") {
                let at = clock(past, after: all[place].start.upperBound)
                guard all[place].endEarliest > at, at <= now else { continue }
                if lastNight.map({ at - $0 > night.span("notIn") ?? 0 }) ?? true {
                    signs.append((at, "night", 2, place))
                }
                lastNight = at
            }
        }
        signs.sort { ($0.at, $0.order) < ($1.at, $1.order) }
        let quiet = node.span("quiet") ?? count.span("within") ?? 0
        let reach = max(count.span("within") ?? 0, longer.span("within") ?? 0)
        var held: Set<String> = []
        let moments = signs.indices.map { place in
            let sign = signs[place]
            if place > 0, sign.at - signs[place - 1].at > quiet { held = [] }
            held.insert(sign.sign)
            let last = signs[...place].map(\.absence).max() ?? 0
            let meant = all[...last].filter { $0.start.lowerBound >= sign.at - reach }
            let level = isKnown(before: sign.at) ? max(node.severity("ifKnown") ?? .low, node.severity) : node.severity
            let found = meant.compactMap(\.found).filter { $0.at <= sign.at }
            return PlainMoment(
                at: sign.at,
                depth: held.count,
                severity: level,
                evidence: meant.map(\.report) + found
            )
        }
        return PlainMoment.states(moments, quiet: quiet)
    }

    /// When an absence became the last of so many, each certainly longer than the one before.
    private func grown(_ all: [PlainAbsence], _ place: Int, _ times: Int, _ within: Int64) -> Int64? {
        let first = place - times + 1
        guard first >= 0, all[first].start.lowerBound >= all[place].start.lowerBound - within else { return nil }
        for number in first..<place - 1 {
            guard let next = all[number + 1].certainLength, let length = all[number].longestLength, next > length
            else { return nil }
        }
        guard let before = all[place - 1].longestLength else { return nil }
        let at = all[place].start.upperBound + before + 1
        return all[place].endEarliest >= at && at <= now ? at : nil
    }

    func stillMissing(_ node: PlainNode) -> [PlainState] {
        missing.compactMap { absence in
            var state: PlainState?
            for (number, step) in node["steps"].items.enumerated() {
                guard let at = reached(step, node, absence), at <= now else { break }
                let placement = node.flag("outOfArea") ? [placement(at: at)].compactMap(\.self) : []
                state = PlainState(
                    from: state?.from ?? at,
                    depth: number + 1,
                    severity: step.severity,
                    evidence: PlainFact.ids([absence.report] + placement)
                )
            }
            return state
        }
    }

    private func reached(_ step: PlainNode, _ node: PlainNode, _ absence: PlainAbsence) -> Int64? {
        let start = absence.start.upperBound
        var at = start + (step.span("after") ?? 0)
        if let past = step.clock("orPast") { at = min(at, clock(past, after: start - 1) + (step.span("by") ?? 0)) }
        if let age = node.number("knownOrYoungerThan"), self.age(at: at) ?? 99 >= age {
            guard let known = firstKnown(from: at) else { return nil }
            at = known
        }
        guard absence.endEarliest > at, !node.flag("outOfArea") || placement(at: at) != nil else { return nil }
        return at
    }

    /// The placement in another authority's area in which the child was; one at a time, the latest that began.
    private func placement(at moment: Int64) -> PlainFact? {
        guard let last = facts.last(where: { $0.kind == .placementStarted && $0.at <= moment }) else { return nil }
        return last.isOutOfArea && end(of: last) > moment ? last : nil
    }

    private func end(of placement: PlainFact) -> Int64 {
        let after = facts.drop { $0.event.id != placement.event.id }.dropFirst()
        let next = after.first { $0.kind == .placementStarted }
        let own = after.prefix { !($0.kind == .placementStarted && $0.isSame(as: placement)) }
        let told = own.first { $0.kind == .placementEnded && $0.isSame(as: placement) }
        return min(next?.at ?? .max, told?.at ?? .max)
    }

    func overdue(_ node: PlainNode) -> [PlainState] {
        let together = node.span("together")
        var breaches: [[(at: Int64, step: Int, severity: Severity, duty: Int, facts: [PlainFact])]] = []
        for (number, duty) in duties(node).enumerated() {
            var own: [(at: Int64, step: Int, severity: Severity, duty: Int, facts: [PlainFact])] = []
            for (place, step) in node["steps"].items.enumerated() {
                var at = deadline(step, duty.facts[duty.facts.count - 1])
                if step.flag("onlyIfKnown") {
                    guard let known = firstKnown(from: at) else { continue }
                    at = known
                }
                guard duty.answered > at, duty.until > at, at <= now else { break }
                let level = isKnown(before: at) ? step.severity("ifKnown") ?? step.severity : step.severity
                own.append((at, place, level, number, duty.facts))
            }
            if !own.isEmpty { breaches.append(own) }
        }
        guard let together else {
            return breaches.map { own in
                PlainState(
                    from: own[0].at,
                    depth: own[own.count - 1].step + 1,
                    severity: own.map(\.severity).max() ?? .low,
                    evidence: PlainFact.ids(own[0].facts)
                )
            }
        }
        let all = breaches.flatMap(\.self).sorted { ($0.at, $0.duty) < ($1.at, $1.duty) }
        var begin = 0
        let moments = all.indices.map { place in
            if place > 0, all[place].at - all[place - 1].at > together { begin = place }
            let held = all[begin...place]
            let doublings = (0...20).last { 1 << $0 <= Set(held.map(\.duty)).count } ?? 0
            return PlainMoment(
                at: all[place].at,
                depth: (held.map(\.step).max() ?? 0) + 1 + doublings,
                severity: all[place].severity,
                evidence: held.flatMap(\.facts)
            )
        }
        return PlainMoment.states(moments, quiet: together)
    }

    private func deadline(_ step: PlainNode, _ since: PlainFact) -> Int64 {
        guard let days = Int(step.text("after").split(separator: " working")[0]), step.text("after").contains("working")
        else { return since.latest + (step.span("after") ?? 0) }
        let working = (1...1_000).lazy.map { day(since.at).advanced(by: $0) }.filter(calendar.isWorkingDay)
        let last = Array(working.prefix(days)).last ?? day(since.at)
        return Zone.london.startOfDay(last.advanced(by: 1)).milliseconds
    }

    /// What has to be answered: its facts (the last one starts the clock), when it was answered, when it lapsed.
    private func duties(_ node: PlainNode) -> [(facts: [PlainFact], answered: Int64, until: Int64)] {
        let answers = picked(node["unless"])
        func first(_ isMeant: (PlainFact) -> Bool) -> Int64 { answers.filter(isMeant).map(\.at).min() ?? .max }
        switch node.text("since") {
        case "found":
            return absences.filter(\.isMissing).compactMap { absence in
                guard let found = absence.found else { return nil }
                let facts = absence.report.event.id == found.event.id ? [found] : [absence.report, found]
                return (facts, first { isInterview($0, of: absence, found) }, .max)
            }
        case "placement out of area":
            var kept: [PlainFact] = []
            for one in facts where one.kind == .placementStarted && one.isOutOfArea {
                let isToldAgain = kept.contains {
                    $0.value(.hostAuthority) == one.value(.hostAuthority) && one.at - $0.at <= 7 * 86_400_000
                }
                if !isToldAgain { kept.append(one) }
            }
            return kept.map { one in
                let answered = first {
                    $0.at >= one.at - (node.span("orBefore") ?? 0)
                        && ($0.value(.placement) == one.value(.placement)
                            || $0.value(.hostAuthority) == one.value(.hostAuthority))
                }
                let end = end(of: one)
                let isContinued = facts.contains {
                    $0.kind == .placementStarted && $0.at == end
                        && $0.value(.hostAuthority) == one.value(.hostAuthority)
                }
                return ([one], answered, isContinued ? .max : end)
            }
        default:
            let field = FieldName(rawValue: node.text("matching"))
            return picked(node["since"]).map { one in
                (
                    [one],
                    first { answer in answer.at >= one.at && field.map { answer.value($0) == one.value($0) } ?? true },
                    .max
                )
            }
        }
    }

    /// An interview answers the absences that it names; where it names none that is known, all that had ended.
    private func isInterview(_ interview: PlainFact, of absence: PlainAbsence, _ found: PlainFact) -> Bool {
        let names = interview.event.fields.values(.episodes)
        func isNamed(_ absence: PlainAbsence) -> Bool {
            absence.members.contains { $0.value(.episode).map(names.contains) ?? false }
        }
        return absences.contains(where: isNamed) ? isNamed(absence) : interview.at >= found.at
    }
}

extension PlainFact {
    /// A placement that lies in the area of another authority than the responsible one.
    var isOutOfArea: Bool {
        let (host, responsible) = (value(.hostAuthority) ?? "", value(.responsibleAuthority) ?? "")
        return !host.isEmpty && !responsible.isEmpty && host != responsible
    }

    func isSame(as placement: PlainFact) -> Bool {
        agency == placement.agency && value(.placement) == placement.value(.placement)
    }
}

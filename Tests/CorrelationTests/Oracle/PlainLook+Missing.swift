import RuleEngine
import SafeguardingModel

extension PlainLook {
    func missingTrend(_ node: PlainNode) -> [PlainMoment] {
        let (count, faster, longer, night) = (node["count"], node["faster"], node["longer"], node["firstNight"])
        let all = missing
        let often = all.filter { !isWithFamily($0) }
        var signs: [(at: Int64, sign: String, order: Int, absence: Int)] = []
        var lastNight: Int64?
        for place in all.indices {
            let at = all[place].start.lowerBound
            func begun(_ from: Int64, _ through: Int64) -> Int {
                often.count { $0.start.lowerBound > from && $0.start.lowerBound <= through }
            }
            let isCounted = !isWithFamily(all[place])
            let past = all[...place].filter { !isWithFamily($0) }
            let within = past.count { $0.start.lowerBound >= at - (count.span("within") ?? 0) }
            for (number, step) in count.numbers("reaches").enumerated() where within >= step && isCounted {
                signs.append((at, "count \(step)", 3 + number, place))
            }
            if faster.exists, let span = faster.span("within"), let before = faster.span("thanIn") {
                let recent = past.count { $0.start.lowerBound > at - span }
                let prior = begun(at - span - before, at - span)
                let isFaster = Int64(recent) * before >= Int64(faster.number("times") * prior) * span
                if isCounted, recent >= faster.number("atLeast"), prior > 0, isFaster {
                    signs.append((at, "faster", 0, place))
                }
            }
            if longer.exists, let at = grown(all, place, longer) { signs.append((at, "longer", 1, place)) }
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
            return PlainMoment(at: sign.at, depth: held.count, level, meant.map(\.report) + found)
        }
        return PlainMoment.states(moments, quiet: quiet)
    }

    /// Reported as with one of the family, and found with the same at most six hours later.
    private func isWithFamily(_ absence: PlainAbsence) -> Bool {
        guard let found = absence.found, absence.longestLength ?? .max <= 6 * 3_600_000 else { return false }
        let named = absence.members.filter { $0.kind == .missingReported }.flatMap(\.event.links)
        return found.event.links.contains { link in
            link.role == .foundWith && link.isFamily(of: child)
                && named.contains { other in
                    !Set(other.keys).isDisjoint(with: link.keys)
                        || !link.label.isEmpty && link.label.lowercased() == other.label.lowercased()
                }
        }
    }

    /// When an absence became the last of so many, each certainly longer than the one before.
    private func grown(_ all: [PlainAbsence], _ place: Int, _ longer: PlainNode) -> Int64? {
        let first = place - longer.number("times") + 1
        guard first >= 0, all[first].start.lowerBound >= all[place].start.lowerBound - (longer.span("within") ?? 0)
        else { return nil }
        for number in first..<place - 1 {
            guard let next = all[number + 1].certainLength, let length = all[number].longestLength, next > length
            else { return nil }
        }
        guard let before = all[place - 1].longestLength else { return nil }
        let at = all[place].start.upperBound + before + 1
        return all[place].endEarliest >= at && at <= now ? at : nil
    }

    func stillMissing(_ node: PlainNode) -> [PlainMoment] {
        missing.compactMap { absence in
            var state: PlainMoment?
            for (number, step) in node["steps"].items.enumerated() {
                guard let at = reached(step, node, absence), at <= now else { break }
                let place = node.flag("outOfArea") ? [placement(at: at)].compactMap(\.self) : []
                var next = PlainMoment(at: state?.at ?? at, depth: number + 1, step.severity, [absence.report] + place)
                next.latest = at
                state = next
            }
            state?.overtaken = absence.end?.upperBound
            return state
        }
    }

    private func reached(_ step: PlainNode, _ node: PlainNode, _ absence: PlainAbsence) -> Int64? {
        let start = absence.start.upperBound
        var at = start + (step.span("after") ?? 0)
        if let past = step.clock("orPast") { at = min(at, clock(past, after: start - 1) + (step.span("by") ?? 0)) }
        if node["knownOrYoungerThan"].exists, age(at: at) ?? 99 >= node.number("knownOrYoungerThan") {
            guard let known = firstKnown(from: at) else { return nil }
            at = known
        }
        guard absence.endEarliest > at else { return nil }
        return !node.flag("outOfArea") || placement(at: at)?.isOutOfArea ?? false ? at : nil
    }

    /// The report of the absence in which, or so long after which, a fact was told by an agency of another area.
    func reportBefore(elsewhere fact: PlainFact, _ afterReturn: Int64) -> PlainFact? {
        guard let absence = absences.last(where: { $0.start.lowerBound <= fact.at }), absence.isMissing,
            absence.isReported, absence.start.upperBound <= fact.at,
            absence.end.map({ fact.latest <= $0.upperBound + afterReturn }) ?? true, isElsewhere(fact, absence)
        else { return nil }
        return absence.report
    }

    /// Another force than those that look for the child, or an agency of an authority that has nothing to do with them.
    private func isElsewhere(_ fact: PlainFact, _ absence: PlainAbsence) -> Bool {
        let start = absence.start.upperBound
        let tellers = facts.filter { $0.kind == .missingReported }.within(90 * 86_400_000, before: start + 3_600_000)
            .map(\.agency)
        if fact.agency.sector == .police {
            let forces = tellers.filter { $0.sector == .police }
            return !forces.isEmpty && !forces.contains(fact.agency)
        }
        let placed = placement(at: start).map { [$0.value(.hostAuthority), $0.value(.responsibleAuthority)] } ?? []
        let own = (placed + [authority(at: start)]).compactMap(\.self)
        let areas = own + tellers.filter { $0.sector != .police }.compactMap(\.authority)
        return !own.isEmpty && fact.agency.authority.map { !areas.contains($0) } ?? false
    }
}

extension PlainLook {
    /// Something that has to follow: what begins it, when it was answered, when nobody waits for it any more.
    private struct Duty {
        var number: Int
        var since: PlainMoment
        var answered = Int64.max
        var until = Int64.max
    }

    func overdue(_ node: PlainNode) -> [PlainMoment] {
        let breaches = duties(node).map { self.breaches(of: $0, node) }.filter { !$0.isEmpty }
        guard let together = node.span("together") else {
            return breaches.map { own in
                var state = own[own.count - 1]
                (state.moment.at, state.moment.latest) = (own[0].moment.at, state.moment.at)
                state.moment.severity = own.map(\.moment.severity).max() ?? .low
                state.moment.overtaken = overtaken(own)
                return state.moment
            }
        }
        let all = breaches.flatMap(\.self).sorted { ($0.moment.at, $0.duty) < ($1.moment.at, $1.duty) }
        let runs = PlainMoment.runs(all.map(\.moment), quiet: together)
        let held = runs.compactMap { run -> PlainMoment? in
            let last = run[run.endIndex - 1]
            let count = Set(all[run.startIndex..<run.endIndex].map(\.duty)).count / node.number("reaches", or: 1)
            guard let doublings = (0...20).last(where: { 1 << $0 <= count }) else { return nil }
            let depth = (run.map(\.depth).max() ?? 0) + doublings
            let (own, others) = (run.flatMap(\.own), run.flatMap(\.others))
            return PlainMoment(at: last.at, depth: depth, last.severity, own, others: others)
        }
        return PlainMoment.states(held, quiet: together).map { state in
            var state = state
            // Everything that fell due since the last pause, up to the end of this state.
            let run = runs.last { $0[$0.endIndex - 1].at <= state.latest } ?? []
            state.overtaken = overtaken(Array(all[run.startIndex..<run.endIndex]))
            return state
        }
    }

    private func overtaken(_ breaches: [Breach]) -> Int64? {
        breaches.contains { $0.end == .max } ? nil : breaches.map(\.end).max()
    }

    private typealias Breach = (duty: Int, moment: PlainMoment, end: Int64)

    /// The steps of one duty that were reached without an answer; the depth is the step's number.
    private func breaches(of duty: Duty, _ node: PlainNode) -> [Breach] {
        var breaches: [Breach] = []
        let end = min(duty.answered, duty.until)
        let due = node["steps"].items.first { !$0.flag("early") }.map { deadline($0, duty.since) } ?? .max
        for (place, step) in node["steps"].items.enumerated() {
            var at = deadline(step, duty.since)
            if step.flag("onlyIfKnown") {
                guard let known = firstKnown(from: at) else { continue }
                at = known
            }
            guard end > at, at <= now else { break }
            if step.flag("early"), end <= due { continue }
            guard holds(step["while"], at: at, duty.since.own.last) else { continue }
            var level = step.severity
            if isKnown(before: at), let known = step.severity("ifKnown") { level = known }
            if isKnown(before: duty.since.at), let known = step.severity("ifKnownBefore") { level = max(level, known) }
            var moment = PlainMoment(at: at, depth: place + 1, level, [], others: duty.since.others)
            moment.own = duty.since.own
            breaches.append((duty.number, moment, end))
        }
        return breaches
    }

    private func deadline(_ step: PlainNode, _ since: PlainMoment) -> Int64 {
        guard step.text("after").contains("working"), let days = Int(step.text("after").prefix { $0 != " " })
        else { return since.latest + (step.span("after") ?? 0) }
        let working = (1...1_000).lazy.map { day(since.at).advanced(by: $0) }.filter(oracle.calendar.isWorkingDay)
        let last = Array(working.prefix(days)).last ?? day(since.at)
        return Zone.london.startOfDay(last.advanced(by: 1)).milliseconds
    }

    private func duties(_ node: PlainNode) -> [Duty] {
        let answers = picked(node["unless"])
        let (word, before) = (node.text("since"), node.span("orBefore") ?? 0)
        let field = FieldName(rawValue: node.text("matching"))
        let ends = node["until"].exists ? moments(node["until"]).map(\.at) : []
        return begun(node["since"]).enumerated().map { number, since in
            var duty = Duty(number: number, since: since)
            let first = since.own.first ?? since.others[0]
            let own = answers.filter { answer in
                switch word {
                case "national alert": return isCancelled(since.others[0], by: answer, answers)
                case "found": return isInterview(answer, of: since.own.last ?? first, before)
                case "placement out of area":
                    return answer.latest >= since.at - before
                        && (answer.value(.placement) == first.value(.placement)
                            || answer.value(.hostAuthority) == first.value(.hostAuthority))
                default:
                    guard answer.latest >= since.at - before else { return false }
                    return field.map { !since.own.isEmpty && answer.value($0) == first.value($0) } ?? !since.own
                        .contains(answer)
                }
            }
            duty.answered = own.map(\.at).min() ?? .max
            duty.until = ends.first { $0 >= since.at } ?? .max
            if word == "placement out of area" { duty.until = min(duty.until, lastingEnd(of: first)) }
            if word == "national alert" { duty.since.own = (since.own + since.others).inOrder; duty.since.others = [] }
            return duty
        }.filter { holds(node["while"], at: $0.since.at, $0.since.own.last) }
    }

    private func begun(_ node: PlainNode) -> [PlainMoment] {
        switch node.own {
        case "found":
            return absences.filter(\.isMissing).compactMap { absence in
                absence.found.map { found in
                    var moment = PlainMoment(found)
                    if absence.report != found { moment.own = [absence.report, found] }
                    return moment
                }
            }
        case "national alert":
            return facts.filter { $0.kind == .nationalAlertRaised }.compactMap { raised in
                let absence = absences.last { $0.start.lowerBound <= raised.latest }
                guard let found = absence?.found, found.latest >= raised.at else { return nil }
                var moment = PlainMoment(found)
                moment.others = [raised]
                return moment
            }
        case "placement out of area":
            var kept: [PlainFact] = []
            for one in facts where one.kind == .placementStarted && one.isOutOfArea {
                let isToldAgain = kept.contains {
                    $0.value(.hostAuthority) == one.value(.hostAuthority) && one.at - $0.at <= 7 * 86_400_000
                }
                if !isToldAgain { kept.append(one) }
            }
            return kept.map(PlainMoment.init)
        default: return moments(node)
        }
    }

    /// When a placement ended, unless another agency only told it again.
    private func lastingEnd(of placement: PlainFact) -> Int64 {
        let end = end(of: placement)
        let isContinued = facts.contains {
            $0.kind == .placementStarted && $0.at == end && $0.value(.hostAuthority) == placement.value(.hostAuthority)
        }
        return isContinued ? .max : end
    }

    /// With this cancellation every recipient has been told; one that names nobody tells all.
    private func isCancelled(_ raised: PlainFact, by answer: PlainFact, _ answers: [PlainFact]) -> Bool {
        func recipients(_ fact: PlainFact) -> [String] { fact.event.fields.values(.recipients) }
        guard answer.at >= raised.at else { return false }
        let told = answers.filter { $0.at >= raised.at && $0.order <= answer.order }
        return recipients(answer).isEmpty || Set(recipients(raised)).isSubset(of: told.flatMap(recipients))
    }

    /// An interview answers the absences that it names; where it names none that is known, all that had ended.
    private func isInterview(_ interview: PlainFact, of found: PlainFact, _ before: Int64) -> Bool {
        let names = interview.event.fields.values(.episodes)
        let named = absences.filter { $0.members.contains { $0.value(.episode).map(names.contains) ?? false } }
        return named.isEmpty ? interview.latest >= found.at - before : named.contains { $0.found == found }
    }
}

import RuleEngine
import SafeguardingModel

extension PlainLook {
    func count(_ node: PlainNode) -> [PlainMoment] {
        let counted = counted(node)
        guard node["per"].exists else { return states(of: counted, node) }
        return Set(counted.flatMap(\.own).flatMap(\.absentAgencies)).sorted().flatMap { name in
            states(of: counted.filter { $0.own.contains { $0.absentAgencies.contains(name) } }, node)
        }
    }

    private func counted(_ node: PlainNode) -> [PlainMoment] {
        let each = FieldName(rawValue: node.text("each"))
        var counted: [PlainMoment] = []
        for moment in moments(node["of"]) {
            let fact = moment.own.first
            let isToldAgain = counted.contains { other in
                guard let each, let fact, let value = fact.value(each) else { return false }
                return value == other.own.first?.value(each) && fact.agency == other.own.first?.agency
            }
            if !isToldAgain { counted.append(moment) }
        }
        if let apart = node.span("apart") {
            counted = counted.reduce(into: []) { kept, moment in
                let before = kept.last { $0.own.first?.agency == moment.own.first?.agency }
                if moment.own.isEmpty || before.map({ moment.at - $0.at >= apart }) ?? true { kept.append(moment) }
            }
        }
        if node["where"].exists { counted = counted.filter { report(behind: $0, node) != nil } }
        if node["while"].exists { counted = counted.filter { holds(node["while"], at: $0.at, $0.own.last) } }
        return counted
    }

    private func states(of counted: [PlainMoment], _ node: PlainNode) -> [PlainMoment] {
        let (within, longer, ifKnown) = (node.span("within") ?? 0, node["longerAfter"], node["ifKnown"])
        let far = longer.span("within") ?? 0
        let held = counted.indices.compactMap { last -> PlainMoment? in
            let at = counted[last].at
            func inside(_ span: Int64) -> [PlainMoment] { counted[...last].filter { $0.at >= at - span } }
            let isLonger = !picked(longer["any"]).within(far, before: at).isEmpty
            let all = inside(isLonger ? far : within)
            let number = number(all, node)
            let isEnough = node["orWithMissingBetween"].exists && number >= node.number("orWithMissingBetween")
            let between = missing.filter { isEnough && $0.start.lowerBound > all[0].at && $0.start.lowerBound < at }
            let isMetAsKnown =
                ifKnown.exists && isKnown(before: at)
                && self.number(inside(ifKnown.span("within") ?? 0), node) >= ifKnown.number("reaches")
            let steps = node.numbers("reaches").count { $0 <= number }
            guard steps > 0 || isMetAsKnown || !between.isEmpty else { return nil }
            let report = node["where"].exists ? [report(behind: counted[last], node)].compactMap(\.self) : []
            return PlainMoment(
                at: at,
                depth: node["distinct"].exists ? number : node["per"].exists ? steps : steps + 1,
                node.severity,
                all.flatMap(\.own) + between.map(\.report) + report,
                others: all.flatMap(\.others)
            )
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? max(far, within))
    }

    /// How many moments, or how many sectors or agencies told of them.
    private func number(_ moments: [PlainMoment], _ node: PlainNode) -> Int {
        let facts = moments.flatMap(\.own)
        switch node.text("distinct") {
        case "sector": return voices(facts) { $0.agency.sector.rawValue }.count
        case "agency": return voices(facts) { $0.agency.name.rawValue }.count
        default: return moments.count
        }
    }

    /// Who tells of something. An absence is told by the first to report it who tells of nothing else.
    private func voices(_ facts: [PlainFact], _ name: (PlainFact) -> String) -> Set<String> {
        let reports = facts.filter { $0.kind == .missingReported }
        let own = Set(facts.filter { $0.kind != .missingReported }.map(name))
        return absences.reduce(into: own) { voices, absence in
            let first = reports.first { absence.members.contains($0) && !own.contains(name($0)) }
            if let first { voices.insert(name(first)) }
        }
    }

    /// The report of the absence during which, or shortly after which, an agency of another area told.
    private func report(behind moment: PlainMoment, _ node: PlainNode) -> PlainFact? {
        moment.own.last.flatMap { reportBefore(elsewhere: $0, node.span("afterReturn") ?? 0) }
    }

    func together(_ node: PlainNode) -> [PlainMoment] {
        let (within, parts) = (node.span("within") ?? 0, node["all"].items)
        let isMissing = parts.contains { $0.own == "missing" }
        let away = isMissing ? missing : []
        let facts = parts.filter { $0.own != "missing" }.map { moments($0).flatMap(\.own) }
        let times = Set(facts.joined().map(\.at) + away.map(\.start.lowerBound)).sorted()
        let held = times.compactMap { at -> PlainMoment? in
            let met = facts.map { $0.within(within, before: at) }
            let gone = away.filter { $0.start.lowerBound <= at && $0.endLatest >= at - within }
            guard met.allSatisfy({ !$0.isEmpty }), !isMissing || !gone.isEmpty else { return nil }
            return PlainMoment(at: at, node.severity, met.flatMap(\.self) + gone.map(\.report))
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? within)
    }

    func sequence(_ node: PlainNode) -> [PlainMoment] {
        let within = node.span("within") ?? 0
        let firsts = moments(node["first"])
        let held = moments(node["then"]).compactMap { second -> PlainMoment? in
            let before = firsts.filter { first in
                first.own != second.own && first.at >= second.at - within && first.at <= second.at
                    && (!node.flag("byAnotherSector") || first.own.sectors.isDisjoint(with: second.own.sectors))
            }
            guard !before.isEmpty, holds(node["while"], at: second.at, second.own.last) else { return nil }
            let depth = before.flatMap(\.own).sectors.count
            let all = before + [second]
            return PlainMoment(
                at: second.at,
                depth: depth,
                node.severity,
                all.flatMap(\.own),
                others: all.flatMap(\.others)
            )
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? within)
    }

    func worseAfter(_ node: PlainNode) -> [PlainMoment] {
        let within = node.span("within") ?? 0
        let all = moments(node["of"])
        let held = moments(node["since"]).compactMap { change -> PlainMoment? in
            let before = all.count { $0.at < change.at && $0.at >= change.at - within }
            let after = all.filter { $0.at > change.latest && $0.at <= change.at + within }
            let first = after.indices.first {
                $0 + 1 >= node.number("atLeast") && ($0 + 1) * 100 >= node.decimal("times") * before
            }
            return first.map { place in
                PlainMoment(at: after[place].at, node.severity, change.own + after[...place].flatMap(\.own))
            }
        }
        return PlainMoment.states(held.sorted { $0.at < $1.at }, quiet: within)
    }

    func turns(_ node: PlainNode) -> [PlainMoment] {
        guard let born = child.born else { return [] }
        let at = PlainLook.day(born, years: node.number("years"), months: node.number("months"))
        let because = picked(node["because"]["any"]).within(node["because"].span("within") ?? 0, before: at)
        guard at <= now, !because.isEmpty, holds(node["while"], at: at, nil) else { return [] }
        return [PlainMoment(at: at, node.severity, because)]
    }

    func silence(_ node: PlainNode) -> [PlainMoment] {
        let within = node.span("in") ?? 0
        let silences = facts.compactMap { last -> PlainMoment? in
            let sector = last.agency.sector
            let at = last.at + (node["afterFor"].span(sector.rawValue) ?? node.span("after") ?? 0)
            let own = facts.filter { $0.agency == last.agency }
            let told = own.filter { $0.order <= last.order }.within(within, before: last.at)
            let isExpected =
                switch sector {
                case .residential: placement(at: at)?.agency == last.agency
                case .education: last.kind != .educationOffRoll
                default: true
                }
            guard node.texts("of").contains(sector.rawValue), isExpected, at <= now,
                !own.contains(where: { $0.order > last.order && $0.at <= at }),
                Set(told.map { day($0.at) }).count >= node.number("regular"), holds(node["while"], at: at, nil)
            else { return nil }
            return PlainMoment(at: at, node.severity, [last])
        }.sorted(by: PlainMoment.isBefore)
        let quiet = node.span("quiet") ?? within
        let runs = PlainMoment.runs(silences, quiet: quiet)
        let held = runs.map { run in
            // The last fact of every agency.
            let lasts = run.flatMap(\.own).filter { one in
                !run.flatMap(\.own).contains { $0.agency == one.agency && $0.order > one.order }
            }
            return PlainMoment(at: run[run.endIndex - 1].at, depth: lasts.count, node.severity, lasts)
        }
        return PlainMoment.states(held, quiet: quiet).map { state in
            var state = state
            let silent = silences.filter { $0.at >= state.at && $0.at <= state.latest }.flatMap(\.own)
            let ends = silent.filter { one in
                !silent.contains { $0.agency == one.agency && $0.order > one.order }
            }.map { last in facts.filter { $0.agency == last.agency && $0.order > last.order }.map(\.at).min() }
            state.overtaken = ends.contains(nil) ? nil : ends.compactMap(\.self).max()
            return state
        }
    }

    func attendance(_ node: PlainNode) -> [PlainMoment] {
        let marks = facts.filter { $0.kind == .attendanceMarked }
        // The last mark of each session counts.
        let sessions = marks.filter { mark in
            !marks.contains { other in
                other.order > mark.order && day(other.at) == day(mark.at)
                    && other.value(.session) == mark.value(.session)
            }
        }
        func isAbsent(_ mark: PlainFact) -> Bool { node.texts("codes").contains(mark.value(.code) ?? "") }
        let (fall, among) = (node["fall"], node.number("inSessions"))
        let held = sessions.indices.compactMap { place -> PlainMoment? in
            let at = sessions[place].at
            var recent = sessions[...place].suffix(among).filter { $0.at >= at - Int64(among + 4) * 86_400_000 }
            let period = Int64(among + 4) * 86_400_000
            let earlier = sessions[..<place].filter { one in
                one.at >= at - 5 * period && !recent.contains { $0.order == one.order }
            }
            let hasGrown =
                recent.count >= node.number("absences") && !earlier.isEmpty && earlier.count <= 2 * recent.count
            if recent.allSatisfy(isAbsent), !hasGrown {
                // Absences alone are told: a day has two sessions.
                let days = (0...400).map { day(at).advanced(by: -$0) }
                let school = days.enumerated().filter { $0.offset == 0 || oracle.calendar.isWorkingDay($0.element) }
                let first = school[(among + 1) / 2 - 1].element
                recent = recent.filter { day($0.at) >= first }
            }
            let (span, before) = (fall.number("sessions"), fall.number("before"))
            let hasFallen =
                fall.exists && place + 1 >= span + before
                && sessions[...place].suffix(span).count { !isAbsent($0) } * 100 < fall.number("below") * span
                && sessions[...place].dropLast(span).suffix(before).count { !isAbsent($0) } * 100
                    > fall.number("above") * before
            let missed = recent.filter(isAbsent)
            let depth = (missed.count >= node.number("absences") ? 1 : 0) + (hasFallen ? 1 : 0)
            guard isAbsent(sessions[place]), depth > 0 else { return nil }
            return PlainMoment(at: at, depth: depth, node.severity, missed)
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? 90 * 86_400_000)
    }
}

extension PlainFact {
    /// The agencies that were invited and did not come; none where nobody wrote down who came.
    fileprivate var absentAgencies: Set<String> {
        let attended = Set(event.fields.values(.attended).map { $0.lowercased() })
        return attended.isEmpty ? [] : Set(event.fields.values(.invited).map { $0.lowercased() }).subtracting(attended)
    }
}

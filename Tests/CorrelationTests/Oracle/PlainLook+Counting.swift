import SafeguardingModel

extension PlainLook {
    func count(_ node: PlainNode) -> [PlainMoment] {
        let (within, longer) = (node.span("within") ?? 0, node["longerAfter"])
        let far = longer.span("within") ?? 0
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
        if node["while"].exists { counted = counted.filter { holds(node["while"], at: $0.at, $0.own.last) } }
        let held = counted.indices.compactMap { last -> PlainMoment? in
            let at = counted[last].at
            let isLonger = !picked(longer["any"]).within(far, before: at).isEmpty
            let inside = counted[...last].filter { $0.at >= at - (isLonger ? far : within) }
            let isEnough = node["orWithMissingBetween"].exists && inside.count >= node.number("orWithMissingBetween")
            let between = missing.filter { isEnough && $0.start.lowerBound > inside[0].at && $0.start.lowerBound < at }
            let steps = node.numbers("reaches").count { $0 <= inside.count }
            guard steps > 0 || !between.isEmpty else { return nil }
            let facts = inside.flatMap(\.own) + between.map(\.report)
            return PlainMoment(at: at, depth: steps + 1, node.severity, facts, others: inside.flatMap(\.others))
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? max(far, within))
    }

    func sectors(_ node: PlainNode) -> [PlainMoment] {
        let (within, ifKnown) = (node.span("within") ?? 0, node["ifKnown"])
        let all = picked(node["of"])
        let held = all.compactMap { fact -> PlainMoment? in
            func told(_ span: Int64) -> [PlainFact] {
                all.filter { $0.order <= fact.order }.within(span, before: fact.at)
            }
            let recent = told(within)
            let isMet = recent.sectors.count >= node.number("atLeast")
            let isMetAsKnown =
                ifKnown.exists && isKnown(before: fact.at)
                && told(ifKnown.span("within") ?? 0).sectors.count >= ifKnown.number("atLeast")
            guard isMet || isMetAsKnown else { return nil }
            return PlainMoment(at: fact.at, depth: recent.sectors.count, node.severity, recent)
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? within)
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

    func unattended(_ node: PlainNode) -> [PlainMoment] {
        func absent(_ fact: PlainFact) -> Set<String> {
            let attended = fact.event.fields.values(.attended).map { $0.lowercased() }
            return attended.isEmpty
                ? [] : Set(fact.event.fields.values(.invited).map { $0.lowercased() }).subtracting(attended)
        }
        let within = node.span("within") ?? 0
        let meetings = picked(node["of"])
        return Set(meetings.flatMap(absent)).sorted().flatMap { name in
            let missed = meetings.filter { absent($0).contains(name) }
            let held = missed.compactMap { last -> PlainMoment? in
                let recent = missed.filter { $0.order <= last.order }.within(within, before: last.at)
                let steps = node.numbers("reaches").count { $0 <= recent.count }
                return steps > 0 ? PlainMoment(at: last.at, depth: steps, node.severity, recent) : nil
            }
            return PlainMoment.states(held, quiet: within)
        }
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
        let held = PlainMoment.runs(silences, quiet: quiet).map { run in
            // Of every agency its last.
            let lasts = run.flatMap(\.own).filter { one in
                !run.flatMap(\.own).contains { $0.agency == one.agency && $0.order > one.order }
            }
            return PlainMoment(at: run[run.endIndex - 1].at, depth: lasts.count, node.severity, lasts)
        }
        return PlainMoment.states(held, quiet: quiet)
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
            let recent = sessions[...place].suffix(among).filter { $0.at >= at - Int64(among + 4) * 86_400_000 }
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

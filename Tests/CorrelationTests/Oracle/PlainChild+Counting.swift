import SafeguardingModel

extension PlainChild {
    func count(_ node: PlainNode) -> [PlainState] {
        let (within, longer) = (node.span("within") ?? 0, node["longerAfter"])
        let each = FieldName(rawValue: node.text("each"))
        var counted: [PlainFact] = []
        for fact in picked(node["of"]) {
            let isToldAgain = counted.contains { other in
                each.map { fact.value($0) != nil && fact.value($0) == other.value($0) && fact.agency == other.agency }
                    ?? false
            }
            if !isToldAgain { counted.append(fact) }
        }
        let moments = counted.indices.compactMap { last -> PlainMoment? in
            let at = counted[last].at
            let isLonger = picked(longer["any"]).contains { (at - (longer.span("within") ?? 0)...at).contains($0.at) }
            let inside = counted[...last].filter { $0.at >= at - (isLonger ? longer.span("within") ?? 0 : within) }
            let isEnough = node.number("orWithMissingBetween").map { inside.count >= $0 } ?? false
            let between = missing.filter { isEnough && $0.start.lowerBound > inside[0].at && $0.start.lowerBound < at }
            let steps = node.numbers("reaches").count { $0 <= inside.count }
            guard steps > 0 || !between.isEmpty else { return nil }
            return PlainMoment(
                at: at,
                depth: steps + 1,
                severity: node.severity,
                evidence: inside + between.map(\.report)
            )
        }
        return PlainMoment.states(moments, quiet: longer.span("within") ?? within)
    }

    func sectors(_ node: PlainNode) -> [PlainState] {
        let (within, ifKnown) = (node.span("within") ?? 0, node["ifKnown"])
        let all = picked(node["of"])
        let moments = all.indices.compactMap { last -> PlainMoment? in
            let at = all[last].at
            func sectors(_ span: Int64) -> Int { Set(all[...last].filter { $0.at >= at - span }.map(\.sector)).count }
            let isMet = sectors(within) >= node.number("atLeast") ?? 0
            let isMetAsKnown =
                ifKnown.exists && isKnown(before: at)
                && sectors(ifKnown.span("within") ?? 0) >= ifKnown.number("atLeast") ?? 0
            guard isMet || isMetAsKnown else { return nil }
            return PlainMoment(
                at: at,
                depth: sectors(within),
                severity: node.severity,
                evidence: all[...last].filter { $0.at >= at - within }
            )
        }
        return PlainMoment.states(moments, quiet: node.span("quiet") ?? within)
    }

    func together(_ node: PlainNode) -> [PlainState] {
        let within = node.span("within") ?? 0
        let parts = node["all"].items
        let absences = parts.contains(where: \.isMissing) ? missing : []
        let facts = parts.filter { !$0.isMissing }.map(picked)
        let times = Set(facts.joined().map(\.at) + absences.map(\.start.lowerBound)).sorted()
        let moments = times.compactMap { at -> PlainMoment? in
            let met = facts.map { $0.filter { (at - within...at).contains($0.at) } }
            let away = absences.filter { $0.start.lowerBound <= at && $0.endLatest >= at - within }
            guard met.allSatisfy({ !$0.isEmpty }), !parts.contains(where: \.isMissing) || !away.isEmpty else {
                return nil
            }
            return PlainMoment(
                at: at,
                depth: 1,
                severity: node.severity,
                evidence: met.flatMap(\.self) + away.map(\.report)
            )
        }
        return PlainMoment.states(moments, quiet: node.span("quiet") ?? within)
    }

    func sequence(_ node: PlainNode) -> [PlainState] {
        let within = node.span("within") ?? 0
        let seconds = node["then"].isMissing ? missing.map(\.report) : picked(node["then"])
        let moments = seconds.compactMap { second -> PlainMoment? in
            let before = picked(node["first"]).filter {
                $0.event.id != second.event.id && (second.at - within...second.at).contains($0.at)
            }
            guard !before.isEmpty else { return nil }
            return PlainMoment(
                at: second.at,
                depth: Set(before.map(\.sector)).count,
                severity: node.severity,
                evidence: before + [second]
            )
        }
        return PlainMoment.states(moments, quiet: node.span("quiet") ?? within)
    }
}

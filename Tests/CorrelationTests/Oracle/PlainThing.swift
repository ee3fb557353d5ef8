import SafeguardingModel

/// A person, a place or a thing that at least two facts name, by everything by which it is recognised; or a home or school
/// from which children go missing.
struct PlainThing: Sendable {
    var keys: Set<LinkKey> = []
    /// The agency from which children go missing.
    var home: Agency?
    let facts: [PlainFact]

    /// Keys that a fact bundles belong together.
    static func all(_ world: [PlainFact], _ children: [PlainPerson]) -> [PlainThing] {
        let counted = world.filter { fact in children.allSatisfy { $0.id != fact.child || fact.at < $0.adult } }
        let all = Set(world.flatMap(\.keys).map { Set([$0]) }).union(world.flatMap(\.bundles))
        let things = all.reduce(into: [Set<LinkKey>]()) { things, bundle in
            let same = things.filter { !$0.isDisjoint(with: bundle) }
            things.removeAll { !$0.isDisjoint(with: bundle) }
            things.append(same.reduce(bundle) { $0.union($1) })
        }.map { keys in PlainThing(keys: keys, facts: counted.filter { !keys.isDisjoint(with: $0.keys) }) }
        let homes = Set(counted.map(\.agency)).filter { [.residential, .education].contains($0.sector) }.map { agency in
            PlainThing(
                home: agency,
                facts: counted.filter { fact in
                    fact.agency == agency && fact.child != nil
                        && (fact.kind == .missingReported || fact.kind == .missingFound)
                }
            )
        }
        return (things + homes).filter { $0.facts.count > 1 }
    }

    var isPlace: Bool { home == nil && keys.allSatisfy { $0.scheme == .uprn || $0.scheme == .premises } }

    /// Named by the least key that may be named: of a person before that of a place.
    var subject: String {
        if let home { return "place reference:absences/\(home.name)" }
        let open = keys.intersection(facts.filter { !$0.event.handling.isRestricted }.flatMap(\.keys))
        let named = (open.isEmpty ? keys : open).sorted()
        let person = named.first { $0.scheme != .uprn && $0.scheme != .premises }
        return person.map { "person \($0)" } ?? "place \(named[0])"
    }
}

extension PlainLook {
    func shared(_ node: PlainNode) -> [PlainMoment] {
        guard let thing, thing.home == nil, node.text("what") != (thing.isPlace ? "people" : "places"),
            !thing.keys.contains(where: isHome)
        else { return [] }
        let naming = facts.flatMap { fact in
            fact.event.links.filter { !thing.keys.isDisjoint(with: $0.keys) }.map { (fact: fact, link: $0) }
        }
        let isOfConcern = PlainAdult.all(world).contains { !$0.spells.isEmpty && !$0.keys.isDisjoint(with: thing.keys) }
        let isProfessional = naming.contains { $0.link.relation == .professional }
        let most = node.number("sharedByMoreThan", or: 25)
        let keys = thing.keys.filter { sharing($0, by: .max) <= most || isGiven($0) }
        let (within, also, unless) = (node.span("within") ?? 0, node["alsoToldBy"], node["unlessToldBy"])
        let exempt = node["exceptKinds"].exists ? node.texts("exceptKinds") : ["school"]
        let meant = naming.filter {
            !exempt.contains($0.link.kind) && !$0.link.isPublicPlace && !keys.isDisjoint(with: $0.link.keys)
        }
        let strangers = Set(
            children.filter { look in
                let isHome = thing.keys.contains { PlainPerson.isAddress($0, look.child.addresses) }
                return !isHome && !look.child.mayLive(at: naming.map(\.link))
            }.map(\.child.id)
        )
        func isSign(_ link: Link, _ fact: PlainFact) -> Bool {
            guard let look = children.first(where: { $0.child.id == fact.child }) else { return false }
            let line = look.relation(
                [],
                keys: [],
                told: naming.filter { $0.fact.child == fact.child }.map(\.link),
                isProfessional: isProfessional,
                ages: [(fact, link)],
                of: look.child,
                at: fact.at
            )
            return line.text("shared") == "counts"
        }
        let named = meant.filter { fact, link in
            let isAttendance = [.healthAttended, .attendanceMarked].contains(fact.kind)
            let isService =
                [.health, .education].contains(fact.agency.sector) && link.kind != "home"
                && (isAttendance || PublicPlace.isService(name: link.label))
            return fact.child.map(strangers.contains) ?? false && !(thing.isPlace && isService)
                && (isOfConcern || isSign(link, fact))
                && (!node["of"].exists || node["of"].means(fact))
        }.map(\.fact).inOrder
        let voices = meant.map(\.fact).inOrder.filter {
            (also.exists ? also : unless).texts("sectors").contains($0.agency.sector.rawValue)
        }
        func isOneAgencysPhone(_ recent: [PlainFact]) -> Bool {
            thing.keys.allSatisfy { $0.scheme == .phone }
                && Set(recent.map(\.agency.name)).count < node.number("phonesByAgencies", or: 1)
        }
        let quiet = node.span("quiet") ?? within
        var states: [PlainMoment] = []
        var carried: [PlainFact] = []
        for last in (named + (also.exists ? voices : [])).inOrder {
            func past(_ facts: [PlainFact], _ span: Int64) -> [PlainFact] {
                facts.filter { $0.order <= last.order }.within(span, before: last.at)
            }
            let recent = past(named, within)
            let heard = also.exists ? past(voices, also.span("within") ?? 0) : []
            let needed = node.number("facts", or: 1)
            guard recent.count >= needed, households(recent) >= node.number("children", or: 1),
                !isOneAgencysPhone(recent), recent.sectors.count >= node.number("sectors", or: 1),
                !also.exists || !heard.isEmpty
            else { continue }
            let due = last.at + (unless.span("within") ?? 0)
            let isAnswered = unless.exists && voices.contains { $0.at >= recent[0].at && $0.at <= due }
            guard !isAnswered, due <= now else { continue }
            let isNew = states.last.map { due - $0.latest > quiet } ?? true
            let all = ((isNew ? [] : carried) + recent).inOrder
            let homes = households(all)
            let doublings = needed == 1 ? 0 : (0...20).last { 1 << $0 <= max(1, recent.count / needed) } ?? 0
            let level = node["steps"].items.last { $0.number("children") <= homes }?.severity ?? node.severity
            let (depth, severity) = (homes + doublings, max(level, node.severity))
            if !isNew, let state = states.last, depth <= state.depth, severity <= state.severity {
                states[states.count - 1].latest = due
                continue
            }
            carried = all
            var state = PlainMoment(at: due, depth: depth, severity, all + heard + joining(all))
            if !isNew, let old = states.popLast() {
                (state.at, state.latest) = (old.at, due)
                (state.depth, state.severity) = (max(depth, old.depth), max(severity, old.severity))
            }
            states.append(state)
        }
        return states
    }

    /// Where facts name the thing by different keys: the fewest facts, the earlier rather than the later, that say that these
    /// are one's.
    private func joining(_ facts: [PlainFact]) -> [PlainFact] {
        guard let thing else { return [] }
        func bundles(_ fact: PlainFact) -> [Set<LinkKey>] {
            let own = fact.event.links.filter { !$0.isPublicPlace }.map { thing.keys.intersection($0.keys) }
            let isEntry = fact.kind == .personListed || fact.kind == .personUnlisted
            return (isEntry ? [own.reduce([]) { $0.union($1) }] : own).filter { !$0.isEmpty }
        }
        func groups(_ all: [Set<LinkKey>]) -> [Set<LinkKey>] {
            all.reduce(into: []) { groups, one in
                let same = groups.filter { !$0.isDisjoint(with: one) }
                groups.removeAll { !$0.isDisjoint(with: one) }
                groups.append(same.reduce(one) { $0.union($1) })
            }
        }
        let ends = facts.flatMap(bundles)
        func isOne(_ ties: [PlainFact]) -> Bool {
            let all = groups(ends + ties.flatMap(bundles).filter { $0.count > 1 })
            return all.count { group in ends.contains { !$0.isDisjoint(with: group) } } <= 1
        }
        guard !isOne([]) else { return [] }
        var ties: [PlainFact] = []
        for fact in self.facts where !facts.contains(fact) {
            let before = ends + ties.flatMap(bundles).filter { $0.count > 1 }
            let own = bundles(fact).filter { $0.count > 1 }
            if Set(groups(before + own)) != Set(groups(before)) { ties.append(fact) }
        }
        guard isOne(ties) else { return [] }
        for fact in ties.reversed() {
            let rest = ties.filter { $0 != fact }
            if isOne(rest) { ties = rest }
        }
        return ties
    }

    /// How many different homes the children of these facts live in: who has an address in common lives together, unless it
    /// is a children's home's; and who has a family name and a postcode in common, where nothing tells of two houses.
    private func households(_ facts: [PlainFact]) -> Int {
        let homely = Set(world.flatMap(\.keys)).filter(isHome)
        let all = children.flatMap { look in look.child.homes.keys.map { (child: look.child.id, home: $0) } }
        func isTogether(_ one: (child: ChildID, home: [String]), _ other: (child: ChildID, home: [String])) -> Bool {
            let (left, right) = (one.home, other.home)
            if left[1] != "", left[1] == right[1], left[0] == right[0] {
                return !homely.contains { PlainPerson.isAddress($0, [Array(left.prefix(2))]) }
            }
            guard left[0] == right[0], left[2] == right[2], left[2] != "", left[1] == "" else { return false }
            // Whoever's house is not told lives in the family's first.
            let houses = all.filter { $0.home[0] == left[0] && $0.home[2] == left[2] }.map { $0.home[1] }
            return right[1] == houses.filter { $0 != "" }.min() ?? ""
        }
        var groups = children.map { Set([$0.child.id]) }
        for one in all {
            for other in all where isTogether(one, other) {
                let both = groups.filter { $0.contains(one.child) || $0.contains(other.child) }
                groups.removeAll { $0.contains(one.child) || $0.contains(other.child) }
                groups.append(both.reduce([]) { $0.union($1) })
            }
        }
        return groups.count { group in facts.contains { $0.child.map(group.contains) ?? false } }
    }

    func missingTogether(_ node: PlainNode) -> [PlainMoment] {
        guard thing?.home != nil else { return [] }
        let told = facts.filter { !$0.isDayOnly && !($0.kind == .missingReported && $0.value(.category) == "away") }
        func isSame(_ one: PlainFact, _ other: PlainFact) -> Bool {
            one.child == other.child && one.value(.episode) == other.value(.episode)
        }
        func end(_ report: PlainFact) -> Int64 {
            told.first { $0.order > report.order && isSame($0, report) && $0.kind == .missingFound }?.at ?? .max
        }
        // A report while an absence lasts is of the same absence.
        let reports = told.filter { report in
            report.kind == .missingReported
                && !told.contains {
                    $0.kind == .missingReported && $0.order < report.order && isSame($0, report) && end($0) >= report.at
                }
        }
        let within = node.span("in") ?? 0
        let meetings = reports.flatMap { later in
            reports.filter { earlier in
                earlier.order < later.order && later.at - earlier.at <= node.span("startWithin") ?? 0
                    && earlier.child != later.child && end(earlier) > later.at
            }.reversed().map { [$0, later] }
        }
        func pair(_ meeting: [PlainFact]) -> Set<ChildID?> { Set(meeting.map(\.child)) }
        let met = meetings.indices.compactMap { place -> PlainMoment? in
            let (one, at) = (meetings[place], meetings[place][1].at)
            let same = meetings[...place].filter { pair($0) == pair(one) && $0[1].at >= at - within }
            let isKnown = children.contains { pair(one).contains($0.child.id) && $0.isKnown(before: at) }
            let needed = min(node.number("times"), isKnown ? node.number("ifKnown", or: 100) : 100)
            return same.count >= needed ? PlainMoment(at: at, node.severity, same.flatMap(\.self)) : nil
        }
        let held = PlainMoment.runs(met, quiet: node.span("quiet") ?? within).map { run in
            let facts = run.flatMap(\.own)
            let at = run[run.endIndex - 1].at
            return PlainMoment(at: at, depth: Set(facts.map(\.child)).count, node.severity, facts)
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? within)
    }
}

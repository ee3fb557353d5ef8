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
            !thing.keys.contains(where: {
                isHome($0) || sharing($0, by: .max) > node.number("sharedByMoreThan", or: 25)
            })
        else { return [] }
        let (within, also, unless) = (node.span("within") ?? 0, node["alsoToldBy"], node["unlessToldBy"])
        let exempt = node["exceptKinds"].exists ? node.texts("exceptKinds") : ["school"]
        let naming = facts.filter { fact in
            fact.event.links.contains { !exempt.contains($0.kind) && !thing.keys.isDisjoint(with: $0.keys) }
        }
        let named = naming.filter { fact in
            children.contains { look in
                look.child.id == fact.child && !thing.keys.contains { PlainPerson.isAddress($0, look.child.addresses) }
            } && (!node["of"].exists || node["of"].means(fact))
        }
        let voices = naming.filter {
            (also.exists ? also : unless).texts("sectors").contains($0.agency.sector.rawValue)
        }
        let held = (named + (also.exists ? voices : [])).inOrder.compactMap { last -> PlainMoment? in
            func past(_ facts: [PlainFact], _ span: Int64) -> [PlainFact] {
                facts.filter { $0.order <= last.order }.within(span, before: last.at)
            }
            let recent = past(named, within)
            let heard = also.exists ? past(voices, also.span("within") ?? 0) : []
            let (needed, homes) = (node.number("facts", or: 1), households(recent))
            let isOneAgencysPhone =
                thing.keys.allSatisfy { $0.scheme == .phone }
                && Set(recent.map(\.agency.name)).count < node.number("phonesByAgencies", or: 1)
            guard recent.count >= needed, homes >= node.number("children", or: 1), !isOneAgencysPhone,
                recent.sectors.count >= node.number("sectors", or: 1), !also.exists || !heard.isEmpty
            else { return nil }
            let due = last.at + (unless.span("within") ?? 0)
            let isAnswered = unless.exists && voices.contains { $0.at >= recent[0].at && $0.at <= due }
            guard !isAnswered, due <= now else { return nil }
            let doublings = needed == 1 ? 0 : (0...20).last { 1 << $0 <= max(1, recent.count / needed) } ?? 0
            let level = node["steps"].items.last { $0.number("children") <= homes }?.severity ?? node.severity
            return PlainMoment(at: due, depth: homes + doublings, max(level, node.severity), recent + heard)
        }
        return PlainMoment.states(held, quiet: node.span("quiet") ?? within)
    }

    /// How many different homes the children of these facts live in: who has an address in common lives together, unless it
    /// is a children's home's.
    private func households(_ facts: [PlainFact]) -> Int {
        let homely = Set(world.flatMap(\.keys)).filter(isHome)
        let groups = children.reduce(into: [(ids: Set<ChildID>, addresses: Set<[String]>)]()) { groups, look in
            let own = look.child.addresses.filter { home in !homely.contains { PlainPerson.isAddress($0, [home]) } }
            let same = groups.filter { !$0.addresses.isDisjoint(with: own) }
            groups.removeAll { !$0.addresses.isDisjoint(with: own) }
            groups.append(
                (
                    same.reduce([look.child.id]) { $0.union($1.ids) }, same.reduce(own) { $0.union($1.addresses) }
                )
            )
        }
        return groups.count { group in facts.contains { $0.child.map(group.ids.contains) ?? false } }
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
        // What is reported again while it lasts is the same absence.
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

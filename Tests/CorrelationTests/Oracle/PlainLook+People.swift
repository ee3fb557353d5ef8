import RuleEngine
import SafeguardingModel

extension PlainFact {
    /// Of whom a fact says that they are of concern, each by all their keys.
    fileprivate var concerned: [Set<LinkKey>] {
        let isEntry = kind == .personListed || kind == .personUnlisted
        let own = event.links.filter { isEntry ? $0.kind != "school" : $0.role == .personOfConcern }
        return (isEntry ? [Set(own.flatMap(\.keys))] : own.map { Set($0.keys) }).filter { !$0.isEmpty }
    }

    /// Sets of keys of which a fact says that they belong to one adult or place.
    var bundles: [Set<LinkKey>] {
        concerned + event.links.filter { $0.kind != "school" }.map { Set($0.keys) }.filter { !$0.isEmpty }
    }
}

/// An adult of concern: everything that facts which call somebody so have in common, and when it held.
struct PlainAdult {
    var keys: Set<LinkKey>
    var facts: [PlainFact]

    /// Facts that call somebody of concern, joined wherever they share a key.
    static func all(_ world: [PlainFact]) -> [PlainAdult] {
        let bundles = world.flatMap { fact in fact.concerned.map { PlainAdult(keys: $0, facts: [fact]) } }
        return bundles.reduce(into: []) { adults, one in
            let same = adults.filter { !$0.keys.isDisjoint(with: one.keys) } + [one]
            adults.removeAll { !$0.keys.isDisjoint(with: one.keys) }
            let facts = same.flatMap(\.facts).inOrder
            adults.append(PlainAdult(keys: same.reduce([]) { $0.union($1.keys) }, facts: facts))
        }
    }

    /// The facts that begin it, each with its register and its end.
    var spells: [(fact: PlainFact, register: String, until: Int64)] {
        facts.filter { $0.kind != .personUnlisted }.map { fact in
            let register = fact.kind == .personListed ? fact.value(.register) ?? "" : ""
            let ends = facts.filter {
                $0.kind == .personUnlisted && $0.at >= fact.at && ["", register].contains($0.value(.register) ?? "")
            }.map(\.at)
            let day = fact.value(.expires).flatMap { CivilDay($0) }?.advanced(by: 1)
            let expires =
                fact.value(.expires).flatMap { Instant(rfc3339: $0) } ?? day.map(Zone.london.startOfDay)
            return (fact, register, (ends + [expires?.milliseconds ?? .max]).min() ?? .max)
        }
    }

    /// The first fact that says that a key is theirs.
    func naming(_ key: LinkKey) -> PlainFact? {
        facts.first { fact in fact.kind != .personUnlisted && fact.concerned.contains { $0.contains(key) } }
    }
}

extension PlainLook {
    /// Somewhere a placement or a home speaks of its own address.
    func isHome(_ key: LinkKey) -> Bool {
        let homely: [EventKind] = [.placementStarted, .placementNotified, .placementEnded, .homeNotified]
        guard key.scheme == .uprn || key.scheme == .premises else { return false }
        return world.contains { homely.contains($0.kind) && $0.keys.contains(key) }
    }

    /// What a school, a home or the child has at its own address, and what very many children share, says nothing.
    private func weighs(_ key: LinkKey, _ kind: String, at moment: Int64, most: Int) -> Bool {
        if key.scheme == .uprn || key.scheme == .premises {
            if kind == "school" || isHome(key) || PlainPerson.isAddress(key, child.addresses) { return false }
        }
        return sharing(key, by: moment) <= most
    }

    func sharing(_ key: LinkKey, by moment: Int64) -> Int {
        Set(world.filter { $0.at <= moment && $0.keys.contains(key) }.compactMap(\.child)).count
    }

    func contact(_ node: PlainNode) -> [PlainMoment] {
        let quiet = node.span("quiet") ?? 90 * 86_400_000
        let facts = facts.filter { isMeant($0, node) }
        return PlainAdult.all(world).flatMap { adult -> [PlainMoment] in
            let contacts = facts.compactMap { contact($0, adult, node) }.sorted(by: PlainMoment.isBefore)
            let held = contacts.indices.map { last in
                let so = contacts[...last].filter { contacts[last].at - $0.at <= quiet }
                let own = so.flatMap(\.own)
                let isCounted = node.text("how") == "found" || node.text("whileMissing") == "only"
                let depth = isCounted ? Set(own.map { absence(around: $0) ?? -1 }).count : own.sectors.count
                return PlainMoment(
                    at: contacts[last].at,
                    depth: depth,
                    node.severity,
                    own,
                    others: so.flatMap(\.others).filter { !own.contains($0) }
                )
            }
            return PlainMoment.states(held.filter { $0.at <= now }, quiet: quiet)
        }
    }

    private func isMeant(_ fact: PlainFact, _ node: PlainNode) -> Bool {
        let isFound = node.text("how") == "found"
        guard isFound ? fact.kind == .missingFound : ![.personListed, .personUnlisted].contains(fact.kind) else {
            return false
        }
        return !node["whileMissing"].exists || isWhileMissing(fact) == (node.text("whileMissing") == "only")
    }

    /// When and by what a fact became contact with an adult of concern: the earliest, then by the fewest facts.
    private func contact(_ fact: PlainFact, _ adult: PlainAdult, _ node: PlainNode) -> PlainMoment? {
        let (orders, except) = (node.texts("orders"), node.texts("exceptOrders"))
        let lookBack = node.span("lookBack") ?? 365 * 86_400_000
        let inForce = adult.spells.filter { fact.at < $0.until }
        let broken = inForce.filter { $0.fact.at <= fact.at && ($0.fact.child == nil || $0.fact.child == child.id) }
        guard !broken.contains(where: { except.contains($0.register) }) else { return nil }
        let meant = orders.isEmpty ? inForce : broken.filter { orders.contains($0.register) }
        let spells = meant.filter { $0.fact.at - fact.at <= lookBack }.map(\.fact)
        guard let spell = spells.min(by: { max(fact.at, $0.at) < max(fact.at, $1.at) }) else { return nil }
        var contacts: [PlainMoment] = []
        for link in links(of: fact, node) {
            for way in link.keys.flatMap({ self.ways(from: [$0], by: [], to: adult, around: fact, node) }) {
                let light = way.facts.map(\.at).max() ?? 0
                let from = max(fact.at, spell.at, light)
                let isWeighty = way.keys.enumerated().allSatisfy { place, key in
                    weighs(key, place == 0 ? link.kind : "", at: from, most: node.number("sharedByMoreThan", or: 25))
                }
                guard isWeighty, light - fact.at <= lookBack else { continue }
                contacts.append(PlainMoment(at: from, .low, [fact], others: [spell] + way.facts))
            }
        }
        func order(_ one: PlainMoment) -> [Int] { [Int(one.at), one.others.count] + one.others.map(\.order) }
        return contacts.min { order($0).lexicographicallyPrecedes(order($1)) }
    }

    private func links(of fact: PlainFact, _ node: PlainNode) -> [Link] {
        let roles: [Link.Role] =
            node.text("how") == "found" ? [.foundWith, .foundPlace] : [.mentioned, .personOfConcern]
        return fact.event.links.filter { roles.contains($0.role) }
    }

    /// From a key to one of the adult's, directly or over facts which say that two keys are one adult's or one place's.
    /// Whoever has been seen in a car need not be who drives it: a vehicle stands at the child's end alone.
    private func ways(
        from keys: [LinkKey],
        by ties: [PlainFact],
        to adult: PlainAdult,
        around fact: PlainFact,
        _ node: PlainNode
    ) -> [(keys: [LinkKey], facts: [PlainFact])] {
        let last = keys[keys.count - 1]
        if let naming = adult.naming(last) { return [(keys, ties + [naming])] }
        guard ties.count < node.number("through", or: 3), !isEverybodys(last) else { return [] }
        let lookBack = node.span("lookBack") ?? 365 * 86_400_000
        let near = world.filter { abs($0.at - fact.at) <= lookBack && $0 != fact }.flatMap { tie in
            tie.event.links.filter { $0.kind != "school" && $0.keys.contains(last) }.flatMap(\.keys).map { ($0, tie) }
        }
        // What stands beside very many others is a switchboard's.
        guard Set(near.map(\.0)).subtracting([last]).count <= node.number("sharedByMoreThan", or: 25) else { return [] }
        return near.filter { key, _ in !keys.contains(key) && key.scheme != .vehicle && !isEverybodys(key) }
            .flatMap { key, tie in ways(from: keys + [key], by: ties + [tie], to: adult, around: fact, node) }
    }

    /// On so many records that it joins nothing to anything.
    private func isEverybodys(_ key: LinkKey) -> Bool {
        Set(world.filter { $0.keys.contains(key) }.map { "\($0.agency.name) \($0.event.subject)" }).count > 60
    }

    /// Whether a fact certainly happened while the child was missing; some kinds tell of what was before.
    private func isWhileMissing(_ fact: PlainFact) -> Bool {
        let lookingBack: [EventKind] = [
            .missingReported, .missingGraded, .returnInterviewOffered, .returnInterviewRefused,
            .returnInterviewCompleted, .referralMade, .referralDecided,
        ]
        return !lookingBack.contains(fact.kind) && isMissing(from: fact.at, through: fact.latest)
    }

    private func absence(around fact: PlainFact) -> Int? {
        absences.firstIndex { $0.members.contains(fact) }
            ?? absences.lastIndex {
                $0.isMissing && $0.isReported && $0.start.lowerBound <= fact.at && fact.at <= $0.endLatest
            }
    }

    func foundAgain(_ node: PlainNode) -> [PlainMoment] {
        let within = node.span("within") ?? 0
        let listed = PlainAdult.all(world).filter { !$0.spells.isEmpty }.reduce(into: Set()) { $0.formUnion($1.keys) }
        let met = facts.filter {
            $0.kind == .missingFound && absence(around: $0).map { absences[$0].isMissing } ?? false
        }
        let pairs = met.flatMap { fact in
            fact.event.links.filter { $0.role == .foundWith }.map { link in
                let most = node.number("sharedByMoreThan", or: 25)
                let keys = link.keys.filter { !listed.contains($0) && weighs($0, link.kind, at: fact.at, most: most) }
                return PlainAdult(keys: Set(keys), facts: [fact])
            }
        }
        let companions = pairs.filter { !$0.keys.isEmpty }.reduce(into: [PlainAdult]()) { all, one in
            let same = all.filter { !$0.keys.isDisjoint(with: one.keys) } + [one]
            all.removeAll { !$0.keys.isDisjoint(with: one.keys) }
            all.append(PlainAdult(keys: same.reduce([]) { $0.union($1.keys) }, facts: same.flatMap(\.facts).inOrder))
        }
        return companions.flatMap { companion -> [PlainMoment] in
            let held = companion.facts.compactMap { last -> PlainMoment? in
                let so = companion.facts.filter { $0.order <= last.order }.within(within, before: last.at)
                let times = Set(so.map(absence)).count
                return times >= node.number("times") ? PlainMoment(at: last.at, depth: times, node.severity, so) : nil
            }
            return PlainMoment.states(held, quiet: within)
        }
    }
}

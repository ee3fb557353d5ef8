import RuleEngine
import SafeguardingModel

extension PlainFact {
    /// The people whom a fact calls of concern, each by all their keys.
    fileprivate var concerned: [Set<LinkKey>] {
        let isEntry = kind == .personListed || kind == .personUnlisted
        let own = event.links.filter { isEntry ? !$0.isPublicPlace : $0.isOfConcern }
        return (isEntry ? [Set(own.flatMap(\.keys))] : own.map { Set($0.keys) }).filter { !$0.isEmpty }
    }

    /// Sets of keys of which a fact says that they belong to one adult or place.
    var bundles: [Set<LinkKey>] {
        concerned + event.links.filter { !$0.isPublicPlace }.map { Set($0.keys) }.filter { !$0.isEmpty }
    }
}

/// An adult of concern: everything that facts which call somebody so have in common, and when it held.
struct PlainAdult {
    var keys: Set<LinkKey>
    var facts: [PlainFact]
    /// What each fact says is theirs.
    var said: [(fact: PlainFact, keys: Set<LinkKey>)]

    /// Facts that call somebody of concern, joined wherever they share a key.
    static func all(_ world: [PlainFact]) -> [PlainAdult] {
        let bundles = world.flatMap { fact in
            fact.concerned.map { PlainAdult(keys: $0, facts: [fact], said: [(fact, $0)]) }
        }
        return bundles.reduce(into: []) { adults, one in
            let same = adults.filter { !$0.keys.isDisjoint(with: one.keys) } + [one]
            adults.removeAll { !$0.keys.isDisjoint(with: one.keys) }
            let facts = same.flatMap(\.facts).inOrder
            adults.append(
                PlainAdult(keys: same.reduce([]) { $0.union($1.keys) }, facts: facts, said: same.flatMap(\.said))
            )
        }
    }

    /// The facts that begin it, each with its register and its end.
    var spells: [(fact: PlainFact, register: String, until: Int64)] {
        facts.filter { $0.kind != .personUnlisted }.map { fact in
            let register = fact.kind == .personListed ? fact.value(.register) ?? "" : ""
            let ends = facts.filter {
                $0.kind == .personUnlisted && $0.at >= fact.at && ["", register].contains($0.value(.register) ?? "")
                    && isOfOne(fact, $0)
            }.map(\.at)
            let day = fact.value(.expires).flatMap { CivilDay($0) }?.advanced(by: 1)
            let expires =
                fact.value(.expires).flatMap { Instant(rfc3339: $0) } ?? day.map(Zone.london.startOfDay)
            return (fact, register, (ends + [expires?.milliseconds ?? .max]).min() ?? .max)
        }
    }

    /// Whether two facts speak of one person and not of two at one address: by any keys but an address, over any others;
    /// or by the address, where neither has another key.
    private func isOfOne(_ one: PlainFact, _ other: PlainFact) -> Bool {
        func own(_ keys: Set<LinkKey>) -> Set<LinkKey> {
            let personal = keys.filter { $0.scheme != .uprn && $0.scheme != .premises }
            return personal.isEmpty ? keys : personal
        }
        var reached = said.filter { $0.fact == one }.reduce(Set()) { $0.union(own($1.keys)) }
        var count = 0
        while count < reached.count {
            count = reached.count
            for next in said where !own(next.keys).isDisjoint(with: reached) { reached.formUnion(own(next.keys)) }
        }
        return said.contains { $0.fact == other && !own($0.keys).isDisjoint(with: reached) }
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

    /// What a public place, a home or the child has at its own address, and what very many children share, says nothing,
    /// unless a register or the police give it to somebody.
    func weighs(_ key: LinkKey, _ link: Link?, at moment: Int64, most: Int) -> Bool {
        if key.scheme == .uprn || key.scheme == .premises {
            if link?.isPublicPlace ?? false || isHome(key) || PlainPerson.isAddress(key, child.addresses) {
                return false
            }
        }
        return sharing(key, by: moment) <= most || isGiven(key)
    }

    /// A register or the police say that it is of concern whose key it is, or that the key is one adult's with a key of
    /// somebody of concern, whatever the fact.
    func isGiven(_ key: LinkKey) -> Bool {
        let given = world.filter { $0.kind == .personListed || $0.agency.sector == .police }
        if given.contains(where: { $0.kind != .personUnlisted && $0.concerned.contains { $0.contains(key) } }) {
            return true
        }
        let bundles = given.flatMap(\.event.links).filter { !$0.isPublicPlace }.map(\.keys)
        var own: Set<LinkKey> = [key]
        var count = 0
        while count < own.count {
            count = own.count
            for bundle in bundles where !own.isDisjoint(with: bundle) {
                own.formUnion(bundle.filter { $0.scheme != .vehicle && !isEverybodys($0) })
            }
        }
        return PlainAdult.all(world).contains { adult in
            !adult.spells.isEmpty && !adult.keys.isDisjoint(with: own.subtracting([key]))
        }
    }

    func sharing(_ key: LinkKey, by moment: Int64) -> Int {
        Set(world.filter { $0.at <= moment && $0.keys.contains(key) }.compactMap(\.child)).count
    }

    func contact(_ node: PlainNode) -> [PlainMoment] {
        let quiet = node.span("quiet") ?? 90 * 86_400_000
        let facts = facts.filter { isMeant($0, node) }
        let known = PlainAdult.all(world).map { adult in facts.compactMap { contact($0, adult, node) } }
        return (known + unrecognised(facts, node)).flatMap { contacts -> [PlainMoment] in
            let contacts = contacts.sorted(by: PlainMoment.isBefore)
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

    /// By what they are called, the facts with somebody whom the fact itself calls of concern and by whom no other knows them.
    private func unrecognised(_ facts: [PlainFact], _ node: PlainNode) -> [[PlainMoment]] {
        guard node.texts("orders").isEmpty else { return [] }
        func called(_ fact: PlainFact) -> Set<String> {
            Set(links(of: fact, node).filter { $0.isOfConcern && $0.keys.isEmpty }.map { $0.label.lowercased() })
        }
        let names = facts.reduce(into: Set()) { $0.formUnion(called($1)) }
        return names.map { name in
            facts.filter { called($0).contains(name) }.map { PlainMoment(at: $0.at, .low, [$0]) }
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
        // A person whom the fact itself calls of concern needs nothing else.
        let isSaid = links(of: fact, node).contains { $0.isOfConcern && !adult.keys.isDisjoint(with: $0.keys) }
        let own = orders.isEmpty && isSaid ? PlainMoment(at: fact.at, .low, [fact]) : nil
        let meant = orders.isEmpty ? inForce : broken.filter { orders.contains($0.register) }
        let spells = meant.filter { $0.fact.at - fact.at <= lookBack }.map(\.fact)
        guard let spell = spells.min(by: { max(fact.at, $0.at) < max(fact.at, $1.at) }) else { return own }
        var contacts: [PlainMoment] = []
        for link in links(of: fact, node) {
            for way in link.keys.flatMap({ self.ways(from: [$0], by: [], to: adult, around: fact, node) }) {
                let light = way.facts.map(\.at).max() ?? 0
                let from = max(fact.at, spell.at, light)
                let isWeighty = way.keys.enumerated().allSatisfy { place, key in
                    weighs(key, place == 0 ? link : nil, at: from, most: node.number("sharedByMoreThan", or: 25))
                }
                guard isWeighty, light - fact.at <= lookBack else { continue }
                contacts.append(PlainMoment(at: from, .low, [fact], others: [spell] + way.facts))
            }
        }
        func order(_ one: PlainMoment) -> [Int] { [Int(one.at), one.others.count] + one.others.map(\.order) }
        return contacts.min { order($0).lexicographicallyPrecedes(order($1)) } ?? own
    }

    private func links(of fact: PlainFact, _ node: PlainNode) -> [Link] {
        let roles: [Link.Role] =
            node.text("how") == "found" ? [.foundWith, .foundPlace] : [.mentioned, .personOfConcern]
        return fact.event.links.filter { roles.contains($0.role) }
    }

    /// From a key to one of the adult's, directly or over facts which say that two keys are one adult's or one place's.
    /// A person seen in a car need not drive it: a vehicle is at the child's end alone.
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
            tie.event.links.filter { !$0.isPublicPlace && $0.keys.contains(last) }.flatMap(\.keys).map { ($0, tie) }
        }
        // A key beside very many others is a switchboard's.
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

    func absence(around fact: PlainFact) -> Int? {
        absences.firstIndex { $0.members.contains(fact) }
            ?? absences.lastIndex {
                $0.isMissing && $0.isReported && $0.start.lowerBound <= fact.at && fact.at <= $0.endLatest
            }
    }

    /// Where the child lives, and where the child is placed while it lasts.
    private var stays: [(house: [String], from: Int64, end: Int64, placement: [PlainFact])] {
        let own = child.homes.map { (house: $0.key, from: $0.value, end: Int64.max, placement: [PlainFact]()) }
        return own
            + facts.filter { $0.kind == .placementStarted }.flatMap { placement in
                placement.event.links.filter { !$0.isPublicPlace && $0.kind != "person" }.flatMap(\.dwellings).map {
                    ($0, placement.at, end(of: placement), [placement])
                }
            }
    }

    func listedAtHome(_ node: PlainNode) -> [PlainMoment] {
        let registers = node.texts("registers")
        let listings = world.filter {
            $0.kind == .personListed && (registers.isEmpty || registers.contains($0.value(.register) ?? ""))
        }
        if facts.isEmpty { return [] }
        let adults = PlainAdult.all(world)
        let stays = stays
        var found: [(who: String, moment: PlainMoment)] = []
        for listing in listings {
            let keys = listing.concerned.reduce(Set()) { $0.union($1) }
            let adult = adults.first { !$0.keys.isDisjoint(with: keys) }
            let until = adult?.spells.first { $0.fact == listing }?.until ?? .max
            let label = listing.event.links.first { $0.role == .listed }?.label.lowercased() ?? ""
            let who = adult.flatMap { $0.keys.min() }.map { "\($0)" } ?? "named \(label)"
            let own = listing.event.links.filter { !$0.isPublicPlace }.flatMap(\.dwellings)
            for stay in stays where own.contains(where: { PlainPerson.isHouse(stay.house, $0) }) {
                let at = max(stay.from, listing.at)
                guard at < min(until, stay.end), at <= now else { continue }
                found.append((who, PlainMoment(at: at, node.severity, stay.placement, others: [listing])))
            }
        }
        // Where police intelligence says that somebody lives whom a register lists without an address.
        for fact in world where fact.kind == .intelligenceRecorded && fact.agency.sector == .police {
            let people = fact.event.links.filter { $0.kind == "person" }
            let isAboutOne = fact.child == nil && people.count == 1
            for person in people {
                let told = isAboutOne ? fact.event.links.filter { $0.kind == "home" } + [person] : [person]
                for adult in adults where !adult.keys.isDisjoint(with: person.keys) {
                    let who = adult.keys.min().map { "\($0)" } ?? ""
                    for stay in stays
                    where told.flatMap(\.dwellings).contains(where: { PlainPerson.isHouse(stay.house, $0) }) {
                        for spell in adult.spells where listings.contains(spell.fact) {
                            let at = [stay.from, spell.fact.at, fact.at].max() ?? 0
                            guard at < min(spell.until, stay.end), at <= now else { continue }
                            let moment = PlainMoment(at: at, node.severity, stay.placement, others: [spell.fact, fact])
                            found.append((who, moment))
                        }
                    }
                }
            }
        }
        return Dictionary(grouping: found, by: \.who).values.flatMap { all in
            let moments = Dictionary(grouping: all.map(\.moment), by: \.at).sorted { $0.key < $1.key }.map { at, same in
                PlainMoment(at: at, node.severity, same.flatMap(\.own), others: same.flatMap(\.others))
            }
            return PlainMoment.states(moments, quiet: node.span("quiet") ?? 365 * 86_400_000)
        }
    }
}

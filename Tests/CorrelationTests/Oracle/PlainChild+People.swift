import SafeguardingModel

/// An adult of concern: everything that facts which call somebody so have in common, and when it held.
struct PlainPerson {
    var keys: Set<LinkKey>
    var spells: [(from: Int64, until: Int64, register: String, fact: PlainFact)] = []

    /// The first fact that says that a key is this person's.
    func naming(_ key: LinkKey) -> PlainFact? {
        spells.first { $0.fact.concerned.joined().contains(key) }?.fact
    }
}

extension PlainFact {
    /// Of whom a fact says that they are of concern, each by all their keys.
    var concerned: [Set<LinkKey>] {
        let isEntry = kind == .personListed || kind == .personUnlisted
        let own = event.links.filter { isEntry ? $0.kind != "school" : $0.role == .personOfConcern }
        return (isEntry ? [Set(own.flatMap(\.keys))] : own.map { Set($0.keys) }).filter { !$0.isEmpty }
    }
}

extension PlainChild {
    /// Facts that call somebody of concern, joined wherever they share a key.
    private var persons: [PlainPerson] {
        var groups: [(keys: Set<LinkKey>, facts: [PlainFact])] = []
        for fact in world {
            for keys in fact.concerned {
                let same = groups.filter { !$0.keys.isDisjoint(with: keys) }
                groups.removeAll { !$0.keys.isDisjoint(with: keys) }
                groups.append((same.reduce(keys) { $0.union($1.keys) }, same.flatMap(\.facts) + [fact]))
            }
        }
        return groups.map { group in
            let spells = world.filter { fact in
                fact.kind != .personUnlisted && group.facts.contains { $0.event.id == fact.event.id }
            }.map { listing in
                let register = listing.kind == .personListed ? listing.value(.register) ?? "" : ""
                let ends = group.facts.filter {
                    $0.kind == .personUnlisted && $0.at >= listing.at
                        && ["", register].contains($0.value(.register) ?? "")
                }
                return (from: listing.at, until: ends.map(\.at).min() ?? .max, register: register, fact: listing)
            }
            return PlainPerson(keys: group.keys, spells: spells)
        }
    }

    /// What a school, a home or the child has at its own address, and what very many children share, says nothing.
    private func counts(_ key: LinkKey, _ link: Link, at moment: Int64, most: Int) -> Bool {
        let homely: [EventKind] = [.placementStarted, .placementNotified, .placementEnded, .homeNotified]
        let touching = world.filter { $0.child != nil && $0.keys.contains(key) }
        if key.scheme == .uprn || key.scheme == .premises {
            if link.kind == "school" || touching.contains(where: { homely.contains($0.kind) }) { return false }
        }
        return Set(touching.filter { $0.at <= moment }.compactMap(\.child)).count <= most
    }

    func contact(_ node: PlainNode) -> [PlainState] {
        let isFound = node.text("how") == "found"
        let roles: [Link.Role] = isFound ? [.foundWith, .foundPlace] : [.mentioned, .personOfConcern]
        let (orders, except) = (node.texts("orders"), node.texts("exceptOrders"))
        let quiet = node.span("quiet") ?? 90 * 86_400_000
        let lookBack = orders.isEmpty ? node.span("lookBack") ?? 365 * 86_400_000 : 0
        return persons.flatMap { person -> [PlainState] in
            var contacts: [(from: Int64, fact: PlainFact, listings: [PlainFact])] = []
            for fact in facts where isMeant(fact, node, isFound) {
                let links = fact.event.links.filter { roles.contains($0.role) }
                let breaches = person.spells.filter {
                    except.contains($0.register) && protects($0.fact) && $0.from <= fact.at && fact.at < $0.until
                }
                let spells = person.spells.filter {
                    (orders.isEmpty || orders.contains($0.register) && protects($0.fact)) && fact.at < $0.until
                        && $0.from - fact.at <= lookBack
                }
                guard breaches.isEmpty, let spell = spells.min(by: { max(fact.at, $0.from) < max(fact.at, $1.from) })
                else { continue }
                // With each key that joins them: from when it was contact, and somebody had said that the key is theirs.
                let joins = links.flatMap { link in
                    link.keys.compactMap { key -> (from: Int64, naming: PlainFact)? in
                        guard let naming = person.naming(key), naming.at - fact.at <= lookBack else { return nil }
                        let from = max(fact.at, spell.from, naming.at)
                        let most = node.number("sharedByMoreThan") ?? 25
                        return counts(key, link, at: from, most: most) ? (from, naming) : nil
                    }
                }
                if let join = joins.min(by: { $0.from < $1.from }) {
                    contacts.append((join.from, fact, [spell.fact, join.naming]))
                }
            }
            contacts.sort { $0.from < $1.from }
            let moments = contacts.indices.map { last in
                let so = contacts[...last].filter { contacts[last].from - $0.from <= quiet }
                let depth =
                    isFound || node.text("whileMissing") == "only"
                    ? Set(so.map { absence(around: $0.fact) ?? -1 }).count : Set(so.map(\.fact.sector)).count
                return PlainMoment(
                    at: contacts[last].from,
                    depth: depth,
                    severity: node.severity,
                    evidence: so.flatMap { [$0.fact] + $0.listings }
                )
            }
            return PlainMoment.states(moments, quiet: quiet)
        }
    }

    private func isMeant(_ fact: PlainFact, _ node: PlainNode, _ isFound: Bool) -> Bool {
        guard isFound ? fact.kind == .missingFound : ![.personListed, .personUnlisted].contains(fact.kind) else {
            return false
        }
        return !node["whileMissing"].exists || isWhileMissing(fact) == (node.text("whileMissing") == "only")
    }

    /// An order that names a child protects that child; one that names none, every child.
    private func protects(_ listing: PlainFact) -> Bool { listing.child == nil || listing.child == id }

    /// Whether a fact certainly happened while the child was missing; some kinds tell of what was before.
    private func isWhileMissing(_ fact: PlainFact) -> Bool {
        let lookingBack: [EventKind] = [
            .missingReported, .missingGraded, .returnInterviewOffered, .returnInterviewRefused,
            .returnInterviewCompleted,
            .referralMade, .referralDecided,
        ]
        return !lookingBack.contains(fact.kind)
            && missing.contains { $0.start.upperBound <= fact.at && fact.latest <= $0.endEarliest }
    }

    private func absence(around fact: PlainFact) -> Int? {
        absences.firstIndex { $0.members.contains { $0.event.id == fact.event.id } }
            ?? absences.lastIndex {
                $0.isMissing && $0.isReported && $0.start.lowerBound <= fact.at && fact.at <= $0.endLatest
            }
    }

    func foundAgain(_ node: PlainNode) -> [PlainState] {
        let within = node.span("within") ?? 0
        let listed = persons.filter { !$0.spells.isEmpty }
        var companions: [(keys: Set<LinkKey>, met: [PlainFact])] = []
        for fact in facts where fact.kind == .missingFound {
            guard absence(around: fact).map({ absences[$0].isMissing }) ?? false else { continue }
            for link in fact.event.links where link.role == .foundWith {
                let keys = Set(
                    link.keys.filter { key in
                        !listed.contains { $0.keys.contains(key) }
                            && counts(key, link, at: fact.at, most: node.number("sharedByMoreThan") ?? 25)
                    }
                )
                guard !keys.isEmpty else { continue }
                let same = companions.filter { !$0.keys.isDisjoint(with: keys) }
                companions.removeAll { !$0.keys.isDisjoint(with: keys) }
                companions.append((same.reduce(keys) { $0.union($1.keys) }, same.flatMap(\.met) + [fact]))
            }
        }
        return companions.flatMap { companion -> [PlainState] in
            let met = facts.filter { fact in companion.met.contains { $0.event.id == fact.event.id } }
            let moments = met.indices.compactMap { last -> PlainMoment? in
                let so = met[...last].filter { $0.at >= met[last].at - within }
                let times = Set(so.map(absence)).count
                guard times >= node.number("times") ?? 0 else { return nil }
                return PlainMoment(at: met[last].at, depth: times, severity: node.severity, evidence: so)
            }
            return PlainMoment.states(moments, quiet: within)
        }
    }
}

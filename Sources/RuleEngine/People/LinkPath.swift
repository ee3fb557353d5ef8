import SafeguardingModel

/// A path from a key to a person of concern: the key is theirs, or facts lead step by step from key to key.
struct LinkPath {
    /// The keys from the one at hand to one that a fact calls the person's.
    var keys: [KeyIndex]
    /// The facts that lead from each key to the next, and last the one that first called the last key the person's.
    var facts: [ChronologyFact]
    var person: Person

    /// The instant at which the path came to light, in milliseconds.
    var at: Int64 { facts.map(\.at).max() ?? .min }
}

/// The limits of a search along keys.
struct SearchLimits {
    /// The greatest number of facts to follow.
    var through: Int
    /// The times of the facts that may be followed, in milliseconds.
    var time: ClosedRange<Int64>
    /// The greatest number of other keys beside a key; one with more is a switchboard's and is not followed.
    var mostBeside: Int
    /// The position of the fact at hand, which is not followed itself.
    var position: Position
}

/// One fact that names two keys for one adult or place.
struct KeyAssociation {
    var at: Int64
    var position: Position
}

extension LinkRegistry {
    /// Returns all paths from a key to persons of concern, in the order of its steps: the order in
    /// which they are found is that of the alerts.
    func ways(from key: LinkKey, _ reach: SearchLimits) -> [LinkPath] {
        guard let number = number(named: key) else { return [] }
        var ways: [LinkPath] = []
        follow([number], [], reach, &ways, [])
        return ways
    }

    private func follow(
        _ keys: [KeyIndex],
        _ facts: [ChronologyFact],
        _ reach: SearchLimits,
        _ ways: inout [LinkPath],
        _ met: Set<String>
    ) {
        let last = keys[keys.count - 1]
        var met = met
        if let person = person(of: last), let naming = person.firstNaming(last), met.insert(person.name).inserted {
            ways.append(LinkPath(keys: keys, facts: facts + [naming], person: person))
        }
        guard facts.count < reach.through, let beside = ties[last], !isEverybodys(last) else { return }
        let near = beside.mapValues { first(of: $0, reach) }.compactMapValues(\.self)
        guard near.count <= reach.mostBeside else { return }
        for (other, first) in near.sorted(by: { $0.key < $1.key }) where !keys.contains(other) && leads(other) {
            follow(keys + [other], facts + [first], reach, &ways, met)
        }
    }

    private func first(of ties: [KeyAssociation], _ reach: SearchLimits) -> ChronologyFact? {
        var first: ChronologyFact?
        for tie in ties[ties.partitioningIndex { $0.at >= reach.time.lowerBound }...] {
            guard tie.at <= reach.time.upperBound, tie.at == first?.at ?? tie.at else { break }
            guard tie.position != reach.position, let line = facts[tie.position] else { continue }
            if first.map({ ChronologyFact.isBefore(line, $0) }) ?? true { first = line }
        }
        return first
    }

    /// Whether a search may pass through a key. It may start at a vehicle, but not pass one: passengers are not the
    /// driver.
    func leads(_ key: KeyIndex) -> Bool { self.key(key).scheme != .vehicle && !isEverybodys(key) }

    /// Whether a fact for which `isGiven` holds calls a key a person's whom facts call of concern, directly or together
    /// with other such keys of theirs.
    func isGiven(_ key: LinkKey, _ isGiven: (ChronologyFact) -> Bool) -> Bool {
        guard let number = number(named: key) else { return false }
        var seen: Set<KeyIndex> = [number]
        var open = [number]
        while let next = open.popLast() {
            let person = person(of: next)
            let assertions = person?.assertions.filter { !$0.isEnd } ?? []
            let isTheirs = assertions.contains { next != number || $0.keys.contains(next) && isGiven($0.line) }
            if isTheirs { return true }
            for (other, ties) in ties[next] ?? [:] where !seen.contains(other) && leads(other) {
                guard ties.contains(where: { facts[$0.position].map(isGiven) ?? false }) else { continue }
                seen.insert(other)
                open.append(other)
            }
        }
        return false
    }
}

import SafeguardingModel

/// How a key leads to somebody of concern: it is theirs, or facts say so step by step of one adult's or one place's keys.
struct LinkPath {
    /// From the key at hand to one that a fact calls the person's.
    var keys: [Int32]
    /// The facts that lead from each key to the next, and last the one that first called that key the person's.
    var facts: [ChronologyFact]
    var person: Person

    /// When it came to light.
    var at: Int64 { facts.map(\.at).max() ?? .min }
}

/// How far one follows keys, and over which facts.
struct SearchLimits {
    /// Over so many facts at most.
    var through: Int
    /// When the facts happened.
    var time: ClosedRange<Int64>
    /// A key that stands beside more others than this is a switchboard's, and leads nowhere.
    var mostBeside: Int
    /// The fact at hand, which cannot lead on from itself.
    var position: Int64
}

/// One fact that names two keys for one adult or place.
struct KeyAssociation {
    var at: Int64
    var position: Int64
}

extension LinkRegistry {
    /// All ways from a key to persons of concern, in no order.
    func ways(from key: LinkKey, _ reach: SearchLimits) -> [LinkPath] {
        guard let number = number(named: key) else { return [] }
        var ways: [LinkPath] = []
        follow([number], [], reach, &ways, [])
        return ways
    }

    private func follow(
        _ keys: [Int32],
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
        for (other, first) in near where !keys.contains(other) && leads(other) {
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

    /// Whoever was seen in a car need not be who drives it: a vehicle may be where a way begins, and never on it.
    private func leads(_ key: Int32) -> Bool { self.key(key).scheme != .vehicle && !isEverybodys(key) }
}

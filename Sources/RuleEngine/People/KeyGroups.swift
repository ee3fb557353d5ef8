import SafeguardingModel

extension EvaluationContext {
    /// Returns the facts that join different keys into one person or place, where the facts at `places` name it by
    /// different keys. `places` are in order.
    func joins(_ places: [Int], _ sharing: Sharing) -> [Int] {
        let ends = places.flatMap { facts[$0].bundles(of: sharing.keys) }
        guard !KeyGroups(ends).areOne else { return [] }
        var groups = KeyGroups(ends)
        var found: [Int] = []
        for place in 0..<count where !places.contains(place) {
            var isNew = false
            for keys in facts[place].ties(of: sharing.keys) where groups.take(keys) { isNew = true }
            if isNew { found.append(place) }
        }
        guard isConnected(ends, by: found, sharing) else { return [] }
        for place in found.reversed() {
            let rest = found.filter { $0 != place }
            if isConnected(ends, by: rest, sharing) { found = rest }
        }
        return found
    }

    private func isConnected(_ ends: [Set<LinkKey>], by places: [Int], _ sharing: Sharing) -> Bool {
        let groups = KeyGroups(ends + places.flatMap { facts[$0].ties(of: sharing.keys) })
        return groups.all.count { group in ends.contains { !$0.isDisjoint(with: group) } } <= 1
    }
}

/// Sets of keys; sets with a key in common are merged.
private struct KeyGroups {
    private(set) var all: [Set<LinkKey>] = []

    init(_ bundles: [Set<LinkKey>]) { for keys in bundles { _ = take(keys) } }

    var areOne: Bool { all.count <= 1 }

    /// Adds keys that belong together. Returns whether that was new.
    mutating func take(_ keys: Set<LinkKey>) -> Bool {
        let same = all.filter { !$0.isDisjoint(with: keys) }
        if same.count == 1, keys.isSubset(of: same[0]) { return false }
        all.removeAll { !$0.isDisjoint(with: keys) }
        all.append(same.reduce(keys) { $0.union($1) })
        return true
    }
}

extension ChronologyFact {
    /// Returns those of the keys that each link of this fact names; a register entry's links count as one.
    fileprivate func bundles(of keys: Set<LinkKey>) -> [Set<LinkKey>] {
        let isEntry = kind == .personListed || kind == .personUnlisted
        let own = links.filter { !$0.isPublicPlace }.map { Set($0.keys.filter(keys.contains)) }
        let all = isEntry ? [own.reduce(Set()) { $0.union($1) }] : own
        return all.filter { !$0.isEmpty }
    }

    fileprivate func ties(of keys: Set<LinkKey>) -> [Set<LinkKey>] { bundles(of: keys).filter { $0.count > 1 } }
}

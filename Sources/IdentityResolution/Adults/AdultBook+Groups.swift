public import SafeguardingModel

extension AdultBook {
    /// How a fact's links read after what people decided: those of adults who are one carry a key in common, and what
    /// a person parted stands apart. `told` are the links as they came.
    public func links(_ told: [Link], of position: Int64) -> [Link] {
        guard !decisions.isEmpty, let entry = entries[position] else { return told }
        var links = told
        for mention in entry.mentions.reversed() {
            links.replaceSubrange(mention.link...mention.link, with: read(told[mention.link], mention))
        }
        return links
    }

    /// The links as they came.
    public func toldLinks(of position: Int64) -> [Link]? { entries[position]?.fact.links }

    private func read(_ link: Link, _ mention: AdultMention) -> [Link] {
        let own = link.keys.filter { !$0.isAdults }
        let parts = groups(of: mention.nodes)
        // A register lists one person: what was parted from its first key is not theirs.
        let kept = link.role == .listed ? Array(parts.prefix(1)) : parts
        return kept.enumerated().map { place, nodes in
            let keys = nodes.map { self.nodes[Int($0)].key }
            let families = keys.compactMap { family(of: $0) }.uniqued
            let plain = mention.isMereName ? [] : keys
            return Link(
                role: link.role,
                label: link.label,
                keys: plain + families + (place == 0 ? own : []),
                kind: link.kind,
                traits: link.traits,
                relation: link.relation
            )
        }
    }

    /// The key of all whom people took for one with this one; nil where they did not.
    private func family(of key: LinkKey) -> LinkKey? {
        let keys = family(around: key, decisions)
        return keys.count > 1 ? LinkKey.family(keys[0]) : nil
    }

    /// The keys that people took for one adult's, sorted; what they parted stays apart.
    func family(around key: LinkKey, _ decisions: DecisionBook<LinkKey>) -> [LinkKey] {
        let reached = reached(from: [key], decisions)
        guard reached.count > 1 else { return [key] }
        let verdicts = decisions.verdicts(among: reached)
        var forest = PartedForest(reached.count, verdicts)
        for verdict in verdicts where verdict.isSame { forest.join(verdict.pair.low, verdict.pair.high) }
        guard let own = reached.firstIndex(of: key) else { return [key] }
        return reached.indices.filter { forest.root($0) == forest.root(own) }.map { reached[$0] }
    }

    private func reached(from keys: [LinkKey], _ decisions: DecisionBook<LinkKey>) -> [LinkKey] {
        var found = Set(keys)
        var open = keys
        while let next = open.popLast() {
            for other in decisions.joined(with: next) where found.insert(other).inserted { open.append(other) }
        }
        return found.sorted()
    }

    /// The facts of whatever these keys and those decided with them hang together with.
    func facts(around keys: [LinkKey], _ decisions: DecisionBook<LinkKey>) -> [Int64] {
        let named = reached(from: keys, decisions).compactMap { numbers[$0] }
        return component(around: named, decisions, all: true).flatMap { nodes[Int($0)].facts }.uniqued
    }

    /// The facts of whatever hangs together with these, where a person parted anything of it.
    func facts(partedAround found: [Int32]) -> [Int64] {
        let component = component(around: found, decisions, all: true)
        let keys = component.map { nodes[Int($0)].key }.sorted()
        guard decisions.verdicts(among: keys).contains(where: { !$0.isSame }) else { return [] }
        return component.flatMap { nodes[Int($0)].facts }.uniqued
    }

    /// Everything that stood together for one person, or that people took for one.
    ///
    /// What is everybody's leads nowhere, unless `all` is asked for: who may be concerned, whatever it turns out to be.
    func component(around seeds: [Int32], _ decisions: DecisionBook<LinkKey>, all: Bool = false) -> [Int32] {
        var found = Set(seeds)
        var open = seeds
        while let next = open.popLast() {
            let isDeadEnd = !all && isEverybodys(next)
            let near = isDeadEnd ? [] : nodes[Int(next)].ties.keys.filter { all || !isEverybodys($0) }
            let decided =
                decisions.isEmpty ? [] : decisions.joined(with: nodes[Int(next)].key).compactMap { numbers[$0] }
            for other in near + decided where found.insert(other).inserted { open.append(other) }
        }
        return Array(found)
    }

    /// Whether too many different names stand under it for it to be one person's.
    func isEverybodys(_ node: Int32) -> Bool {
        let facts = nodes[Int(node)].facts
        guard facts.count > settings.mostNames else { return false }
        var given: Set<UInt32> = []
        for fact in facts {
            for mention in entries[fact]?.mentions ?? [] where mention.nodes.contains(node) {
                if names.tells(mention.given) { given.insert(mention.given) }
            }
            if given.count > settings.mostNames { return true }
        }
        return false
    }

    /// One mention's keys by the adults to whom they belong, the first key's first: several only where a person parted
    /// what stood together.
    private func groups(of found: [Int32]) -> [[Int32]] {
        guard found.count > 1 else { return [found] }
        guard let forest = forest(around: found) else { return [found] }
        // What is everybody's hangs together with nothing; it stays beside the first.
        let first = found.lazy.compactMap { forest.roots[$0] }.first ?? 0
        let roots = found.map { isEverybodys($0) ? first : forest.roots[$0] ?? first }
        return roots.uniqued.map { root in zip(found, roots).filter { $0.1 == root }.map(\.0) }
    }

    /// How what hangs together with these falls into adults; nil where nobody parted anything of it.
    ///
    /// What people took for one is joined first, then what stood together, the most often first; what would bring together
    /// what a person parted is not.
    func forest(around seeds: [Int32]) -> (roots: [Int32: Int], keys: [LinkKey])? {
        let component = component(around: seeds, decisions).sorted { nodes[Int($0)].key < nodes[Int($1)].key }
        let keys = component.map { nodes[Int($0)].key }
        let verdicts = decisions.verdicts(among: keys)
        guard verdicts.contains(where: { !$0.isSame }) else { return nil }
        var forest = PartedForest(keys.count, verdicts)
        for verdict in verdicts where verdict.isSame { forest.join(verdict.pair.low, verdict.pair.high) }
        let places = Dictionary(uniqueKeysWithValues: component.enumerated().map { ($1, $0) })
        var ties: [(count: Int, low: Int, high: Int)] = []
        for (low, node) in component.enumerated() {
            for (other, count) in nodes[Int(node)].ties {
                if let high = places[other], low < high { ties.append((count, low, high)) }
            }
        }
        ties.sort { $0.count != $1.count ? $0.count > $1.count : ($0.low, $0.high) < ($1.low, $1.high) }
        for tie in ties { forest.join(tie.low, tie.high) }
        return (Dictionary(uniqueKeysWithValues: component.enumerated().map { ($1, forest.root($0)) }), keys)
    }
}

/// Sets that grow together, except where a person said that two are different.
struct PartedForest {
    private var parents: [Int]
    private let differences: [Verdict.Pair]

    init(_ count: Int, _ verdicts: [Verdict]) {
        parents = Array(0..<count)
        differences = verdicts.filter { !$0.isSame }.map(\.pair)
    }

    func root(_ place: Int) -> Int {
        var place = place
        while parents[place] != place { place = parents[place] }
        return place
    }

    mutating func join(_ one: Int, _ other: Int) {
        let (left, right) = (root(one), root(other))
        guard left != right else { return }
        let isParted = differences.contains { pair in
            let ends = (root(pair.low), root(pair.high))
            return ends == (left, right) || ends == (right, left)
        }
        if !isParted { parents[max(left, right)] = min(left, right) }
    }
}

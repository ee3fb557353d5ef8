public import SafeguardingModel

extension AdultBook {
    /// Returns a fact's links after people's decisions: links to one adult share a key, and keys that a person
    /// separated are in links of their own. `original` are the links as the event had them.
    public func links(_ original: [Link], of position: Position) -> [Link] {
        guard !decisions.isEmpty, let entry = entries[position] else { return original }
        var links = original
        for mention in entry.mentions.reversed() {
            links.replaceSubrange(mention.link...mention.link, with: read(original[mention.link], mention))
        }
        return links
    }

    /// Returns the links as the event had them.
    public func originalLinks(of position: Position) -> [Link]? { entries[position]?.fact.links }

    private func read(_ link: Link, _ mention: AdultMention) -> [Link] {
        let own = link.keys.filter { !$0.isAdults }
        let parts = groups(of: mention.nodes)
        // A register lists one person: keys that a person separated from its first key are not that person's.
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
                relation: link.relation,
                called: link.called
            )
        }
    }

    /// Returns the key shared by all keys that people joined with this one; nil where they joined none.
    private func family(of key: LinkKey) -> LinkKey? {
        let keys = family(around: key, decisions)
        return keys.count > 1 ? LinkKey.family(keys[0]) : nil
    }

    /// Returns the keys that people decided are one adult's, sorted, without those that they separated.
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

    /// Returns the facts of everything connected with these keys, or with keys that decisions join to them.
    func facts(around keys: [LinkKey], _ decisions: DecisionBook<LinkKey>) -> [Position] {
        let named = reached(from: keys, decisions).compactMap { numbers[$0] }
        return component(around: named, decisions, all: true).flatMap { nodes[Int($0)].facts }.uniqued
    }

    /// Returns the facts of everything connected with these nodes, where a person separated any of it.
    func facts(partedAround found: [Int32]) -> [Position] {
        let component = component(around: found, decisions, all: true)
        let keys = component.map { nodes[Int($0)].key }.sorted()
        guard decisions.verdicts(among: keys).contains(where: { !$0.isSame }) else { return [] }
        return component.flatMap { nodes[Int($0)].facts }.uniqued
    }

    /// Returns the nodes connected by being named together for one person, or by a decision.
    ///
    /// Keys shared by too many names connect nothing, unless `all` is set, which finds everything that a change may
    /// concern.
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

    /// Returns whether too many different names occur with a key for it to be one person's.
    func isEverybodys(_ node: Int32) -> Bool {
        let facts = nodes[Int(node)].facts
        guard facts.count > settings.mostNames else { return false }
        var given: Set<UInt32> = []
        for fact in facts {
            for mention in entries[fact]?.mentions ?? [] where mention.nodes.contains(node) {
                if names.isMeaningful(mention.given) { given.insert(mention.given) }
            }
            if given.count > settings.mostNames { return true }
        }
        return false
    }

    /// Returns one mention's keys grouped by adult, the first key's group first. There are several groups only where a
    /// person separated keys that were named together.
    private func groups(of found: [Int32]) -> [[Int32]] {
        guard found.count > 1 else { return [found] }
        guard let forest = forest(around: found) else { return [found] }
        // A key shared by too many names is connected with nothing; it stays in the first group.
        let first = found.lazy.compactMap { forest.roots[$0] }.first ?? 0
        let roots = found.map { isEverybodys($0) ? first : forest.roots[$0] ?? first }
        return roots.uniqued.map { root in zip(found, roots).filter { $0.1 == root }.map(\.0) }
    }

    /// Divides everything connected with these nodes into adults; returns nil where nobody separated any of it.
    ///
    /// People's decisions to join come first, then keys named together, the most frequent first; a step is left out if
    /// it would join what a person separated.
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

/// Sets that are joined step by step, except where a person decided that two are different.
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

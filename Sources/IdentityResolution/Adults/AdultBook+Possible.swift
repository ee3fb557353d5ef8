public import SafeguardingModel

/// Two adults named by agencies who are possibly one; a person has to decide.
public struct PossibleAdults: Hashable, Sendable {
    /// The lowest key of each adult, in order.
    public let keys: [LinkKey]
    /// Every key of each adult.
    public let all: [[LinkKey]]
    /// The weight of the agreement, in points; ten points double the odds.
    public let points: Int
    /// The agreement in a few words that contain no value.
    public let why: String
    /// Whether each adult may be named to everybody who may see the other's facts: false where only restricted facts
    /// name them.
    public let isNameable: [Bool]
    /// The agencies that named each adult, sorted.
    public let agencies: [[AgencyName]]
}

extension AdultBook {
    /// A function from the number of a child's record to the number of the child, which shows whether two adults are
    /// named with one child.
    public typealias ChildOfRecord = (UInt32) -> Int32
    /// A function from a child's record to all records of the same child.
    public typealias SameChild = (UInt32) -> [UInt32]

    /// Returns all pairs of adults who are possibly one, the likeliest first.
    public func possible(_ child: ChildOfRecord, _ sameChild: SameChild) -> [PossibleAdults] {
        var found: Set<PossibleAdults> = []
        var done: Set<Int32> = []
        for node in nodes.indices.map(Int32.init) where !nodes[Int(node)].facts.isEmpty && !done.contains(node) {
            let adult = adult(of: node)
            done.formUnion(adult)
            found.formUnion(possible(adult, child, sameChild))
        }
        return found.sorted { $0.isLikelier(than: $1) }
    }

    /// Returns the pairs that are possibly one and involve an adult named by these facts, the likeliest first.
    public func possible(
        namedIn positions: [Position],
        _ child: ChildOfRecord,
        _ sameChild: SameChild
    ) -> [PossibleAdults] {
        var found: Set<PossibleAdults> = []
        var done: Set<Int32> = []
        for node in positions.flatMap({ entries[$0]?.mentions ?? [] }).flatMap(\.nodes) where !done.contains(node) {
            let adult = adult(of: node)
            done.formUnion(adult)
            found.formUnion(possible(adult, child, sameChild))
        }
        return found.sorted { $0.isLikelier(than: $1) }
    }

    /// Returns the same for somebody who may not know of all facts: as if the other facts did not exist.
    public func possible(
        namedIn positions: [Position],
        knowing isKnown: (AdultFact) -> Bool,
        _ child: ChildOfRecord,
        _ sameChild: SameChild
    ) -> [PossibleAdults] {
        let near = facts(near: positions, sameChild).compactMap { entries[$0]?.fact }
        let known = near.filter(isKnown)
        guard known.count < near.count else { return possible(namedIn: positions, child, sameChild) }
        var book = emptied()
        for fact in known { _ = book.learn(fact) }
        return book.possible(namedIn: positions, child, sameChild)
    }

    /// Returns the facts about the adults whom these facts name, and about those who are compared with them.
    private func facts(near positions: [Position], _ sameChild: SameChild) -> Set<Position> {
        var (named, near): (Set<Int32>, Set<Int32>) = ([], [])
        for node in positions.flatMap({ entries[$0]?.mentions ?? [] }).flatMap(\.nodes) where !named.contains(node) {
            let adult = adult(of: node)
            named.formUnion(adult)
            for other in candidates(of: adult, sameChild).all where !near.contains(other) {
                near.formUnion(self.adult(of: other))
            }
        }
        return named.union(near).reduce(into: []) { $0.formUnion(nodes[Int($1)].facts) }
    }

    private func possible(_ adult: [Int32], _ child: ChildOfRecord, _ sameChild: SameChild) -> [PossibleAdults] {
        let (candidates, withSameChild) = candidates(of: adult, sameChild)
        guard !candidates.isEmpty else { return [] }
        let picture = picture(adult, child)
        guard !picture.keys.isEmpty else { return [] }
        let isBare = adult.allSatisfy { nodes[Int($0)].descriptions == 0 }
        var found: [PossibleAdults] = []
        var seen = IndexSet(adult)
        for candidate in candidates where !seen.contains(candidate) {
            if isBare, isBareKey(candidate), !withSameChild.contains(candidate) { continue }
            let other = self.adult(of: candidate)
            for node in other { seen.insert(node) }
            let theirs = self.picture(other, child)
            guard !theirs.keys.isEmpty, most.points(picture, theirs, names) >= settings.ask else { continue }
            let comparison = AdultComparison(picture, theirs, names, settings)
            guard comparison.isTold, !areParted(picture.keys + theirs.keys, picture.keys) else { continue }
            found.append(pair(adult, picture, other, theirs, comparison))
        }
        return found
    }

    /// Returns whether an adult is known by one key alone, for which being similar to another key would weigh too
    /// little.
    private func isBareKey(_ node: Int32) -> Bool {
        decisions.isEmpty && nodes[Int(node)].ties.isEmpty && nodes[Int(node)].descriptions == 0
            && most.points(nodes[Int(node)].key.scheme) < settings.ask
    }

    /// Returns the facts that name any of an adult's keys, each once.
    private func factsNaming(_ adult: [Int32]) -> [Position] {
        adult.count == 1 ? Array(nodes[Int(adult[0])].facts) : adult.flatMap { nodes[Int($0)].facts }.uniqued
    }

    private func pair(
        _ left: [Int32],
        _ ours: AdultProfile,
        _ right: [Int32],
        _ theirs: AdultProfile,
        _ comparison: AdultComparison
    ) -> PossibleAdults {
        let isInOrder = ours.keys[0] < theirs.keys[0]
        let (first, second) = isInOrder ? (ours, theirs) : (theirs, ours)
        let ends = isInOrder ? [left, right] : [right, left]
        let facts = ends.map { end in factsNaming(end).compactMap { entries[$0]?.fact } }
        return PossibleAdults(
            keys: [first.keys[0], second.keys[0]],
            all: [first.keys, second.keys],
            points: comparison.points,
            why: comparison.agreement,
            isNameable: facts.map { $0.contains { !$0.isRestricted } },
            agencies: facts.map { Set($0.map(\.agency)).sorted() }
        )
    }

    /// Compares two adults field by field; returns nil where no fact ever named a key.
    public func comparison(_ left: LinkKey, _ right: LinkKey, _ child: ChildOfRecord) -> [String]? {
        guard let one = numbers[left], let other = numbers[right] else { return nil }
        let adults = [one, other].map { picture(adult(of: $0), child) }
        guard !adults[0].keys.contains(right) else { return [] }
        let comparison = AdultComparison(adults[0], adults[1], names, settings)
        let zone = comparison.isTold ? "possibly one, and for a person to say" : "not told as possibly one"
        return comparison.sentences + ["together \(comparison.points) points: \(zone)"]
    }

    /// Returns every key of the adult with this key, sorted; nil where no fact ever named the key.
    public func keys(ofAdultWith key: LinkKey) -> [LinkKey]? {
        numbers[key].map { adult(of: $0).map { nodes[Int($0)].key }.sorted() }
    }

    /// Returns the facts that name any of an adult's keys, in order of their positions.
    public func facts(ofAdultWith key: LinkKey) -> [Position] {
        numbers[key].map { factsNaming(adult(of: $0)).sorted() } ?? []
    }

    /// Returns the facts that name this very key, in order of their positions.
    public func facts(naming key: LinkKey) -> [AdultFact] {
        numbers[key].map { nodes[Int($0)].facts.sorted().compactMap { entries[$0]?.fact } } ?? []
    }

    /// Returns every key of the adults whom these facts name, sorted.
    public func keys(namedIn positions: [Position]) -> [LinkKey] {
        let named = Set(positions.flatMap { entries[$0]?.mentions ?? [] }.flatMap(\.nodes))
        return Set(named.flatMap(adult(of:))).map { nodes[Int($0)].key }.sorted()
    }

    /// Explains in a sentence why two keys are, or are not, one adult's.
    public func why(_ left: LinkKey, _ right: LinkKey) -> String {
        guard let one = numbers[left], let other = numbers[right] else { return "no fact names one of these" }
        guard left != right else { return "this is one and the same" }
        let keys = adult(of: one).map { nodes[Int($0)].key }.sorted()
        if keys.contains(right) {
            let isDecided = family(around: left, decisions).contains(right)
            return isDecided ? "one adult: so a person decided" : "one adult: facts name them together"
        }
        let all = (keys + adult(of: other).map { nodes[Int($0)].key }).sorted()
        return areParted(all, keys) ? "not one adult: so a person decided" : "nobody said that they are one adult"
    }

    /// Returns one adult's nodes: keys named together or joined by people, without those that a person separated.
    func adult(of node: Int32) -> [Int32] {
        if decisions.isEmpty, nodes[Int(node)].ties.isEmpty { return [node] }
        if !decisions.isEmpty, let forest = forest(around: [node]), let root = forest.roots[node] {
            return forest.roots.filter { $0.value == root }.map(\.key).sorted { isBefore($0, $1) }
        }
        return component(around: [node], decisions).sorted { isBefore($0, $1) }
    }

    private func isBefore(_ one: Int32, _ other: Int32) -> Bool { nodes[Int(one)].key < nodes[Int(other)].key }

    private func picture(_ adult: [Int32], _ child: ChildOfRecord) -> AdultProfile {
        var picture = AdultProfile()
        let own = IndexSet(adult)
        for node in adult where !nodes[Int(node)].facts.isEmpty && !isEverybodys(node) {
            picture.keys.append(nodes[Int(node)].key)
        }
        for fact in factsNaming(adult) {
            guard let entry = entries[fact] else { continue }
            for mention in entry.mentions where mention.nodes.contains(where: own.contains) {
                picture.take(mention)
            }
            if let record = entry.fact.record { picture.children.insert(child(record)) }
        }
        return picture
    }

    /// Returns the nodes that share a rough trait with an adult, in order, and those of them named with the same child.
    private func candidates(of adult: [Int32], _ sameChild: SameChild) -> (all: [Int32], withSameChild: Set<Int32>) {
        var found: Set<Int32> = []
        var records: Set<UInt32> = []
        let own = IndexSet(adult)
        for fact in factsNaming(adult) {
            guard let entry = entries[fact] else { continue }
            if let record = entry.fact.record { records.insert(record) }
            for mention in entry.mentions where mention.nodes.contains(where: own.contains) {
                let keys = mention.nodes.map { nodes[Int($0)].key }
                for block in AdultBlocks.keys(of: mention, keys, names) {
                    found.formUnion(blocks.nodes(block, limit: settings.mostCandidates))
                }
            }
        }
        let withSameChild = Set(Set(records.flatMap(sameChild)).flatMap(named(with:)))
        return (found.union(withSameChild).subtracting(adult).sorted(), withSameChild)
    }

    private func named(with record: UInt32) -> [Int32] {
        (factsOfRecord[record] ?? []).flatMap { entries[$0]?.mentions ?? [] }.flatMap(\.nodes)
    }

    /// Returns whether a person decided that one of our keys and one of the others are different people.
    private func areParted(_ all: [LinkKey], _ ours: [LinkKey]) -> Bool {
        guard !decisions.isEmpty else { return false }
        let keys = Set(all.flatMap { family(around: $0, decisions) }).sorted()
        let own = Set(ours.flatMap { family(around: $0, decisions) })
        return decisions.verdicts(among: keys).contains {
            !$0.isSame && own.contains(keys[$0.pair.low]) != own.contains(keys[$0.pair.high])
        }
    }
}

extension AdultProfile {
    mutating func take(_ mention: AdultMention) {
        if !names.contains(where: { $0.given == mention.given && $0.family == mention.family }) {
            names.append((mention.given, mention.family))
        }
        for alias in mention.aliases where !aliases.contains(alias) { aliases.append(alias) }
        if mention.born > 0, !births.contains(mention.born) { births.append(mention.born) }
        if let range = mention.years, !years.contains(range) { years.append(range) }
        for home in mention.homes where !homes.contains(home) { homes.append(home) }
    }
}

extension PossibleAdults {
    func isLikelier(than other: PossibleAdults) -> Bool {
        points != other.points ? points > other.points : keys.lexicographicallyPrecedes(other.keys)
    }
}

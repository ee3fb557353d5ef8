internal import SafeguardingModel

/// The division of connected records into children.
///
/// Pairs are joined in order of strength (as Kruskal does), people's decisions first. A pair is refused if it would
/// join two records that a person decided are different, or that contradict one another. Of two pairs that are about as
/// strong and exclude one another neither is joined: a person decides. The result depends on the records and decisions
/// alone, not on the order of arrival.
struct RecordJoining: ~Copyable {
    struct Pair: Comparable {
        let points: Int
        let pair: Verdict.Pair
        /// The journal position at which a person decided it.
        let decision: Position?

        /// Orders stronger pairs first.
        static func < (left: Pair, right: Pair) -> Bool {
            if (left.decision != nil) != (right.decision != nil) { return left.decision != nil }
            return left.points != right.points ? left.points > right.points : left.pair < right.pair
        }
    }

    /// The reason why a pair was not joined.
    enum Refusal: Hashable {
        case decided(Verdict)
        case contradicted
        /// Another child is about as likely.
        case contested
    }

    /// The records' places, in the order of their keys.
    let places: [Int32]
    /// The pairs that were joined: a forest.
    private(set) var taken: [Pair] = []
    private(set) var refused: [(pair: Pair, because: Refusal)] = []
    private(set) var differences: [Verdict] = []
    private var parents: [Int]
    /// The records of each set; filled only where something keeps sets apart.
    private var members: [[Int]] = []
    private var pairs: [Pair] = []
    private var contradictions: Set<Verdict.Pair> = []
    /// The identifiers of each record; filled only where something keeps sets apart.
    private var numbers: [[RecordTrait]] = []
    private let lead: Int
    /// The most connected records that are joined automatically: more than a child and all similar children can have.
    private static let most = 400

    /// Divides the records at `places`, which are in the order of their keys.
    init(
        _ places: [Int32],
        _ store: borrowing RecordStore,
        _ edges: borrowing EdgeBook,
        _ decisions: borrowing DecisionBook<RecordKey>
    ) {
        self.places = places
        parents = Array(places.indices)
        lead = store.settings.thresholds.lead
        guard places.count > 1 else { return }
        let keys = decisions.isEmpty ? [] : places.map { [records = store.records] in records[Int($0)].key }
        let verdicts = decisions.isEmpty ? [] : decisions.verdictsInOneWorld(among: keys)
        differences = verdicts.filter { !$0.isSame }
        let decided = verdicts.filter(\.isSame).map { Pair(points: 0, pair: $0.pair, decision: $0.position) }
        // More records than this are connected only where data are broken; then only people's decisions join.
        let automatic = places.count <= RecordJoining.most ? RecordJoining.automatic(places, edges) : []
        pairs = (decided + automatic).sorted()
        let isPlain = isPlain(store, edges)
        if !isPlain {
            members = places.indices.map { [$0] }
            for place in places { numbers.append(store.numbers(of: place)) }
        }
        for pair in pairs { if isPlain { join(pair) } else { take(pair) } }
    }

    /// Returns whether nothing can contradict any pair.
    private mutating func isPlain(_ store: borrowing RecordStore, _ edges: borrowing EdgeBook) -> Bool {
        guard places.count <= RecordJoining.most else { return false }
        guard places.count > 2 || !differences.isEmpty else { return true }
        contradictions = RecordJoining.contradictions(places, store, edges)
        return contradictions.isEmpty && differences.isEmpty && haveOneNumberOfEachKind(store)
    }

    private func haveOneNumberOfEachKind(_ store: borrowing RecordStore) -> Bool {
        var found: [RecordTrait] = []
        for place in places {
            for number in store.numbers(of: place) where !found.contains(number) {
                if found.contains(where: { $0.kind == number.kind }) { return false }
                found.append(number)
            }
        }
        return true
    }

    /// Returns whether two children's identifiers exclude that they are one: of some kind both have numbers, and none
    /// is the same. UPN and PNC id are ignored where any identifier is shared.
    private static func areOfTwo(_ ours: [RecordTrait], _ theirs: [RecordTrait]) -> Bool {
        let isShared = ours.contains(where: theirs.contains)
        return [RecordTrait.Kind.nhsNumber, .upn, .pncId].contains { kind in
            guard kind == .nhsNumber || !isShared else { return false }
            let (ours, theirs) = (ours.filter { $0.kind == kind }, theirs.filter { $0.kind == kind })
            return !ours.isEmpty && !theirs.isEmpty && !ours.contains(where: theirs.contains)
        }
    }

    private static func automatic(_ places: [Int32], _ edges: borrowing EdgeBook) -> [Pair] {
        // A linear search through a handful is faster than making a table.
        let numbers = places.count > 16 ? Dictionary(uniqueKeysWithValues: zip(places, places.indices)) : nil
        var pairs: [Pair] = []
        for (low, place) in places.enumerated() {
            for edge in edges[place] where edge.zone == .same {
                let number = numbers.map { $0[edge.other] } ?? places.firstIndex(of: edge.other)
                guard let high = number, low < high else { continue }
                pairs.append(Pair(points: Int(edge.points), pair: .init(low: low, high: high), decision: nil))
            }
        }
        return pairs
    }

    private static func contradictions(
        _ places: [Int32],
        _ store: borrowing RecordStore,
        _ edges: borrowing EdgeBook
    ) -> Set<Verdict.Pair> {
        var found: Set<Verdict.Pair> = []
        for low in places.indices {
            for high in places.indices.dropFirst(low + 1) {
                // Most connected records have already been compared.
                let edge = edges[places[low]].first { $0.other == places[high] }
                if edge?.isContradiction ?? store.compare(places[low], places[high]).isContradiction {
                    found.insert(.init(low: low, high: high))
                }
            }
        }
        return found
    }

    /// Whether all the records are one child.
    var isOneChild: Bool { taken.count == places.count - 1 }

    /// Returns the place of the first record of the child to which a record belongs.
    func first(_ place: Int) -> Int {
        var place = place
        while parents[place] != place { place = parents[place] }
        return place
    }

    private mutating func join(_ pair: Pair) {
        let (left, right) = (first(pair.pair.low), first(pair.pair.high))
        guard left != right else { return }
        let (low, high) = (min(left, right), max(left, right))
        parents[high] = low
        if !members.isEmpty {
            members[low] += members[high]
            members[high] = []
        }
        taken.append(pair)
    }

    private mutating func take(_ pair: Pair) {
        let (left, right) = (first(pair.pair.low), first(pair.pair.high))
        guard left != right else { return }
        if let difference = difference(left, right) { return refused.append((pair, .decided(difference))) }
        guard pair.decision == nil else { return join(pair) }
        if contradict(left, right, by: pair.pair) { return refused.append((pair, .contradicted)) }
        if isContested(pair, left, right) { return refused.append((pair, .contested)) }
        join(pair)
    }

    /// Returns the decision that keeps two sets of records apart.
    private func difference(_ left: Int, _ right: Int) -> Verdict? {
        differences.first { difference in
            let (low, high) = (first(difference.pair.low), first(difference.pair.high))
            return (low, high) == (left, right) || (low, high) == (right, left)
        }
    }

    /// Returns whether a record of one set contradicts one of the other. A contradiction of the pair's own records does
    /// not count: if one set already has a record that contradicts its own end of the pair, a person put it there.
    private func contradict(_ left: Int, _ right: Int, by pair: Verdict.Pair) -> Bool {
        if RecordJoining.areOfTwo(numbers(of: left), numbers(of: right)) { return true }
        guard !contradictions.isEmpty else { return false }
        let (here, there) = first(pair.low) == left ? (pair.low, pair.high) : (pair.high, pair.low)
        return members[left].contains { one in
            members[right].contains { other in
                areContrary(one, other) && !areContrary(one, here) && !areContrary(other, there)
            }
        }
    }

    private func numbers(of set: Int) -> [RecordTrait] { members[set].flatMap { numbers[$0] } }

    private func areContrary(_ one: Int, _ other: Int) -> Bool {
        one != other && contradictions.contains(.init(low: min(one, other), high: max(one, other)))
    }

    /// Returns whether another set could be joined just as well, but not both.
    private func isContested(_ pair: Pair, _ left: Int, _ right: Int) -> Bool {
        pairs.contains { rival in
            guard rival.decision == nil, rival.points >= pair.points - lead else { return false }
            let ends = [first(rival.pair.low), first(rival.pair.high)]
            for (own, partner) in [(left, right), (right, left)] {
                guard let side = ends.firstIndex(of: own) else { continue }
                let third = ends[1 - side]
                if third != own, third != partner, excludes(own, partner, third, rival) { return true }
            }
            return false
        }
    }

    /// Returns whether `third` could join `own` now, but no longer once `partner` has.
    private func excludes(_ own: Int, _ partner: Int, _ third: Int, _ rival: Pair) -> Bool {
        guard difference(own, third) == nil, !contradict(own, third, by: rival.pair) else { return false }
        if difference(partner, third) != nil { return true }
        if RecordJoining.areOfTwo(numbers(of: own) + numbers(of: partner), numbers(of: third)) { return true }
        return members[partner].contains { one in members[third].contains { areContrary(one, $0) } }
    }
}

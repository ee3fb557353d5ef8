public import SafeguardingModel

/// A resolver that makes children out of several agencies' records.
///
/// Agencies share no reference for a child. Two records are compared field by field; each level of agreement has a
/// weight (Fellegi and Sunter 1969), and by the sum a pair is joined as one child, put to a person, or left as two.
/// People's decisions override all weights. The children and their ids depend on the records and decisions alone: any
/// order of arrival gives the same.
///
/// ```swift
/// var resolver = Resolver()
/// let change = resolver.learn(RecordKey(agency: "whiston-health", subject: "W-1"), person)
/// let child = resolver.child(of: RecordKey(agency: "merseyside-police", subject: "MP-77120"))
/// ```
public struct Resolver: Sendable {
    var store: RecordStore
    var edges = EdgeBook()
    var decisions = DecisionBook<RecordKey>()
    /// The place of the first record of the same child, by record place.
    private(set) var firsts: [Int32] = []
    /// The records of each child with more than one, in the order of their keys, by the place of the first.
    private var families: [Int32: [Int32]] = [:]
    /// The place of the first record with each id, so that texts need not be compared to find a record.
    private var placesByID: [UInt64: Int32] = [:]
    /// The places of records that are not found by id: another record had the same id first, or the key can be spelled
    /// in other bytes (an accent apart from its letter).
    private var placesByKey: [RecordKey: Int32] = [:]

    public init() {
        self.init(settings: IdentitySettings())
    }

    public init(settings: IdentitySettings) {
        store = RecordStore(settings)
    }

    /// Adds what one event says of the child that a record is about.
    public mutating func learn(_ key: RecordKey, _ person: PersonRecord) -> IdentityChange {
        if let known = place(of: key) { return learn(more: person, of: UInt32(known)) ?? IdentityChange() }
        return learn(new: key, person)
    }

    /// Adds what the first event of a record says of its child; the record gets the next number.
    public mutating func learn(new key: RecordKey, _ person: PersonRecord) -> IdentityChange {
        let place = enter(key)
        // The digest is remembered, so that repeated data costs one comparison.
        _ = store.knows(person.digest, of: place)
        let touched = store.learn(place, person)
        return resolve(around: [place] + compareAnew(touched), because: nil, new: place)
    }

    /// Adds what one event says of a child, by the record's number; returns nil where it repeats what was just learnt.
    public mutating func learn(more person: PersonRecord, of number: UInt32) -> IdentityChange? {
        let place = Int32(number)
        if store.knows(person.digest, of: place) { return nil }
        let touched = store.learn(place, person)
        guard !touched.isEmpty else { return IdentityChange() }
        return resolve(around: [place] + compareAnew(touched), because: nil, new: nil)
    }

    /// Applies a person's decision, which the journal has at `position`.
    ///
    /// Decisions about other things change nothing.
    public mutating func decide(_ decision: Decision.Kind, at position: Position) -> IdentityChange {
        let named = decisions.add(decision, at: position).compactMap { place(of: $0) }
        return resolve(around: named, because: position, new: nil)
    }

    /// Compares and joins everything again by other settings.
    public mutating func configure(_ settings: IdentitySettings) -> IdentityChange {
        guard settings != store.settings else { return IdentityChange() }
        store.configure(settings)
        let all = store.records.indices.map(Int32.init)
        let touched = compareAnew(.init(anew: IndexSet(all)))
        return resolve(around: all + touched, because: nil, new: nil)
    }

    /// The settings in use.
    public var settings: IdentitySettings { store.settings }
}

extension Resolver {
    /// Returns the child to whom a record belongs; nil for an unknown record.
    public func child(of key: RecordKey) -> ChildID? {
        place(of: key).map(child)
    }

    /// Returns the number of a record, from 0 in the order in which records were first learnt; nil for an unknown
    /// record.
    public func number(of key: RecordKey) -> UInt32? { place(of: key).map(UInt32.init) }

    /// Returns the records of a child in the order of their keys; none where the child does not, or no longer, exist.
    public func records(of child: ChildID) -> [RecordKey] {
        guard let place = place(of: child), firsts[Int(place)] == place else { return [] }
        return family(place).map { store[$0].key }
    }

    /// Returns the child that now has the record after which `child` was named; nil for an id that was never given.
    public func redirect(_ child: ChildID) -> ChildID? {
        place(of: child).map(self.child)
    }

    /// The number of children.
    public var childCount: Int { firsts.indices.count { firsts[$0] == Int32($0) } }

    /// Every child, sorted.
    public var children: [ChildID] {
        firsts.indices.filter { firsts[$0] == Int32($0) }.map { child(Int32($0)) }.sorted()
    }

    func place(of key: RecordKey) -> Int32? {
        if let place = placesByID[Record.id(of: key)], store.records[Int(place)].key == key { return place }
        return placesByKey.isEmpty ? nil : placesByKey[key]
    }

    func family(_ first: Int32) -> [Int32] { families[first] ?? [first] }

    func child(_ place: Int32) -> ChildID { ownID(firsts[Int(place)]) }

    /// Returns the id of a child whose first record this is.
    private func ownID(_ first: Int32) -> ChildID { ChildID(rawValue: "C-" + store[first].id.spelled) }

    func place(of child: ChildID) -> Int32? {
        UInt64(spelled: child.rawValue.dropFirst(2)).flatMap { placesByID[$0] }
    }
}

extension Resolver {
    private mutating func enter(_ key: RecordKey) -> Int32 {
        let place = store.enter(key)
        firsts.append(place)
        edges.enter()
        let first = { (first: inout Int32) in first }(&placesByID[store[place].id, default: place])
        let isASCII = key.agency.rawValue.utf8.allSatisfy { $0 < 0x80 } && key.subject.utf8.allSatisfy { $0 < 0x80 }
        if first != place || !isASCII { placesByKey[key] = place }
        return place
    }

    /// Compares records with all candidates; returns the records whose pairs changed.
    private mutating func compareAnew(_ touched: RecordStore.Touched) -> [Int32] {
        var changed: [Int32] = []
        for place in touched.loosened.places.sorted() where !touched.anew.contains(place) {
            let kept = edges[place].filter { store.mayMeet(place, $0.other) }
            if kept.count < edges[place].count { changed += [place] + edges.replace(place, kept) }
        }
        for place in touched.anew.places.sorted() {
            let candidates = store.candidates(of: place, by: touched.learnt == place ? touched.keys : nil)
            changed += [place] + edges.replace(place, store.edges(from: place, to: candidates))
        }
        return changed
    }

    /// Adds a record without comparing it.
    mutating func note(_ key: RecordKey, _ person: PersonRecord) {
        let place = place(of: key) ?? enter(key)
        if !store.knows(person.digest, of: place) { _ = store.learn(place, person) }
    }

    /// Makes children of all pairs, one connected component after another.
    mutating func resolveAll() {
        var isDone = Array(repeating: false, count: firsts.count)
        for place in firsts.indices where !isDone[place] {
            let component = component(around: [Int32(place)])
            for other in component { isDone[Int(other)] = true }
            if component.count > 1 { settle(component, joining(component)) }
        }
    }

    /// Returns everything connected with these records, in the order of the keys.
    func component(around seeds: [Int32]) -> [Int32] {
        if seeds.count == 1, isAlone(seeds[0]) { return seeds }
        var reached = IndexSet(seeds)
        var next = 0
        while next < reached.places.count {
            reach(from: reached.places[next], &reached)
            next += 1
        }
        return store.inOrderOfKeys(reached.places)
    }

    private func isAlone(_ place: Int32) -> Bool {
        !edges[place].contains { $0.zone == .same } && decided(with: place).isEmpty
    }

    private func reach(from place: Int32, _ reached: inout IndexSet) {
        for edge in edges[place] where edge.zone == .same { reached.insert(edge.other) }
        for other in decided(with: place) { reached.insert(other) }
    }

    /// Returns the records that people joined with a record.
    private func decided(with place: Int32) -> [Int32] {
        guard !decisions.isEmpty else { return [] }
        let record = store[place].key
        let joined = decisions.joined(with: record).filter { $0.exercise == record.exercise }
        return joined.compactMap { self.place(of: $0) }.filter { $0 != place }
    }

    func joining(_ component: [Int32]) -> RecordJoining { RecordJoining(component, store, edges, decisions) }

    /// Divides everything connected with `seeds` into children again, and returns the change.
    private mutating func resolve(around seeds: [Int32], because decision: Position?, new: Int32?) -> IdentityChange {
        var change = IdentityChange()
        // Children are compared by the places of their first records, and ids are made only where something changed.
        var gone: [Int32] = []
        var done = IndexSet([])
        for seed in seeds where !done.contains(seed) {
            let component = component(around: [seed])
            for place in component { done.insert(place) }
            let before = component.map { $0 == new ? nil : firsts[Int($0)] }
            let joining = joining(component)
            settle(component, joining)
            change.moves += moves(joining, from: before, because: decision)
            for case let first? in before where firsts[Int(first)] != first && !gone.contains(first) {
                gone.append(first)
            }
        }
        if change.moves.count > 1 { change.moves.sort { $0.record < $1.record } }
        // A child that ceased to exist has lost its first record to another.
        for first in gone { change.redirects[ownID(first)] = child(first) }
        return change
    }

    private func moves(
        _ joining: borrowing RecordJoining,
        from before: [Int32?],
        because decision: Position?
    ) -> [IdentityChange.Move] {
        var moves: [IdentityChange.Move] = []
        for number in before.indices {
            let place = joining.places[number]
            guard before[number] != firsts[Int(place)] else { continue }
            let reason = reason(for: number, in: joining, isNew: before[number] == nil, decision: decision)
            let move = IdentityChange.Move(
                record: store[place].key,
                number: UInt32(place),
                before: before[number].map(ownID),
                after: child(place),
                reason: reason
            )
            moves.append(move)
        }
        return moves
    }

    private mutating func settle(_ component: [Int32], _ joining: borrowing RecordJoining) {
        // A family is stored under its first record only.
        for place in component where firsts[Int(place)] == place { families[place] = nil }
        for index in component.indices { firsts[Int(component[index])] = component[joining.first(index)] }
        if joining.isOneChild { return families[component[0]] = component.count > 1 ? component : nil }
        for place in component {
            let first = firsts[Int(place)]
            if first != place { families[first, default: [first]].append(place) }
        }
    }
}

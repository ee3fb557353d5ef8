public import SafeguardingModel

/// Makes children out of several agencies' records.
///
/// Agencies share no reference for a child. Records are one child where they carry the same NHS number, UPN, PNC id,
/// or full name with birth date, or where a person said so; never where a person said that they are different. The
/// children and their ids depend on the records and decisions alone: any order of arrival gives the same.
///
/// ```swift
/// var resolver = Resolver()
/// let change = resolver.learn(RecordKey(agency: "whiston-health", subject: "W-1"), person)
/// let child = resolver.child(of: RecordKey(agency: "merseyside-police", subject: "MP-77120"))
/// ```
public struct Resolver: Sendable {
    private var records: [Record] = []
    private var places: [RecordKey: Int32] = [:]
    /// Of every record the place of its child's first record.
    private var firsts: [Int32] = []
    /// The records of every child that has more than one, in the order of their keys, by the place of the first.
    private var families: [Int32: [Int32]] = [:]
    private var placesByID: [UInt64: Int32] = [:]
    private var holders: [Mark: [Int32]] = [:]
    private var decisions = DecisionBook()
    private var sieve: Sieve

    public init() {
        self.init(settings: IdentitySettings())
    }

    public init(settings: IdentitySettings) {
        sieve = Sieve(settings)
    }

    /// Takes in what one event says of the child that a record is about.
    public mutating func learn(_ key: RecordKey, _ person: PersonRecord) -> IdentityChange {
        let digest = person.digest
        let known = places[key]
        if let known, records[Int(known)].digest == digest { return IdentityChange() }
        let place = known ?? enter(key)
        records[Int(place)].digest = digest
        let before = records[Int(place)].joiningMarks
        guard records[Int(place)].add(person.marks(exercise: key.exercise)) || known == nil else {
            return IdentityChange()
        }
        let after = records[Int(place)].joiningMarks
        index(place, before: before, after: after)
        return resolve(
            around: [place] + neighbours(sharing: Set(before + after)),
            because: nil,
            new: known == nil ? place : nil
        )
    }

    /// Takes in what a person decided, written in the journal at `position`.
    ///
    /// Decisions about other things change nothing.
    public mutating func decide(_ decision: Decision.Kind, at position: Int64) -> IdentityChange {
        let named = decisions.add(decision, at: position).compactMap { places[$0] }
        return resolve(around: named, because: position, new: nil)
    }

    /// Judges everything anew by other settings.
    public mutating func configure(_ settings: IdentitySettings) -> IdentityChange {
        guard settings != sieve.settings else { return IdentityChange() }
        sieve = Sieve(settings)
        return resolve(around: records.indices.map(Int32.init), because: nil, new: nil)
    }
}

extension Resolver {
    /// The child to whom a record belongs; nil for a record never learnt.
    public func child(of key: RecordKey) -> ChildID? {
        places[key].map(child)
    }

    /// The records of a child in the order of their keys; none where there is no such child (any more).
    public func records(of child: ChildID) -> [RecordKey] {
        guard let place = place(of: child), firsts[Int(place)] == place else { return [] }
        return (families[place] ?? [place]).map { records[Int($0)].key }
    }

    /// The child that now holds the record after which `child` was named; nil for an id that was never given.
    public func redirect(_ child: ChildID) -> ChildID? {
        place(of: child).map(self.child)
    }

    /// Every child, sorted.
    public var children: [ChildID] {
        records.indices.filter { firsts[$0] == Int32($0) }.map { child(Int32($0)) }.sorted()
    }

    /// Why two records are one child: the records between them, each step with its reason; or why they are not.
    public func why(_ left: RecordKey, _ right: RecordKey) -> [String] {
        guard let from = places[left], let to = places[right] else {
            return ["no event has come for one of these records"]
        }
        guard from != to else { return ["this is one and the same record"] }
        return joining(component(around: [from, to])).reasons(from: left, to: right)
    }
}

extension Resolver {
    private func child(_ place: Int32) -> ChildID {
        ChildID(rawValue: "C-" + records[Int(firsts[Int(place)])].id.spelled)
    }

    private func place(of child: ChildID) -> Int32? {
        UInt64(spelled: child.rawValue.dropFirst(2)).flatMap { placesByID[$0] }
    }

    private mutating func enter(_ key: RecordKey) -> Int32 {
        let place = Int32(records.count)
        let record = Record(key)
        records.append(record)
        places[key] = place
        firsts.append(place)
        placesByID[record.id] = place
        return place
    }

    private mutating func index(_ place: Int32, before: [Mark], after: [Mark]) {
        for mark in Set(after).subtracting(before) { holders[mark, default: []].append(place) }
        for mark in Set(before).subtracting(after) { holders[mark]?.removeAll { $0 == place } }
    }

    /// The records that share one of the marks.
    ///
    /// One more than may be joined: with it the mark ceases to join.
    private func neighbours(sharing marks: Set<Mark>) -> [Int32] {
        marks.flatMap { mark in
            let sharing = holders[mark] ?? []
            return sharing.count <= sieve.settings.mostRecords + 1 ? sharing : []
        }
    }

    /// Everything that anything connects with these records, in the order of the keys.
    private func component(around seeds: [Int32]) -> [Int32] {
        var reached = Set(seeds)
        var open = Array(reached)
        while let place = open.popLast() {
            for other in connected(with: place) where reached.insert(other).inserted { open.append(other) }
        }
        return reached.sorted { records[Int($0)].key < records[Int($1)].key }
    }

    private func connected(with place: Int32) -> [Int32] {
        let record = records[Int(place)]
        let sharing = sieve.marks(of: record).filter(mayJoin).flatMap { holders[$0] ?? [] }
        let joined = decisions.joined(with: record.key).filter { $0.exercise == record.key.exercise }
        return sharing + joined.compactMap { places[$0] }
    }

    private func joining(_ component: [Int32]) -> Joining {
        Joining(component.map { records[Int($0)] }, decisions: decisions, sieve: sieve, mayJoin: mayJoin)
    }

    private func mayJoin(_ mark: Mark) -> Bool {
        sieve.mayJoin(mark, holders: holders[mark]?.count ?? 0)
    }

    /// Makes children anew of whatever hangs together with `seeds`, and says what that changed.
    private mutating func resolve(around seeds: [Int32], because decision: Int64?, new: Int32?) -> IdentityChange {
        let component = component(around: seeds)
        guard !component.isEmpty else { return IdentityChange() }
        let before = component.map { $0 == new ? nil : child($0) }
        let joining = joining(component)
        settle(component, joining)
        let after = component.map(child)
        var change = IdentityChange()
        for place in component.indices where before[place] != after[place] {
            let sentence = joining.sentence(for: place, isNew: before[place] == nil, decision: decision)
            change.moves.append(
                .init(
                    record: joining.records[place].key,
                    before: before[place],
                    after: after[place],
                    sentence: sentence
                )
            )
        }
        for gone in Set(before.compactMap(\.self)).subtracting(after) { change.redirects[gone] = redirect(gone) }
        return change
    }

    private mutating func settle(_ component: [Int32], _ joining: Joining) {
        for place in component { families[place] = nil }
        for (index, place) in component.enumerated() {
            let first = component[joining.first(index)]
            firsts[Int(place)] = first
            if first != place { families[first, default: [first]].append(place) }
        }
    }
}

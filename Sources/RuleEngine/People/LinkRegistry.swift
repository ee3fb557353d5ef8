package import SafeguardingModel

typealias PersonIndex = TableIndex<Person>

/// The people and things that may join facts: the keys of people, places, vehicles, phones and online names, the
/// persons of concern to whom they belong, and the records of children whose facts name them.
///
/// A person is a connected component of the keys in facts that call somebody a person of concern, whatever the order of
/// arrival.
public struct LinkRegistry: Sendable {
    private(set) var keys = Table<TableRow.Key, LinkKey>()
    private var numbers: [LinkKey: KeyIndex] = [:]
    private var personOfKey = Table<TableRow.Key, PersonIndex?>()
    private(set) var persons = Table<Person, Person>()
    private var vacant: [PersonIndex] = []
    /// The mentions of each key, in order of occurrence.
    private var mentions = Table<TableRow.Key, [KeyMention]>()
    /// For each key, the keys that facts name together with it for one person or place, with those facts.
    private(set) var ties: [KeyIndex: [KeyIndex: [KeyAssociation]]] = [:]
    /// The facts about no child that name somebody, those that give an adult's home, and those that show that several
    /// keys belong together, by position.
    private(set) var facts: [Position: ChronologyFact] = [:]
    /// The keys that are a children's home's own address, with the number of facts that say so.
    private var homes: [KeyIndex: Int] = [:]
    /// The ages and birth dates that facts give to the holder of a key.
    private var ages: [KeyIndex: [KeyAge]] = [:]
    /// The places where children live, and where registers list people.
    package var residents = Residents()

    public init() {}

    /// Whether there is no person of concern at all.
    var isEmpty: Bool { persons.count == vacant.count }

    /// Returns the person of concern who has a key, and the key's number.
    func person(with key: LinkKey) -> (person: Person, key: KeyIndex)? {
        guard let number = numbers[key] else { return nil }
        return person(of: number).map { ($0, number) }
    }

    func person(of key: KeyIndex) -> Person? { personOfKey[key].map { persons[$0] } }
    func isHome(_ key: KeyIndex) -> Bool { homes[key] != nil }
    func mentions(of key: LinkKey) -> [KeyMention] { numbers[key].map { mentions[$0] } ?? [] }
    func ages(of key: LinkKey) -> [KeyAge] { numbers[key].flatMap { ages[$0] } ?? [] }
    func isHome(_ key: LinkKey) -> Bool { numbers[key].map { homes[$0] != nil } ?? false }

    /// Whether an address is a children's home's own.
    func isHome(_ address: HomeAddress) -> Bool { homes.keys.contains { address.isSame(as: keys[$0]) } }

    /// Returns the fact that called somebody a person of concern or leads to one, by its position.
    package func line(at position: Position) -> ChronologyFact? {
        if let line = facts[position] { return line }
        for person in persons.elements {
            if let found = person.assertions.first(where: { $0.line.position == position }) { return found.line }
        }
        return nil
    }

    private mutating func number(of key: LinkKey) -> KeyIndex {
        if let number = numbers[key] { return number }
        let number = keys.append(key)
        numbers[key] = number
        personOfKey.append(nil)
        mentions.append([])
        return number
    }
}

extension LinkRegistry {
    /// Takes in the adults, places and things of a fact; `record` is nil where it is about no child, and `meeting`
    /// stands for the home or school that reports an absence. Returns the records of children whose findings may
    /// change, apart from the fact's own.
    package mutating func learn(
        _ line: ChronologyFact,
        record: RecordIndex?,
        meeting: LinkKey? = nil,
        rules: RuleSet
    ) -> [RecordIndex] {
        if let meeting, let record { meet(meeting, line, record) }
        guard line.flags.contains(.linked) else { return [] }
        let isTied = tie(line)
        if record == nil || isTied || line.kind == .personListed || !line.adultHomes.isEmpty {
            facts[line.position] = line
        }
        if let record { residents.add(record, placedBy: line) }
        let changed = add(line, record ?? .nobody, rules.fewestSharing) + residents.learn(line)
        let assertions = assertions(in: line, zone: rules.zone)
        for assertion in assertions { add(assertion) }
        return isTied || !assertions.isEmpty
            ? changed + records(joinedBy: line) + records(livingWith: assertions) : changed
    }

    /// Reverses ``learn(_:record:meeting:rules:)`` for a fact.
    package mutating func forget(
        _ line: ChronologyFact,
        record: RecordIndex?,
        meeting: LinkKey? = nil,
        rules: RuleSet
    ) -> [RecordIndex] {
        if let meeting { untouch([meeting], line) }
        guard line.flags.contains(.linked) else { return [] }
        let assertions = assertions(in: line, zone: rules.zone)
        let isTying = !assertions.isEmpty || line.links.contains(where: \.isTying)
        var changed = isTying ? records(joinedBy: line) + records(livingWith: assertions) : []
        untie(line)
        facts[line.position] = nil
        changed += untouch(line, record ?? .nobody, rules.fewestSharing) + residents.forget(line)
        remove(assertions, of: line)
        return changed
    }

    /// Forgets a fact's mentions of keys; a person whom it called of concern remains one.
    package mutating func evict(_ line: ChronologyFact, meeting: LinkKey? = nil) {
        if let meeting { untouch([meeting], line) }
        guard line.flags.contains(.linked) else { return }
        untie(line)
        facts[line.position] = nil
        if line.kind == .intelligenceRecorded { _ = residents.forget(line) }
        _ = untouch(line, line.record, .max)
    }

    private mutating func meet(_ key: LinkKey, _ line: ChronologyFact, _ record: RecordIndex) {
        let number = number(of: key)
        let index = mentions[number].lastIndex { $0.at <= line.at }.map { $0 + 1 } ?? 0
        mentions[number].insert(KeyMention(line, record: record), at: index)
    }

    private mutating func untouch(_ keys: [LinkKey], _ line: ChronologyFact) {
        for key in keys {
            guard let number = numbers[key] else { continue }
            let found = mentions[number].firstIndex { $0.at == line.at && $0.position == line.position }
            if let found { mentions[number].remove(at: found) }
        }
    }

    /// Notes that the keys of one person or place belong together. Returns whether there are any.
    private mutating func tie(_ line: ChronologyFact) -> Bool {
        let links = line.links.filter(\.isTying)
        for link in links {
            let keys = link.keys.map { number(of: $0) }
            for key in keys {
                for other in keys where other != key {
                    LinkRegistry.insert(
                        KeyAssociation(at: line.at, position: line.position),
                        &ties[key, default: [:]][other, default: []]
                    )
                }
            }
        }
        return !links.isEmpty
    }

    /// Inserts in order of occurrence.
    private static func insert(_ tie: KeyAssociation, _ ties: inout [KeyAssociation]) {
        ties.insert(tie, at: ties.partitioningIndex { $0.at > tie.at })
    }

    private mutating func untie(_ line: ChronologyFact) {
        for link in line.links where link.isTying {
            let keys = link.keys.compactMap { numbers[$0] }
            for key in keys {
                for other in keys where other != key { untie(key, other, line.position) }
                if ties[key]?.isEmpty ?? false { ties[key] = nil }
            }
        }
    }

    private mutating func untie(_ key: KeyIndex, _ other: KeyIndex, _ position: Position) {
        ties[key]?[other]?.removeAll { $0.position == position }
        if ties[key]?[other]?.isEmpty ?? false { ties[key]?[other] = nil }
    }

    /// Adds the mentions of a fact. Returns the records for which a key now counts differently: it is a home's own
    /// address, or a late mention means that many children shared it earlier than known.
    private mutating func add(_ line: ChronologyFact, _ record: RecordIndex, _ fewestSharing: Int) -> [RecordIndex] {
        var changed: [RecordIndex] = []
        for link in line.links { for key in link.keys { changed += add(key, link, line, record, fewestSharing) } }
        return changed
    }

    private mutating func add(
        _ key: LinkKey,
        _ link: Link,
        _ line: ChronologyFact,
        _ record: RecordIndex,
        _ fewestSharing: Int
    ) -> [RecordIndex] {
        var changed: [RecordIndex] = []
        let number = self.number(of: key)
        if line.isAboutHome(key) {
            homes[number, default: 0] += 1
            if homes[number] == 1 { changed += records(near: number) }
        }
        if link.relation == .professional, !isProfessionals(number) { changed += records(of: number) }
        if let age = KeyAge(link, line) {
            if !(ages[number] ?? []).contains(where: { $0.isSame(as: age) }) { changed += records(of: number) }
            ages[number, default: []].append(age)
        }
        let touched = mentions[number]
        if touched.count >= fewestSharing, isLate(line.at, number) { changed += records(near: number) }
        let before = touched.count == LinkRegistry.everybodys ? component(of: number) : []
        let index = touched.lastIndex { $0.at <= line.at }.map { $0 + 1 } ?? 0
        mentions[number].insert(KeyMention(line, record: record, relation: link.relation), at: index)
        if !before.isEmpty { changed += records(touching: before) }
        return changed
    }

    private mutating func untouch(_ line: ChronologyFact, _ record: RecordIndex, _ fewestSharing: Int) -> [RecordIndex]
    {
        var changed: [RecordIndex] = []
        for key in line.links.lazy.flatMap(\.keys) {
            let number = self.number(of: key)
            if line.isAboutHome(key), let count = homes[number] {
                homes[number] = count > 1 ? count - 1 : nil
                if count == 1 { changed += records(near: number) }
            }
            if let own = ages[number]?.firstIndex(where: { $0.position == line.position }) {
                ages[number]?.remove(at: own)
                if ages[number]?.isEmpty ?? false { ages[number] = nil }
                changed += records(of: number)
            }
            let found = mentions[number].firstIndex { $0.at == line.at && $0.position == line.position }
            guard let index = found else { continue }
            let gone = mentions[number].remove(at: index)
            if gone.relation == .professional, !isProfessionals(number) { changed += records(of: number) }
            if mentions[number].count >= fewestSharing { changed += records(near: number) }
        }
        return changed
    }

    /// Whether the number of children with a key may already have been used for a time after this instant.
    private func isLate(_ instant: Int64, _ key: KeyIndex) -> Bool {
        if let last = mentions[key].last, last.at >= instant { return true }
        if ties[key] != nil { return true }
        return personOfKey[key].map { persons[$0].periods.contains { $0.from >= instant } } ?? false
    }
}

extension LinkRegistry {
    /// Returns the assertions of a fact: all links of a register entry are its person's; in other facts, those called
    /// so.
    private mutating func assertions(in line: ChronologyFact, zone: Zone) -> [Assertion] {
        let isEnd = line.kind == .personUnlisted
        if line.kind == .personListed || isEnd {
            let all = line.links.filter { !$0.isPublicPlace }.flatMap(\.keys)
            return [assertion(line, all, register: line.value(.register) ?? "", isEnd: isEnd, zone: zone)].compactMap(
                \.self
            )
        }
        return line.links.filter(\.isOfConcern).compactMap {
            assertion(line, $0.keys, register: "", isEnd: false, zone: zone)
        }
    }

    private mutating func assertion(
        _ line: ChronologyFact,
        _ keys: [LinkKey],
        register: String,
        isEnd: Bool,
        zone: Zone
    ) -> Assertion? {
        guard !keys.isEmpty else { return nil }
        let until = line.value(.expires).flatMap { Assertion.end(of: $0, zone: zone) } ?? .max
        let numbers = Set(keys.map { number(of: $0) }).sorted()
        return Assertion(line: line, keys: numbers, register: register, until: until, isEnd: isEnd)
    }

    private mutating func add(_ assertion: Assertion) {
        let joined = Set(assertion.keys.compactMap { personOfKey[$0] }).sorted()
        var person = Person()
        for index in joined {
            person.keys += persons[index].keys
            person.assertions += persons[index].assertions
            persons[index] = Person()
            vacant.append(index)
        }
        person.keys = Set(person.keys + assertion.keys).sorted()
        person.assertions.append(assertion)
        place(person)
    }

    private mutating func place(_ person: Person) {
        var person = person
        person.settle(keys)
        let index = vacant.popLast() ?? persons.append(Person())
        persons[index] = person
        for key in person.keys { personOfKey[key] = index }
    }

    /// Removes the assertions of a fact. A person may fall apart without them, so each person concerned is built again.
    private mutating func remove(_ gone: [Assertion], of line: ChronologyFact) {
        for assertion in gone {
            let index = assertion.keys.compactMap { personOfKey[$0] }.first
            guard let index else { continue }
            let person = persons[index]
            for key in person.keys { personOfKey[key] = nil }
            persons[index] = Person()
            vacant.append(index)
            for rest in person.assertions where rest.line.name != line.name { add(rest) }
        }
    }

    /// Returns the records of children whom a fact joins with a person of concern, directly or through other facts.
    package func records(joinedBy line: ChronologyFact) -> [RecordIndex] {
        guard line.flags.contains(.linked) else { return [] }
        var keys: Set<KeyIndex> = []
        for key in line.links.lazy.flatMap(\.keys).compactMap({ numbers[$0] }) where !keys.contains(key) {
            keys.formUnion(component(of: key))
        }
        return keys.contains { personOfKey[$0] != nil } ? records(touching: keys.sorted()) : []
    }

    /// Returns the records of children at an address where a register lists one of these persons: the listing may
    /// change.
    private func records(livingWith assertions: [Assertion]) -> [RecordIndex] {
        let persons = Set(assertions.flatMap(\.keys).compactMap { personOfKey[$0] }).sorted()
        let found = persons.flatMap { self.persons[$0].keys }.flatMap {
            residents.records(livingWith: keys[$0])
        }
        return found
            + persons.flatMap { self.persons[$0].assertions }.flatMap { residents.records(livingAt: $0.line) }
    }

    /// Returns the records that name a key, and those that it may join with a person of concern.
    private func records(near key: KeyIndex) -> [RecordIndex] {
        let near = component(of: key)
        return records(touching: near.contains { personOfKey[$0] != nil } ? near : [key])
    }

    private func records(touching keys: [KeyIndex]) -> [RecordIndex] { keys.flatMap { records(of: $0) } }

    private func records(of key: KeyIndex) -> [RecordIndex] { mentions[key].map(\.record).filter { $0 != .nobody } }

    /// Whether any fact says that a key is a professional's.
    private func isProfessionals(_ key: KeyIndex) -> Bool {
        mentions[key].contains { $0.relation == .professional }
    }

    /// Returns the records in whose facts a key stands, for when the key turns out to be a child's own record.
    package func records(naming key: LinkKey) -> [RecordIndex] { numbers[key].map { records(of: $0) } ?? [] }
}

extension LinkRegistry {
    /// The number of different records from which a key counts as everybody's and joins nothing.
    fileprivate static let everybodys = 60

    package func number(named key: LinkKey) -> KeyIndex? { numbers[key] }
    package func key(_ number: KeyIndex) -> LinkKey { keys[number] }
    package func mentions(ofNumber number: KeyIndex) -> [KeyMention] { mentions[number] }
    package func adultLine(at position: Position) -> ChronologyFact? { facts[position] }
    package var keyIndices: [KeyIndex] { keys.indices }

    /// Whether at least two facts name it, without which nothing can be shared.
    package func isNamedAgain(_ number: KeyIndex) -> Bool {
        let mentions = mentions[number]
        // One fact may name it twice, in a link with other keys and alone; those mentions are adjacent.
        return mentions.first?.position != mentions.last?.position
    }

    /// Whether a key belongs to a person of concern.
    package func isOfConcern(_ number: KeyIndex) -> Bool { personOfKey[number] != nil }

    package func isEverybodys(_ number: KeyIndex) -> Bool {
        guard mentions[number].count > LinkRegistry.everybodys else { return false }
        var records: Set<RecordIndex> = []
        for mention in mentions[number] where records.insert(mention.record).inserted {
            if records.count > LinkRegistry.everybodys { return true }
        }
        return false
    }

    /// Returns all keys of the person or place with a key, sorted: keys that were named together for one person or
    /// place, and all keys of a person of concern.
    package func component(of number: KeyIndex) -> [KeyIndex] {
        if personOfKey[number] == nil, ties[number] == nil { return [number] }
        if isEverybodys(number) { return [number] }
        var found: Set<KeyIndex> = [number]
        var open = [number]
        while let next = open.popLast() {
            let near = (personOfKey[next].map { persons[$0].keys } ?? []) + (ties[next].map { Array($0.keys) } ?? [])
            for key in near where !found.contains(key) && !isEverybodys(key) {
                found.insert(key)
                open.append(key)
            }
        }
        return found.sorted()
    }
}

extension ChronologyFact {
    /// Whether a key is a place in a fact about a placement or a home, and so that home's own address.
    func isAboutHome(_ key: LinkKey) -> Bool {
        switch kind {
        case .placementStarted, .placementNotified, .placementEnded, .homeNotified:
            key.scheme == .uprn || key.scheme == .premises
        default: false
        }
    }
}

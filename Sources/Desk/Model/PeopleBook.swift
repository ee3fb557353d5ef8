import SafeguardingModel

/// Agencies' names and details of the children, record by record.
///
/// Judgement does not need them; people do.
struct PeopleBook {
    private struct Entry {
        var key: RecordKey
        var person = PersonRecord()
        /// The time at which its agency last reported it; the later one wins where equally many agencies agree.
        var lastAt = Instant.distantPast
    }

    private var entries: [Entry] = []
    private var numbers: [RecordKey: Int32] = [:]
    private var text = NameText()

    /// Notes what an event says of a child; fields that it leaves out stay as they are.
    mutating func learn(_ person: PersonRecord, of key: RecordKey, at time: Instant) {
        let isNew = numbers[key] == nil
        let number = number(of: key)
        entries[number].lastAt = max(entries[number].lastAt, time)
        var after = entries[number].person
        after.update(with: person)
        guard isNew || after != entries[number].person else { return }
        entries[number].person = after
        text.set(after.searched + SearchWords.indexed(key.subject), of: Int32(number))
    }

    /// Returns the wanted records that match these words, at most `limit`.
    ///
    /// For one of the forms of the words, every word must be in the record, at the beginning of one of its words. First
    /// come records with the whole words, then those whose words are longer, then those with a word misspelt by one
    /// slip, the closest first; within each in order of their keys.
    func records(matching words: String, limit: Int, among isWanted: (RecordKey) -> Bool) -> [RecordKey] {
        let forms = SearchWords(words).forms.map(\.words)
        func isLookedFor(_ record: Int32) -> Bool { isWanted(entries[Int(record)].key) }
        var found: [Int32: Int] = [:]
        for form in forms {
            for hit in text.records(with: form, limit: limit, among: isLookedFor) {
                found[hit.record] = min(found[hit.record] ?? .max, hit.distance)
            }
        }
        if found.count < PeopleBook.enough {
            for hit in text.misspelt(forms, limit: limit, among: { found[$0] == nil && isLookedFor($0) }) {
                found[hit.record] = hit.distance
            }
        }
        let ranked = found.map { (distance: $0.value, key: entries[Int($0.key)].key) }
            .sorted { ($0.distance, $0.key) < ($1.distance, $1.key) }
        return ranked.prefix(limit).map(\.key)
    }

    /// The number of exact matches from which no misspellings are searched.
    private static let enough = 60

    private mutating func number(of key: RecordKey) -> Int {
        if let number = numbers[key] { return Int(number) }
        numbers[key] = Int32(entries.count)
        entries.append(Entry(key: key))
        return entries.count - 1
    }

    /// Returns a child as the agencies of these records describe it.
    func card(of child: ChildID, records keys: [RecordKey]) -> ChildCard {
        let known = keys.sorted().map { key in
            let entry = numbers[key].map { entries[Int($0)] } ?? Entry(key: key)
            return KnownRecord(key: key, person: entry.person, lastAt: entry.lastAt)
        }
        return ChildCard(id: child, records: known)
    }
}

/// A record with its agency's details.
struct KnownRecord: Hashable, Sendable {
    var key: RecordKey
    var person: PersonRecord
    var lastAt: Instant

    var name: String {
        [person.givenName, person.familyName].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// A child for a headline: the details that most agencies give, and the others.
struct ChildCard: Hashable, Sendable {
    var id: ChildID
    var records: [KnownRecord]
    /// The name; empty where no agency gave one.
    var name: String
    var otherNames: [String]
    var born: CivilDay?
    var otherBirths: [CivilDay]

    init(id: ChildID, records: [KnownRecord]) {
        self.id = id
        self.records = records
        let names = ChildCard.named(records)
        let births = ChildCard.ranked(records.compactMap { record in record.person.born.map { ($0, record.lastAt) } })
        let known = Set(names.map { $0.lowercased() })
        let aliases = records.flatMap(\.person.aliases).filter { !$0.isEmpty && !known.contains($0.lowercased()) }
        name = names.first ?? ""
        otherNames = names.dropFirst() + Set(aliases).sorted()
        born = births.first
        otherBirths = Array(births.dropFirst())
    }

    /// The given name of those who have the name; nil where no agency gave one.
    var givenName: String? {
        records.first { $0.name == name && !$0.person.givenName.isEmpty }?.person.givenName
    }

    var isExercise: Bool { records.contains { $0.key.exercise } }

    /// Returns the names, each in one spelling: `QUINN EXAMPLE` and `Quinn Example` are one name.
    private static func named(_ records: [KnownRecord]) -> [String] {
        let names = records.map { ($0.name, $0.lastAt) }.filter { !$0.0.isEmpty }
        let spellings = Dictionary(grouping: names) { $0.0.lowercased() }.mapValues {
            ranked($0).min(by: isQuieter) ?? ""
        }
        return ranked(names.map { ($0.0.lowercased(), $0.1) }).compactMap { spellings[$0] }
    }

    /// Returns whether the left spelling is better: all capitals come from a system and not from a person.
    private static func isQuieter(_ left: String, _ right: String) -> Bool {
        left != left.uppercased() && right == right.uppercased()
    }

    /// Returns the values, the most frequent first; of equally frequent ones the latest first.
    private static func ranked<Value: Hashable & Comparable>(_ said: [(Value, Instant)]) -> [Value] {
        let groups = Dictionary(grouping: said) { $0.0 }.mapValues { group in
            (count: group.count, last: group.map(\.1).max() ?? .distantPast)
        }
        return groups.sorted { left, right in
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            if left.value.last != right.value.last { return left.value.last > right.value.last }
            return left.key < right.key
        }.map(\.key)
    }
}

extension PersonRecord {
    /// The words that a search reads.
    fileprivate var searched: [String] {
        let texts = [givenName, familyName, nhsNumber, upn, pncId, localAuthorityId] + aliases
        return texts.flatMap(SearchWords.indexed) + (born.map { [SearchWords.text(of: $0)] } ?? [])
    }

    /// Takes the newer record's details; what it leaves out stays.
    mutating func update(with newer: PersonRecord) {
        let texts: [WritableKeyPath<PersonRecord, String>] = [
            \.givenName, \.familyName, \.sex, \.postcode, \.address, \.town, \.nhsNumber, \.upn, \.pncId,
            \.localAuthorityId,
        ]
        for text in texts where !newer[keyPath: text].isEmpty { self[keyPath: text] = newer[keyPath: text] }
        if let born = newer.born { self.born = born }
        for alias in newer.aliases where !aliases.contains(alias) { aliases.append(alias) }
    }
}

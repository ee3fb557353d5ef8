import Foundation
import SafeguardingModel

/// What agencies call the children, record by record.
///
/// Judgement does not need it; people do.
struct PeopleBook {
    private var records: [RecordKey: PersonRecord] = [:]
    /// When each name was last told, so that the later one wins where as many agencies say this as that.
    private var told: [RecordKey: Instant] = [:]

    subscript(key: RecordKey) -> PersonRecord { records[key] ?? PersonRecord() }

    /// Takes in what an event says of a child; what it leaves out stands as it stood.
    mutating func learn(_ person: PersonRecord, of key: RecordKey, at time: Instant) {
        records[key, default: PersonRecord()].update(with: person)
        told[key] = max(told[key] ?? .distantPast, time)
    }

    /// The records that say something like these words, in order of their keys.
    ///
    /// Every word must be in the record, at the beginning of one of its words.
    func records(matching words: String) -> [RecordKey] {
        let wanted = PeopleBook.folded(words).split(whereSeparator: \.isWhitespace).map(String.init)
        guard !wanted.isEmpty else { return [] }
        return records.filter { key, person in
            let texts =
                [
                    person.givenName, person.familyName, person.nhsNumber, person.upn, person.pncId,
                    person.localAuthorityId, person.born?.description ?? "", key.subject,
                ] + person.aliases
            let parts = texts.flatMap { PeopleBook.folded($0).split(whereSeparator: \.isWhitespace) }
            return wanted.allSatisfy { word in parts.contains { $0.hasPrefix(word) } }
        }.keys.sorted()
    }

    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    /// A child as the agencies of these records describe it.
    func card(of child: ChildID, records keys: [RecordKey]) -> ChildCard {
        let known = keys.sorted().map { KnownRecord(key: $0, person: self[$0], told: told[$0] ?? .distantPast) }
        return ChildCard(id: child, records: known)
    }
}

/// A record, and what its agency says in it.
struct KnownRecord: Hashable, Sendable {
    var key: RecordKey
    var person: PersonRecord
    var told: Instant

    var name: String {
        [person.givenName, person.familyName].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// A child for a headline: what most agencies say, and what the others say.
struct ChildCard: Hashable, Sendable {
    var id: ChildID
    var records: [KnownRecord]
    /// Empty where no agency gave a name.
    var name: String
    var otherNames: [String]
    var born: CivilDay?
    var otherBirths: [CivilDay]

    init(id: ChildID, records: [KnownRecord]) {
        self.id = id
        self.records = records
        let names = ChildCard.named(records)
        let births = ChildCard.ranked(records.compactMap { record in record.person.born.map { ($0, record.told) } })
        let known = Set(names.map { $0.lowercased() })
        let aliases = records.flatMap(\.person.aliases).filter { !$0.isEmpty && !known.contains($0.lowercased()) }
        name = names.first ?? ""
        otherNames = names.dropFirst() + Set(aliases).sorted()
        born = births.first
        otherBirths = Array(births.dropFirst())
    }

    var isExercise: Bool { records.contains { $0.key.exercise } }

    /// The names, with each in one spelling: `QUINN EXAMPLE` is no other name than `Quinn Example`.
    private static func named(_ records: [KnownRecord]) -> [String] {
        let told = records.map { ($0.name, $0.told) }.filter { !$0.0.isEmpty }
        let spellings = Dictionary(grouping: told) { $0.0.lowercased() }.mapValues {
            ranked($0).min(by: isQuieter) ?? ""
        }
        return ranked(told.map { ($0.0.lowercased(), $0.1) }).compactMap { spellings[$0] }
    }

    /// Capitals throughout come from a system and not from a person.
    private static func isQuieter(_ left: String, _ right: String) -> Bool {
        left != left.uppercased() && right == right.uppercased()
    }

    /// What most say first; where as many say this as that, what was told last.
    private static func ranked<Value: Hashable & Comparable>(_ said: [(Value, Instant)]) -> [Value] {
        let groups = Dictionary(grouping: said) { $0.0 }.mapValues { told in
            (count: told.count, last: told.map(\.1).max() ?? .distantPast)
        }
        return groups.sorted { left, right in
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            if left.value.last != right.value.last { return left.value.last > right.value.last }
            return left.key < right.key
        }.map(\.key)
    }
}

extension PersonRecord {
    /// Takes over what the newer one says.
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

import SafeguardingModel

/// The records that make one child, with reasons and with people's decisions about them.
struct IdentityPart: Sendable {
    struct Record: Sendable {
        let key: String
        let agency: String
        let reference: String
        let name: String
        let born: String
        let sex: String
        let address: String
        let numbers: String
        let why: String?
        let mayPart: Bool
    }

    /// A record that may be this child's, with the child that it belongs to now.
    struct Possible: Sendable {
        let number: Int
        let key: String
        let agency: String
        let reference: String
        let own: String
        let name: String
        let born: String
        let other: String
        let why: String
        let fields: [String]
    }

    let records: [Record]
    let possible: [Possible]
    let hasPossible: Bool
    let decisions: [DecisionRow]
    let hasDecisions: Bool
    let mayDecide: Bool

    init(_ file: ChildRecordView, mayDecide: Bool, times: Times) {
        self.mayDecide = mayDecide
        let joins = Dictionary(file.joins.map { ($0.record, $0) }) { first, _ in first }
        records = file.card.records.map { record in
            Record(
                record,
                join: joins[record.key],
                coverage: file.coverage,
                mayPart: mayDecide && file.card.records.count > 1
            )
        }
        possible = file.possibleRecords.enumerated().map { number, possible in
            Possible(number: number + 1, possible, file.coverage)
        }
        hasPossible = !possible.isEmpty
        decisions = file.decisions.map { made in
            let names = made.about.map { "\(file.coverage.title(of: $0.agency)) \($0.reference)" }
            let what = "\(DeskWords.list(names)): \(made.areOne ? "one child" : "different children")"
            return DecisionRow(made, what: what, mayDecide: mayDecide, times: times)
        }
        hasDecisions = !decisions.isEmpty
    }
}

extension IdentityPart.Possible {
    init(number: Int, _ possible: ChildRecordView.PossibleRecord, _ coverage: Coverage) {
        self.number = number
        key = possible.other.description
        agency = coverage.title(of: possible.other.agency)
        reference = possible.other.reference
        own = "\(coverage.title(of: possible.own.agency)) \(possible.own.reference)"
        name = possible.child.displayName
        born = possible.child.born.map(Zone.text) ?? "Not given"
        other = Address.child(possible.child.id)
        why = possible.why
        fields = possible.fields
    }
}

/// A decision about who is who.
struct DecisionRow: Sendable {
    let what: String
    let by: String
    let time: TimeText
    let note: String?
    let position: Int64
    let isTakenBack: Bool
    let mayTakeBack: Bool

    init<Key>(_ made: DecisionLog<Key>.Made, what: String, mayDecide: Bool, times: Times) {
        self.what = what
        by = made.by
        time = times.text(made.at)
        note = made.note.nonEmpty
        position = made.position
        isTakenBack = made.isTakenBack
        mayTakeBack = mayDecide && !made.isTakenBack
    }
}

extension RecordKey {
    /// The agency's own reference, or words in place of one that the adapter made up.
    var reference: String { subject.hasPrefix("~") ? "without a reference" : subject }
}

extension IdentityPart.Record {
    init(_ record: KnownRecord, join: ChildRecordView.Join?, coverage: Coverage, mayPart: Bool) {
        let person = record.person
        key = record.key.description
        agency = coverage.title(of: record.key.agency)
        reference = record.key.subject.hasPrefix("~") ? "None given" : record.key.subject
        name = record.name.nonEmpty ?? "Not given"
        born = person.born.map(Zone.text) ?? "Not given"
        sex = person.sex.nonEmpty ?? "Not given"
        address =
            [person.address, person.town, person.postcode].filter { !$0.isEmpty }.joined(separator: ", ").nonEmpty
            ?? "Not given"
        let known = [
            ("NHS", person.nhsNumber), ("UPN", person.upn), ("PNC", person.pncId),
            ("Local authority", person.localAuthorityId),
        ]
        numbers =
            known.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }.joined(separator: ", ").nonEmpty ?? "None given"
        why = join.map { join in
            join.reasons.isEmpty
                ? "With \(coverage.title(of: join.other.agency)) \(join.other.reference), through another record"
                : join.reasons.joined(separator: "; ")
        }
        self.mayPart = mayPart
    }
}

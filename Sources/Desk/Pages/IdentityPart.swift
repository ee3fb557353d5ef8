import SafeguardingModel

/// The records that are taken for one child, why, and what people decided about it.
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

    struct Made: Sendable {
        let what: String
        let by: String
        let time: TimeText
        let note: String?
        let position: Int64
        let isTakenBack: Bool
        let mayTakeBack: Bool
    }

    let records: [Record]
    let decisions: [Made]
    let hasDecisions: Bool
    let mayDecide: Bool

    init(_ file: ChildFile, mayDecide: Bool, times: Times) {
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
        decisions = file.decisions.map { made in
            let names = made.records.map { "\(file.coverage.title(of: $0.agency)) \($0.reference)" }
            return Made(
                what: "\(Words.list(names)): \(made.isSame ? "one child" : "different children")",
                by: made.by,
                time: times.text(made.at),
                note: made.note.nonEmpty,
                position: made.position,
                isTakenBack: made.isTakenBack,
                mayTakeBack: mayDecide && !made.isTakenBack
            )
        }
        hasDecisions = !decisions.isEmpty
    }
}

extension RecordKey {
    /// The agency's own reference; a made-up one says nothing to anybody.
    var reference: String { subject.hasPrefix("~") ? "without a reference" : subject }
}

extension IdentityPart.Record {
    init(_ record: KnownRecord, join: ChildFile.Join?, coverage: Coverage, mayPart: Bool) {
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

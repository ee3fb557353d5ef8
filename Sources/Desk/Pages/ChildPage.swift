import SafeguardingModel

/// All that is known of one child, in order.
struct ChildPage: Sendable {
    struct Record: Sendable {
        let agency: String
        let reference: String
        let name: String
        let born: String
        let sex: String
        let address: String
        let numbers: String
    }

    let frame: Frame
    let name: String
    let otherNames: String?
    let born: TimeText?
    let otherBirths: String?
    let age: String?
    let isExercise: Bool
    let table: AlertTable?
    let chronology: FactTable?
    let factCount: String
    let held: [String]
    let records: [Record]
    let recordCount: String
    let earlier: String?
    let later: String?

    static let pageSize = 200

    /// The page that ends `back` facts before the latest.
    init(_ file: ChildFile, back: Int, frame: Frame, reader: Reader, times: Times) {
        let card = file.card
        let readable = ReadableFacts(file, reader: reader, times: times)
        let end = max(0, readable.rows.count - back)
        let start = max(0, end - ChildPage.pageSize)
        self.frame = frame
        name = card.displayName
        otherNames = Words.list(card.otherNames).nonEmpty
        born = card.born.map(times.text)
        otherBirths = Words.list(card.otherBirths.map { times.text($0).words }).nonEmpty
        age = card.born.map { String($0.age(on: times.zone.day(of: times.now))) }
        isExercise = card.isExercise
        table = AlertTable(
            file.alerts.map { AlertRow($0, about: .child(card), times: times) },
            caption: "Alerts about this child",
            showsChild: false
        )
        chronology = FactTable(readable.rows[start..<end], caption: "All that is known, in order of when it happened")
        factCount = Words.count(readable.rows.count, "entry", "entries")
        held = readable.held
        records = card.records.map { Record($0, coverage: file.coverage) }
        recordCount = Words.count(card.records.count, "record", "records")
        earlier = start > 0 ? "\(Address.child(card.id))?back=\(back + ChildPage.pageSize)" : nil
        later = back > 0 ? "\(Address.child(card.id))?back=\(max(0, back - ChildPage.pageSize))" : nil
    }
}

extension ChildPage.Record {
    init(_ record: KnownRecord, coverage: Coverage) {
        let person = record.person
        agency = coverage.title(of: record.key.agency)
        // A made-up reference says nothing to the agency.
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
    }
}

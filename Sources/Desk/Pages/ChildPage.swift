import SafeguardingModel

/// All that is known of one child, in order.
struct ChildPage: Sendable {
    let frame: Frame
    let href: String
    let formToken: String
    let name: String
    let otherNames: String?
    let born: TimeText?
    let otherBirths: String?
    let age: String?
    let isExercise: Bool
    let isRestricted: Bool
    let table: AlertTable?
    let standing: Standing
    let hasStanding: Bool
    let hasClocks: Bool
    let episodes: EpisodeChart?
    let referrals: [ReferralRow]
    let hasReferrals: Bool
    let network: Network?
    let connections: [ConnectionRow]
    let filter: ChildFilter
    let chronology: FactTable?
    let factCount: String
    let held: [String]
    let identity: IdentityPart
    let recordCount: String
    let earlier: String?
    let later: String?
    /// Who looked at this child, for those who answer for it.
    let viewers: [ViewerRow]
    let showsViewers: Bool

    static let pageSize = 200

    /// The page that ends `back` facts before the latest.
    init(
        _ file: ChildFile,
        _ query: ChildQuery,
        frame: Frame,
        reader: Reader,
        viewers: [AuditEntry]? = nil,
        times: Times
    ) {
        let card = file.card
        let now = query.asOf.map { times.zone.startOfDay($0.advanced(by: 1)) } ?? times.now
        let then = Times(zone: times.zone, now: min(now, times.now))
        let known = file.facts.filter { query.asOf == nil || $0.received < now }
        let readable = ReadableFacts(
            known.filter(query.takes),
            notes: file.notes,
            coverage: file.coverage,
            reader: reader,
            times: times
        )
        let open = known.filter {
            !$0.isRestricted || file.notes[$0.position].map { reader.mayRead($0.handling) } ?? false
        }
        let alerts = file.alerts.filter { $0.raisedAt < now || query.asOf == nil }
        let end = max(0, readable.rows.count - query.back)
        let start = max(0, end - ChildPage.pageSize)
        self.frame = frame
        href = Address.child(card.id)
        formToken = frame.visitor?.formToken ?? ""
        name = card.displayName
        otherNames = Words.list(card.otherNames).nonEmpty
        born = card.born.map(times.text)
        otherBirths = Words.list(card.otherBirths.map { times.text($0).words }).nonEmpty
        age = card.born.map { String($0.age(on: times.zone.day(of: times.now))) }
        isExercise = card.isExercise
        isRestricted = file.isRestricted
        table = AlertTable(
            alerts.map { AlertRow($0, about: .child(card), times: times) },
            caption: "Alerts about this child",
            showsChild: false
        )
        standing = Standing(open, alerts: alerts, coverage: file.coverage, times: then)
        hasStanding = !standing.lines.isEmpty
        hasClocks = !standing.clocks.isEmpty
        episodes = EpisodeChart(Spell.all(in: open, coverage: file.coverage), asOf: then.now, times: then)
        referrals = ReferralRow.all(
            in: open,
            alerts: alerts,
            records: card.records.count,
            coverage: file.coverage,
            times: then
        )
        hasReferrals = !referrals.isEmpty
        network = Network(file.connections, name: card.displayName)
        connections = file.connections.map { ConnectionRow($0, times: times) }
        filter = ChildFilter(query, sectors: Set(file.facts.map(\.sector)), child: card.id)
        chronology = FactTable(readable.rows[start..<end], caption: "All that is known, in order of when it happened")
        factCount = Words.count(readable.rows.count, "entry", "entries")
        held = readable.held
        identity = IdentityPart(file, mayDecide: reader.role.mayDecide, times: times)
        recordCount = Words.count(card.records.count, "record", "records")
        earlier = start > 0 ? query.address(of: card.id, back: query.back + ChildPage.pageSize) : nil
        later = query.back > 0 ? query.address(of: card.id, back: max(0, query.back - ChildPage.pageSize)) : nil
        showsViewers = viewers != nil
        self.viewers = (viewers ?? []).map { ViewerRow($0, times: times) }
    }
}

/// The form that narrows a chronology.
struct ChildFilter: Sendable {
    struct Choice: Sendable {
        let value: String
        let words: String
        let isChosen: Bool
    }

    let href: String
    let sectors: [Choice]
    let topics: [Choice]
    let asOf: String
    let isNarrowed: Bool
    /// What is shown, where it is not everything.
    let words: String?

    init(_ query: ChildQuery, sectors: Set<Sector>, child: ChildID) {
        href = Address.child(child)
        self.sectors = sectors.sorted().map {
            Choice(value: $0.rawValue, words: Words.sector($0), isChosen: $0.rawValue == query.sector)
        }
        topics = ChildQuery.Topic.allCases.map {
            Choice(value: $0.rawValue, words: $0.words, isChosen: $0 == query.topic)
        }
        asOf = query.asOf?.description ?? ""
        isNarrowed = !query.isPlain
        words = query.asOf.map { "As it was known at the end of \(Zone.text($0))." }
    }
}

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

/// Somebody who looked at a child.
struct ViewerRow: Sendable {
    let time: TimeText
    let by: String
    let what: String
    let detail: String?

    init(_ entry: AuditEntry, times: Times) {
        time = times.text(entry.at)
        by = entry.by
        what = Words.audit(entry.what)
        detail = entry.detail.nonEmpty
    }
}

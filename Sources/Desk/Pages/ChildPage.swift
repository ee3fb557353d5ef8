import Accounts
import SafeguardingModel

/// All that is known of one child, in order of occurrence.
struct ChildPage: Sendable {
    let frame: PageFrame
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
    let standing: CurrentPosition
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
    let setAside: [String]
    let held: [String]
    let identity: IdentityPart
    let adults: AdultsPart?
    let recordCount: String
    let earlier: String?
    let later: String?
    /// The accounts that looked at this child, for readers who oversee that.
    let viewers: [ViewerRow]
    let showsViewers: Bool

    static let pageSize = 200

    /// Makes the page that ends `back` facts before the latest.
    init(
        _ file: ChildRecordView,
        _ query: ChildQuery,
        frame: PageFrame,
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
        otherNames = DeskWords.list(card.otherNames).nonEmpty
        born = card.born.map(times.text)
        otherBirths = DeskWords.list(card.otherBirths.map { times.text($0).words }).nonEmpty
        age = card.born.map { String($0.age(on: times.zone.day(of: times.now))) }
        isExercise = card.isExercise
        isRestricted = file.isRestricted
        table = AlertTable(
            alerts.map { AlertRow($0, about: .child(card), times: times) },
            caption: "Alerts about this child",
            showsChild: false
        )
        standing = CurrentPosition(open, alerts: alerts, coverage: file.coverage, times: then)
        hasStanding = !standing.lines.isEmpty
        hasClocks = !standing.clocks.isEmpty
        episodes = EpisodeChart(MissingEpisode.all(in: open, coverage: file.coverage), asOf: then.now, times: then)
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
        setAside = file.setAside
        factCount = DeskWords.count(readable.rows.count, "entry", "entries")
        held = readable.held
        identity = IdentityPart(file, mayDecide: reader.role.mayDecide, times: times)
        adults = AdultsPart(file, mayDecide: reader.role.mayDecide, times: times)
        recordCount = DeskWords.count(card.records.count, "record", "records")
        earlier = start > 0 ? query.address(of: card.id, back: query.back + ChildPage.pageSize) : nil
        later = query.back > 0 ? query.address(of: card.id, back: max(0, query.back - ChildPage.pageSize)) : nil
        showsViewers = viewers != nil
        self.viewers = (viewers ?? []).map { ViewerRow($0, times: times) }
    }
}

/// An account that looked at a child.
struct ViewerRow: Sendable {
    let time: TimeText
    let by: String
    let what: String
    let detail: String?

    init(_ entry: AuditEntry, times: Times) {
        time = times.text(entry.at)
        by = entry.by
        what = DeskWords.audit(entry.what)
        detail = entry.detail.nonEmpty
    }
}

import Accounts
import Correlation
import SafeguardingModel

/// The desk as one visitor may read it, at one moment: all that routes and pages are made of.
struct ReadableDesk: Sendable {
    let visit: DeskContext.Visit
    /// The whole desk, which knows the journal's own ids of alerts.
    private let all: DeskModel
    /// The desk without the children who do not exist for the reader.
    private let view: DeskModel
    private let openings: OpenedRecords

    init(_ visit: DeskContext.Visit, all: DeskModel, view: DeskModel, openings: OpenedRecords) {
        self.visit = visit
        self.all = all
        self.view = view
        self.openings = openings
    }

    private var reader: Reader { visit.reader }

    var freshness: Freshness { get async { await view.freshness } }
    /// The agencies that can be asked.
    var agencies: [Agency] { get async { await all.agencies } }
}

extension ReadableDesk {
    // MARK: Alerts

    func list(_ query: AlertQuery, offset: Int, seen: SeenAlerts.Seen, now: Instant) async -> AlertList {
        await view.list(query, offset: offset, for: reader, seen: seen, now: now)
    }

    /// Returns an alert as last judged; nil for one that does not exist for this reader.
    func alert(_ id: String) async -> Alert? { await view.alert(id, for: reader) }

    /// Returns an alert with all that its page needs; nil for one that does not exist for this reader.
    func file(ofAlert id: String) async -> AlertView? { await view.file(of: id, for: reader) }

    /// Returns an alert's id in the journal, and the id that was shown where the two may differ; nil where the journal
    /// has no such alert.
    func journalID(of alert: Alert) async -> (id: String, shownAs: String?)? {
        view === all ? (alert.id, nil) : await all.counterpart(of: alert.finding).map { ($0.id, alert.id) }
    }

    /// Returns the accounts of those colleagues for whom this alert exists.
    func readers(of alert: Alert, among colleagues: [Reader]) async -> [String] {
        await all.readers(of: alert, among: colleagues)
    }

    func handover() async -> Handover { await view.handover(for: reader) }

    /// Returns the open alerts, the most urgent first, without drills.
    func openAlerts() async -> [Alert] { await view.openAlerts(for: reader).map(\.alert) }

    /// Returns the alerts about which agencies were asked a question.
    func askedAlerts() async -> [AlertView] { await view.askedAlerts(for: reader) }

    /// The changes that an open page receives.
    struct News {
        let alerts: [String]
        /// Those that are critical and that nobody has acknowledged.
        let critical: [String]
        let open: Int
    }

    /// Returns what of a change exists for this reader, and moves `step` on; nil where nothing does.
    func news(_ changed: [String], since step: inout Int) async -> News? {
        // A view has alerts of its own, and changes that were already sent are left out.
        let news = view === all ? (alerts: changed, step: step) : await view.changes(since: step)
        step = news.step
        let seen = await view.visible(news.alerts, to: reader)
        guard !seen.isEmpty else { return nil }
        return News(
            alerts: seen,
            critical: await view.criticalOnes(among: seen),
            open: await view.openCount(for: reader)
        )
    }
}

extension ReadableDesk {
    // MARK: Children

    /// The purpose that a child's file is read for.
    enum Purpose {
        /// The child's page and exports from it: with connections and identity decisions.
        case page
        /// A strategy meeting: every alert is explained by what is now known, which takes time.
        case meeting
        /// A panel, with many children: open alerts are explained.
        case panel
    }

    /// A child's file for a reader who asks for it.
    enum Opening: Sendable {
        /// There is no such child for this reader.
        case absent
        /// The reader has no open work with the child and gave no reason yet.
        case needsReason
        case open(ChildRecordView)
    }

    func open(_ child: ChildID, for purpose: Purpose = .page) async -> Opening {
        guard let file = await view.file(of: child, for: reader, purpose: purpose) else { return .absent }
        if openings.isOpen(child, in: visit.session) { return .open(file) }
        return await view.hasOpenWork(reader, with: child) ? .open(file) : .needsReason
    }

    /// Opens a child's file to this session from now on: a reason was given and logged.
    func giveReason(for child: ChildID) { openings.open(child, in: visit.session) }

    /// Returns the children of the open alerts, those of the most urgent first.
    func childrenWithOpenAlerts() async -> [ChildID] { await view.childrenWithOpenAlerts(for: reader) }

    /// Returns a child's brief file for the panel, which opens without a reason.
    func panelFile(of child: ChildID) async throws(WebError) -> ChildRecordView? {
        guard reader.role.mayMakePanel else { throw .mayNotMakePanel }
        return await view.file(of: child, for: reader, purpose: .panel)
    }

    /// Returns the child that a record belongs to, where it exists for this reader.
    func child(of record: RecordKey) async -> ChildID? { await view.child(of: record, for: reader) }

    /// Returns the children whose records match the words: a name, a birth date, a number, a reference.
    func children(matching words: String, limit: Int) async -> [ChildCard] {
        await view.children(matching: words, for: reader, limit: limit)
    }

    /// Returns all referrals of the children whom the `latest` last referrals are about, late ones first.
    func referrals(latest: Int, times: Times) async -> [(child: ChildCard, row: ReferralRow)] {
        await view.referrals(latest: latest, for: reader, times: times)
    }
}

extension ReadableDesk {
    // MARK: Oversight

    /// Returns the first `limit` entries of the access log that reveal nothing hidden from this reader.
    func known(_ entries: [AuditEntry], limit: Int) async throws(WebError) -> [AuditEntry] {
        guard reader.role.mayOversee else { throw .mayNotOversee }
        return await all.known(entries, to: reader, limit: limit)
    }

    /// Returns the team's numbers since a time.
    func numbers(since: Instant, now: Instant) async throws(WebError) -> DeskNumbers {
        guard reader.role.mayOversee else { throw .mayNotOversee }
        return await view.numbers(since: since, now: now, for: reader)
    }
}

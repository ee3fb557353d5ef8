public import Correlation
public import Journal
public import SafeguardingModel

/// The desk's only state: the followed journal, folded by the same judgement as in the aggregator, with names,
/// summaries and the time at which each agency was last heard.
///
/// ```swift
/// let model = DeskModel()
/// try await model.apply(batch)        // as it comes from the bus
/// let alerts = await model.openCount
/// ```
public actor DeskModel {
    var codec = EntryCodec()
    private(set) var correlator: Correlator
    /// The correlator before any entry was read.
    let beginning: Correlator
    nonisolated let keepsEntries: Bool
    /// The items that have been read.
    var log: DeskLog
    /// The children whose entries are withheld here: none, except on a view.
    var withholding = Withholding()
    /// The views of this desk, each without some children.
    var views = DeskViews()
    /// The views that are being read in the background.
    var beingRead: Set<Set<RecordKey>> = []
    private(set) var people = PeopleBook()
    private(set) var notes = EventNotes()
    private(set) var labels = LinkLabels()
    private(set) var connections = Connections()
    private(set) var identity = IdentityDecisions()
    private(set) var returns = MissingReturns()
    /// The positions of the referrals.
    private(set) var referralsAt: [Position] = []
    /// The alerts about which an agency was asked a question, in the order of their first questions.
    private(set) var asked: [String] = []
    private var isAsked: Set<String> = []
    /// The alert of each question.
    private(set) var alertsAsked: [String: String] = [:]
    /// The alerts about adults and places, by the records that their evidence is, or was, about.
    private(set) var shared: [RecordKey: Set<String>] = [:]
    private(set) var alertIndex = AlertIndex()
    /// The entry at which each alert's content last changed; what people do with an alert does not count.
    private var changedAt: [String: Position] = [:]
    /// The alerts that changed last, each with the number of steps at that time.
    private var changes: [(step: Int, alert: String)] = []
    private(set) var coverage = Coverage()
    private var waiting: [Waiter] = []
    private var waiters = 0

    /// The position of the last entry that was folded in.
    public private(set) var position: Position = 0
    /// The time at which the aggregator wrote that entry.
    public private(set) var lastAt: Instant?
    public internal(set) var following: FollowState = .starting

    nonisolated let live = LiveHub()

    /// The number of open pages that are notified of changes.
    public nonisolated var livePages: Int { live.listenerCount }

    private struct Waiter {
        let number: Int
        let position: Position
        let continuation: CheckedContinuation<Void, Never>
    }

    /// Makes an empty model; with `keepsEntries` it keeps what it reads, which views without some children need.
    public init(correlator: Correlator = Correlator(), keepsEntries: Bool = true) {
        self.correlator = correlator
        beginning = correlator
        self.keepsEntries = keepsEntries
        log = DeskLog(isKept: keepsEntries)
    }

    /// Folds entries in, in order.
    ///
    /// An entry that was folded in before is skipped, so that reading it twice is harmless; at an entry that cannot be
    /// read the desk stops, since later ones would be judged without it.
    public func apply(_ batch: [StoredEntry]) throws(JournalError) {
        var changed: [String] = []
        defer { finish(changed) }
        for stored in batch where stored.position > position {
            guard stored.position == position + 1 else {
                throw .unreadable(position: position + 1, reason: "the entry after it came first")
            }
            let entry = try codec.read(stored)
            log.append(.entry(stored, about: finding(concernedBy: entry)))
            changed += fold(entry)
        }
    }

    /// Sets the state of following the journal.
    public func setFollowing(_ state: FollowState) {
        guard state != following else { return }
        following = state
        live.send(.following(state))
    }

    /// Waits until the entry at a position is folded in, at most for this long.
    public func reached(_ position: Position, within limit: Duration) async {
        guard self.position < position else { return }
        waiters += 1
        let number = waiters
        let alarm = Task {
            try await Task.sleep(for: limit)
            wake { $0.number == number }
        }
        await withCheckedContinuation { waiting.append(Waiter(number: number, position: position, continuation: $0)) }
        alarm.cancel()
    }

    func fold(_ entry: JournalEntry) -> [String] {
        position = entry.position
        lastAt = entry.at
        note(entry)
        let effects = correlator.apply(entry)
        if case .event(let event, _) = entry.body, let words = correlator.words(of: event) {
            notes.correct(words.position, by: words.entry)
        }
        let changed = put(effects)
        for child in correlator.movedChildren { alertIndex.refile(child, filedNow) }
        return changed
    }

    private func note(_ entry: JournalEntry) {
        let record = notes.add(entry)
        switch entry.body {
        case .event(let event, let agency):
            coverage.hear(agency, at: entry.at)
            labels.learn(event.links, event.handling, at: entry.position)
            connections.add(event, at: entry.position)
            if event.kind == .referralMade { referralsAt.append(entry.position) }
            if let record { returns.add(event, of: record) }
            if let record, let person = event.child { people.learn(person, of: record, at: entry.at) }
        case .configuration(let site): coverage.configure(site.agencies)
        case .decision(let decision): identity.add(decision, at: entry.position, entry.at)
        case .tick: break
        }
    }

    func put(_ effects: [Effect]) -> [String] {
        let alerts = effects.compactMap(\.alert).map(filedNow)
        for alert in alerts {
            alertIndex.put(alert)
            for request in alert.requests { alertsAsked[request.id] = alert.id }
            if !alert.requests.isEmpty, isAsked.insert(alert.id).inserted { asked.append(alert.id) }
            guard alert.subject.child == nil, !alert.isTrial else { continue }
            for record in Set(alert.finding.evidence.compactMap { notes.record(at: $0) }) {
                shared[record, default: []].insert(alert.id)
            }
        }
        for effect in effects where effect.isNews { changedAt[effect.alert?.id ?? ""] = position }
        return alerts.filter { !$0.isTrial }.map(\.id)
    }

    /// Returns an alert with its subject's present id.
    func filedNow(_ alert: Alert) -> Alert {
        var alert = alert
        alert.finding.subject = correlator.subject(of: alert)
        return alert
    }

    /// The number of items that have been read.
    var steps: Int { log.count }

    /// Remembers for open pages the alerts that changed with the last step.
    func take(_ changed: [String]) {
        changes += changed.map { (steps, $0) }
        if changes.count > DeskModel.mostChanges * 2 { changes.removeFirst(changes.count - DeskModel.mostChanges) }
    }

    private static let mostChanges = 5_000

    /// Returns the alerts that changed after a step, sorted, and the number of the last step.
    func changes(since step: Int) -> (alerts: [String], step: Int) {
        (Set(changes.reversed().prefix { $0.step > step }.map(\.alert)).sorted(), steps)
    }

    private func finish(_ changed: [String]) {
        // A view may change where this desk does not.
        if !changed.isEmpty || !views.isEmpty { live.send(.alerts(Set(changed).sorted(), through: position)) }
        wake { $0.position <= position }
    }

    private func wake(_ isDue: (Waiter) -> Bool) {
        let due = waiting.filter(isDue)
        waiting.removeAll(where: isDue)
        for waiter in due { waiter.continuation.resume() }
    }

    /// Adds alerts without a journal, for tests of pages.
    package func place(_ effects: [Effect]) {
        log.append(
            .placed(
                effects.map { effect in
                    let child = effect.alert?.subject.child.map { correlator.records(of: $0) } ?? []
                    let evidence = effect.alert?.finding.evidence.compactMap { notes.record(at: $0) } ?? []
                    return DeskLog.Placed(effect: effect, records: Set(child + evidence))
                }
            )
        )
        finish(put(effects))
    }
}

extension DeskModel {
    /// The number of open alerts, drills aside.
    public var openCount: Int { alertIndex.count(.open) }

    /// Returns the ids of the open alerts, in order of raising.
    public func openAlertIDs() -> [String] {
        alertIndex.openOnes(.open).map { ($0.alert.raisedAt, $0.alert.id) }.sorted { $0 < $1 }.map(\.1)
    }

    /// Returns the ids of a child's alerts, in order of raising, whoever asks.
    public func alertIDs(of child: ChildID) -> [String] { alertIndex.ids(of: child) }

    /// The agencies that can be asked.
    var agencies: [Agency] { correlator.agencies }

    /// All children.
    public var children: [ChildID] { correlator.children }

    /// Returns the records of a child, whoever asks.
    public func records(of child: ChildID) -> [RecordKey] { correlator.records(of: child) }

    public func alert(_ id: String) -> Alert? { alertIndex[id] }

    /// Returns an alert as last judged; nil for one that does not exist for this reader.
    func alert(_ id: String, for reader: Reader) -> Alert? { alertIndex[id].flatMap { maySee($0, reader) ? $0 : nil } }

    /// Returns the entry at which an alert's content last changed.
    func changed(_ id: String) -> Position { changedAt[id] ?? 0 }

    /// Returns an alert with all that its page needs; nil for one that does not exist for this reader.
    func file(of id: String, for reader: Reader) -> AlertView? {
        guard let shown = alertIndex[id], maySee(shown, reader) else { return nil }
        let alert = explained(shown, for: reader)
        let about = about(alert, for: reader)
        let (own, surroundings) = surroundings(of: alert, about)
        let positions = alert.explanation.evidence.map(\.position) + surroundings.map(\.position)
        return AlertView(
            alert: alert,
            about: about,
            notes: notes(at: positions + alert.requests.compactMap(\.answer?.position), for: reader),
            restricted: restrictedFacts(in: alert).mapValues { masked($0, for: reader) },
            evidenceFacts: own.map { masked($0, for: reader) },
            surroundings: surroundings.map { masked($0, for: reader) },
            changedAt: changedAt[id] ?? 0,
            agencies: correlator.agencies,
            coverage: coverage,
            freshness: freshness
        )
    }

    var freshness: Freshness {
        Freshness(state: following, position: position, lastAt: lastAt, unread: correlator.unreadConfiguration)
    }

    /// Returns the subject of an alert, in a reader's words.
    func about(_ alert: Alert, for reader: Reader) -> AlertAbout {
        switch alert.subject {
        case .child(let id): .child(card(of: id))
        case .person(let key):
            .person(label(of: key, for: reader) ?? DeskModel.heldName, children: children(in: alert))
        case .place(let key):
            .place(label(of: key, for: reader) ?? DeskModel.heldName, children: children(in: alert))
        }
    }

    /// Returns the names that a reader may be shown in the sentences of an alert.
    func names(in alert: Alert, for reader: Reader) -> AlertNames {
        switch alert.subject {
        case .child(let id): AlertNames(child: card(of: id).givenName)
        case .person(let key), .place(let key):
            AlertNames(
                shared: label(of: key, for: reader),
                children: alert.explanation.evidenceLeftOut == nil
                    ? children(at: alert.explanation.evidence.map(\.position)).map(\.displayName) : []
            )
        }
    }

    /// The text in place of a name that its owner restricts.
    private static let heldName = "the name is held back by the agency that told it"

    func card(of child: ChildID) -> ChildCard {
        people.card(of: child, records: correlator.records(of: child))
    }

    /// Returns the children whom an alert's evidence is about, in the order of the evidence.
    func children(in alert: Alert) -> [ChildCard] { children(at: alert.finding.evidence) }

    private func children(at evidence: [Position]) -> [ChildCard] {
        var seen: [ChildID] = []
        for position in evidence {
            guard let record = notes.record(at: position), let child = correlator.child(of: record) else { continue }
            if !seen.contains(child) { seen.append(child) }
        }
        return seen.map(card)
    }

    /// Returns the facts of an alert's children from a day before its evidence to a day after: the evidence, and the
    /// rest.
    private func surroundings(of alert: Alert, _ about: AlertAbout) -> (evidence: [Fact], others: [Fact]) {
        let evidence = alert.explanation.evidence
        guard let first = evidence.map(\.occurred.earliest).min(), let last = evidence.map(\.occurred.latest).max()
        else { return ([], []) }
        let (from, to) = (min(first, alert.window?.from ?? first) - .days(1), max(last, alert.raisedAt) + .days(1))
        let positions = Set(evidence.map(\.position))
        let near = about.children.flatMap { correlator.chronology(of: $0.id) }
            .filter { $0.occurred.latest >= from && $0.occurred.earliest <= to }
        return (
            near.filter { positions.contains($0.position) }, near.filter { !positions.contains($0.position) }
        )
    }

    func restrictedFacts(in alert: Alert) -> [Position: Fact] {
        guard alert.explanation.evidence.contains(where: \.isRestricted) else { return [:] }
        let facts = correlator.facts(carrying: alert.id).filter(\.isRestricted)
        return Dictionary(facts.map { ($0.position, $0) }) { first, _ in first }
    }

    func notes(at positions: [Position], for reader: Reader) -> [Position: EventNotes.Note] {
        var found: [Position: EventNotes.Note] = [:]
        for position in positions { found[position] = notes[position].map(reader.masked) }
        return found
    }
}

extension Effect {
    /// Whether it changes what an alert says, as opposed to what people do with it.
    fileprivate var isNews: Bool {
        switch self {
        case .raised, .revised, .withdrawn: true
        case .escalated, .handled, .notice: false
        }
    }
}

extension Alert {
    /// The time that its rule looked at, where the rule has one.
    var window: (from: Instant, to: Instant)? {
        for measure in finding.measures where measure.name == "within" {
            if case .span(let span) = measure.value { return (finding.enteredAt - span, finding.enteredAt) }
        }
        for measure in finding.measures where measure.name == "since" {
            if case .instant(let since) = measure.value { return (since, max(since, finding.enteredAt)) }
        }
        return nil
    }
}

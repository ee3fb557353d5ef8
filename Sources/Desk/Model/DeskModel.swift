public import Correlation
public import Journal
public import SafeguardingModel

/// The followed journal, folded once more by the same judgement, with what people need beside it: names, summaries, and
/// who was heard when. The only state of the desk.
///
/// ```swift
/// let model = DeskModel()
/// try await model.apply(batch)        // as it comes from the bus
/// let alerts = await model.openCount
/// ```
public actor DeskModel {
    private var codec = EntryCodec()
    private var correlator: Correlator
    private var people = PeopleBook()
    private var notes = EventNotes()
    private var labels = LinkLabels()
    private var shelf = AlertShelf()
    private(set) var coverage = Coverage()
    private var waiting: [Waiter] = []
    private var waiters = 0

    /// The last entry that was folded in.
    public private(set) var position: Int64 = 0
    /// When the aggregator wrote it.
    public private(set) var lastAt: Instant?
    public private(set) var following: FollowState = .starting

    nonisolated let live = LiveHub()

    private struct Waiter {
        let number: Int
        let position: Int64
        let continuation: CheckedContinuation<Void, Never>
    }

    public init(correlator: Correlator = Correlator()) {
        self.correlator = correlator
    }

    /// Folds entries in, in order.
    ///
    /// One that stands already is passed over, so that reading a piece twice is harmless; one that cannot be read is
    /// where the desk stands still, since whatever follows would be judged without it.
    public func apply(_ batch: [StoredEntry]) throws(JournalError) {
        var changed: [String] = []
        defer { finish(changed) }
        for stored in batch where stored.position > position {
            guard stored.position == position + 1 else {
                throw .unreadable(position: position + 1, reason: "the entry after it came first")
            }
            changed += fold(try codec.read(stored))
        }
    }

    /// Says how the desk stands to the journal.
    public func setFollowing(_ state: FollowState) {
        guard state != following else { return }
        following = state
        live.tell(.following(state))
    }

    /// Waits until the entry at a position is folded in, but not longer than this.
    public func reached(_ position: Int64, within limit: Duration) async {
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

    private func fold(_ entry: JournalEntry) -> [String] {
        position = entry.position
        lastAt = entry.at
        note(entry)
        return put(correlator.apply(entry))
    }

    private func note(_ entry: JournalEntry) {
        let record = notes.add(entry)
        switch entry.body {
        case .event(let event, let agency):
            coverage.hear(agency, at: entry.at)
            labels.learn(event.links)
            if let record, let person = event.child { people.learn(person, of: record, at: entry.at) }
        case .configuration(let site): coverage.configure(site.agencies)
        case .decision, .tick: break
        }
    }

    private func put(_ effects: [Effect]) -> [String] {
        let alerts = effects.compactMap(\.alert)
        for alert in alerts { shelf.put(alert) }
        return alerts.filter { !$0.isTrial }.map(\.id)
    }

    private func finish(_ changed: [String]) {
        if !changed.isEmpty { live.tell(.alerts(Set(changed).sorted(), through: position)) }
        wake { $0.position <= position }
    }

    private func wake(_ isDue: (Waiter) -> Bool) {
        let due = waiting.filter(isDue)
        waiting.removeAll(where: isDue)
        for waiter in due { waiter.continuation.resume() }
    }

    /// Puts alerts on the shelf without a journal, for tests of what pages show.
    package func place(_ effects: [Effect]) {
        finish(put(effects))
    }
}

extension DeskModel {
    /// How many alerts ask somebody for something.
    public var openCount: Int { shelf.count(.open) }

    /// Every child that the records make.
    public var children: [ChildID] { correlator.children }

    public func alert(_ id: String) -> Alert? { shelf[id] }

    /// One page of the list, with all that its rows need.
    func list(_ filter: AlertFilter, offset: Int = 0, limit: Int = 100, now: Instant) -> AlertList {
        let alerts = shelf.list(filter, offset: offset, limit: limit)
        let counts = AlertFilter.allCases.map { AlertList.Count(filter: $0, number: shelf.count($0)) }
        return AlertList(
            filter: filter,
            rows: alerts.map { AlertList.Row(alert: $0, about: about($0)) },
            offset: offset,
            limit: limit,
            counts: counts,
            waiting: shelf.waiting(at: now),
            coverage: coverage,
            freshness: freshness
        )
    }

    /// An alert with all that its page needs.
    func file(of alert: String) -> AlertFile? {
        // Explained by what is known now, which may be more than when it last changed.
        guard let alert = correlator.alert(alert) ?? shelf[alert], !alert.isTrial else { return nil }
        return AlertFile(
            alert: alert,
            about: about(alert),
            notes: notes(at: alert.explanation.evidence.map(\.position)),
            restricted: restrictedFacts(in: alert),
            coverage: coverage,
            freshness: freshness
        )
    }

    /// A child with all that its page needs; nil where no records make such a child.
    func file(of child: ChildID) -> ChildFile? {
        let records = correlator.records(of: child)
        guard !records.isEmpty else { return nil }
        let facts = correlator.chronology(of: child)
        return ChildFile(
            card: people.card(of: child, records: records),
            facts: facts,
            notes: notes(at: facts.map(\.position)),
            alerts: shelf.alerts(of: child),
            coverage: coverage,
            freshness: freshness
        )
    }

    var freshness: Freshness { Freshness(state: following, position: position, lastAt: lastAt) }

    /// Whom an alert is about, in a reader's words.
    private func about(_ alert: Alert) -> AlertAbout {
        switch alert.subject {
        case .child(let id): .child(card(of: id))
        case .person(let key): .person(labels[key] ?? key.value, children: children(in: alert))
        case .place(let key): .place(labels[key] ?? key.value, children: children(in: alert))
        }
    }

    private func card(of child: ChildID) -> ChildCard {
        people.card(of: child, records: correlator.records(of: child))
    }

    /// The children whom an alert's evidence is about, in the order of the evidence.
    private func children(in alert: Alert) -> [ChildCard] {
        var seen: [ChildID] = []
        for position in alert.finding.evidence {
            guard let record = notes.record(at: position), let child = correlator.child(of: record) else { continue }
            if !seen.contains(child) { seen.append(child) }
        }
        return seen.map(card)
    }

    private func restrictedFacts(in alert: Alert) -> [Int64: Fact] {
        guard let child = alert.subject.child, alert.explanation.evidence.contains(where: \.isRestricted) else {
            return [:]
        }
        let positions = Set(alert.explanation.evidence.lazy.filter(\.isRestricted).map(\.position))
        let facts = correlator.chronology(of: child).filter { positions.contains($0.position) }
        return Dictionary(facts.map { ($0.position, $0) }) { first, _ in first }
    }

    private func notes(at positions: [Int64]) -> [Int64: EventNotes.Note] {
        var found: [Int64: EventNotes.Note] = [:]
        for position in positions { found[position] = notes[position] }
        return found
    }
}

import Correlation
import Journal
import SafeguardingModel

extension DeskModel {
    /// The most entries that are read before a page is answered; more than that are read in the background.
    private static let mostAtOnce = 20_000
    private static let piece = 5_000
    /// The most views that are kept, each without other children.
    private static let mostViews = 8

    /// Returns the desk as it would be had nobody reported the children who do not exist for a reader: the same
    /// judgement over the same journal without the entries about them.
    ///
    /// Until that view has read a long journal, this desk itself is returned, which hides from the reader everything
    /// that involves such a child.
    func view(for reader: Reader) async -> DeskModel {
        let listed = Set(reader.restrictions.closed(to: reader.account))
        guard !listed.isEmpty, log.isKept else { return self }
        while true {
            let view = views.use(listed, most: DeskModel.mostViews) {
                DeskModel(correlator: beginning, keepsEntries: false)
            }
            guard log.count - (await view.steps) <= DeskModel.mostAtOnce else {
                readBeside(listed)
                return self
            }
            if await follow(view, listed, most: .max) { return view }
        }
    }

    /// Lets every view read on, so that no reader waits for it.
    func readViewsOn() async {
        for (listed, view) in views.all { _ = await follow(view, listed, most: DeskModel.mostAtOnce) }
    }

    private func readBeside(_ listed: Set<RecordKey>) {
        guard beingRead.insert(listed).inserted else { return }
        Task { await readOn(listed) }
    }

    private func readOn(_ listed: Set<RecordKey>) async {
        while let view = views[listed], log.count - (await view.steps) > DeskModel.piece {
            _ = await follow(view, listed, most: DeskModel.piece)
        }
        beingRead.remove(listed)
    }

    /// Lets a view read on; a view that should have read earlier entries differently is dropped and made again.
    private func follow(_ view: DeskModel, _ listed: Set<RecordKey>, most: Int) async -> Bool {
        let from = await view.steps
        // Both are read without suspension between them: the records to withhold depend on what was read.
        let (items, records) = (log.after(from, most: most), listed.union(records(ofChildrenWith: listed)))
        if await view.read(items, without: records, following) { return true }
        views.drop(listed, view)
        return false
    }

    /// Returns all records of the children to whom these belong now.
    private func records(ofChildrenWith listed: Set<RecordKey>) -> [RecordKey] {
        Set(listed.compactMap { correlator.child(of: $0) }).flatMap { correlator.records(of: $0) }
    }

    /// Reads on without these records; false where the view must be made again.
    private func read(
        _ items: ArraySlice<DeskLog.Item>,
        without records: Set<RecordKey>,
        _ state: FollowState
    ) -> Bool {
        if following != state { following = state }
        // Another task has read these items already.
        guard items.endIndex > steps else { return true }
        guard withholding.change(to: records, isKnown: { notes.knows($0) }) else { return false }
        for item in items[max(steps, items.startIndex)...] { read(item) }
        return true
    }

    private func read(_ item: DeskLog.Item) {
        log.append(item)
        switch item {
        case .placed(let placed):
            take(put(placed.filter { $0.records.isDisjoint(with: withholding.records) }.map(\.effect)))
        case .entry(let stored, let finding):
            // The desk itself has read it before.
            guard let entry = try? codec.read(stored) else { return }
            take(fold(own(entry, about: finding)))
        }
    }

    /// Returns an entry as this view reads it: an alert has the id under which it was raised here.
    private func own(_ entry: JournalEntry, about finding: Finding?) -> JournalEntry {
        var entry = withholding.reading(entry, stands: correlator.standsCorrected(by:))
        switch entry.body {
        case .decision(var decision):
            guard decision.kind.alert != nil else { break }
            guard let finding, let alert = counterpart(of: finding, shownAs: decision.shownAs) else {
                entry.body = .tick
                break
            }
            decision.kind = decision.kind.about(alert: alert.id)
            entry.body = .decision(decision)
        case .event:
            // An answer to a question about an alert that does not exist here.
            if let finding, counterpart(of: finding) == nil { entry.body = .tick }
        case .configuration, .tick: break
        }
        return entry
    }
}

extension DeskModel {
    /// Returns this view's alert for another desk's finding: the one that was shown, where it may be that.
    func counterpart(of finding: Finding, shownAs id: String? = nil) -> Alert? {
        if let alert = id.flatMap({ alertIndex[$0] }), alert.finding.closeness(to: finding) != nil { return alert }
        return candidates(for: finding).compactMap { alert in
            alert.finding.closeness(to: finding).map { (alert: alert, closeness: $0) }
        }.max { ($0.closeness, $1.alert.id) < ($1.closeness, $0.alert.id) }?.alert
    }

    /// Returns the accounts of those readers for whom this alert exists.
    func readers(of alert: Alert, among readers: [Reader]) async -> [String] {
        var names: [String] = []
        for reader in readers {
            let view = await view(for: reader)
            let theirs = await view.counterpart(of: alert.finding, shownAs: alert.id)
            if let theirs, await view.maySee(theirs, reader) { names.append(reader.account) }
        }
        return names
    }

    /// Returns the finding of the alert that an entry concerns: one that is decided, or that an agency answers about.
    func finding(concernedBy entry: JournalEntry) -> Finding? {
        switch entry.body {
        case .decision(let decision): decision.kind.alert.flatMap { alertIndex[$0]?.finding }
        case .event(let event, _) where event.kind == .requestAcknowledged:
            event.fields.value(.request).flatMap { alertsAsked[$0] }.flatMap { alertIndex[$0]?.finding }
        case .event, .configuration, .tick: nil
        }
    }

    private func candidates(for finding: Finding) -> [Alert] {
        if case .child(let child) = finding.subject { return alertIndex.alerts(of: correlator.current(child)) }
        let records = Set(finding.evidence.compactMap { notes.record(at: $0) })
        return Set(records.flatMap { shared[$0] ?? [] }).sorted().compactMap { alertIndex[$0] }
    }
}

extension Finding {
    /// Returns how alike two findings of one rule are; nil where they have nothing in common.
    fileprivate func closeness(to other: Finding) -> Closeness? {
        guard rule == other.rule else { return nil }
        let isSame = subject == other.subject && key == other.key
        let (own, others) = (Set(evidence), Set(other.evidence))
        let shared = own.intersection(others).count
        guard isSame || shared > 0 else { return nil }
        return Closeness(isSame: isSame, shared: shared, different: own.symmetricDifference(others).count)
    }
}

private struct Closeness: Comparable {
    let isSame: Bool
    let shared: Int
    let different: Int

    static func < (left: Closeness, right: Closeness) -> Bool {
        (left.isSame ? 1 : 0, left.shared, -left.different) < (right.isSame ? 1 : 0, right.shared, -right.different)
    }
}

extension Decision.Kind {
    /// The alert that it is about, if any.
    fileprivate var alert: String? {
        switch self {
        case .acknowledge(let alert), .progress(let alert), .note(let alert), .close(let alert, _), .reopen(let alert),
            .assign(let alert, _), .ask(let alert, _, _):
            alert
        case .same, .different, .samePerson, .differentPeople, .takenBack: nil
        }
    }

    fileprivate func about(alert: String) -> Decision.Kind {
        switch self {
        case .acknowledge: .acknowledge(alert: alert)
        case .progress: .progress(alert: alert)
        case .note: .note(alert: alert)
        case .close(_, let outcome): .close(alert: alert, outcome: outcome)
        case .reopen: .reopen(alert: alert)
        case .assign(_, let account): .assign(alert: alert, to: account)
        case .ask(_, let agency, let hours): .ask(alert: alert, of: agency, hours: hours)
        case .same, .different, .samePerson, .differentPeople, .takenBack: self
        }
    }
}

import Accounts
import Correlation
import SafeguardingModel

extension DeskModel {
    /// Returns one page of the list, with all that its rows need, as this reader may see it.
    func list(
        _ query: AlertQuery,
        offset: Int = 0,
        limit: Int = 50,
        for reader: Reader,
        seen: SeenAlerts.Seen,
        now: Instant
    ) -> AlertList {
        let hidden = hidden(from: reader)
        func isNew(_ alert: Alert) -> Bool { seen.isNew(alert.id, changedAt: changed(alert.id)) }
        let open = alertIndex.openOnes(.open).filter { !hidden.contains($0.alert.id) }
        var tally = ListTally()
        if query.state.isOfOpenOnes {
            for indexed in open where query.state.takes(indexed.alert) {
                tally.count(indexed, query, isNew: isNew(indexed.alert), account: reader.account)
            }
        }
        let alerts =
            query.state.isOfOpenOnes
            ? AlertIndex.mostUrgent(tally.found, offset: offset, limit: limit)
            : alertIndex.list(query.state, offset: offset, limit: limit) { alert in
                !hidden.contains(alert.id) && query.takes(alert, isNew: isNew(alert), account: reader.account)
            }
        let counts = AlertFilter.allCases.map { AlertList.Count(filter: $0, number: count($0, without: hidden)) }
        let inState = counts.first { $0.filter == query.state }?.number ?? 0
        return AlertList(
            query: query,
            rows: alerts.map(\.alert).map {
                AlertList.Row(
                    alert: $0.named(names(in: $0, for: reader)),
                    about: about($0, for: reader),
                    isNew: isNew($0)
                )
            },
            found: query.state.isOfOpenOnes ? tally.found.count : inState,
            offset: offset,
            limit: limit,
            counts: counts,
            whose: AlertQuery.Whose.allCases.map { AlertList.Part(value: $0, number: tally.whose[$0] ?? 0) },
            severities: Severity.allCases.reversed().compactMap { severity in
                let number = tally.severities[severity] ?? 0
                return number == 0 && query.severity != severity ? nil : AlertList.Part(value: severity, number: number)
            },
            rules: tally.rules.map { AlertList.Part(value: $0.key, number: $0.value) }
                .sorted { ($0.value.title, $0.value.name) < ($1.value.title, $1.value.name) },
            waiting: DeskModel.waiting(open, at: now),
            newest: open.lazy.map { self.changed($0.alert.id) }.max() ?? 0,
            offered: open.count { $0.alert.offeredTo == reader.account },
            setAside: setAside(for: reader),
            coverage: coverage,
            freshness: freshness
        )
    }

    /// Returns the children of whom some facts are set aside.
    private func setAside(for reader: Reader) -> [AlertList.SetAside] {
        let children = correlator.childrenNotWhollyJudged
        guard !children.isEmpty else { return [] }
        let clearance = clearance(of: reader)
        return children.filter { reader.maySee(correlator.records(of: $0)) }.flatMap { child in
            correlator.setAside(about: child, for: clearance).map {
                AlertList.SetAside(child: card(of: child), sentence: $0)
            }
        }
    }

    /// Returns the alerts that do not exist for this reader.
    func hidden(from reader: Reader) -> Set<String> {
        let closed = reader.restrictions.closed(to: reader.account)
        guard !closed.isEmpty else { return [] }
        let children = Set(closed.compactMap { correlator.child(of: $0) })
        // By records as well: an alert about an adult or a place has children in its evidence alone.
        return children.reduce(into: []) { hidden, child in
            hidden.formUnion(alertIndex.ids(of: child))
            for record in correlator.records(of: child) {
                hidden.formUnion(
                    (shared[record] ?? []).filter { id in alertIndex[id].map { !maySee($0, reader) } ?? false }
                )
            }
        }
    }

    /// Returns whether an alert exists for this reader: none of its children may be closed to them.
    func maySee(_ alert: Alert, _ reader: Reader) -> Bool {
        guard !reader.restrictions.isEmpty else { return true }
        if let child = alert.subject.child, !reader.maySee(correlator.records(of: child)) { return false }
        return alert.finding.evidence.allSatisfy { position in
            guard let record = notes.record(at: position), let child = correlator.child(of: record) else { return true }
            return reader.maySee(correlator.records(of: child))
        }
    }

    /// Returns the open alerts that exist for this reader, the most urgent first, without drills.
    func openAlerts(for reader: Reader) -> [IndexedAlert] {
        let hidden = hidden(from: reader)
        return AlertIndex.mostUrgent(alertIndex.openOnes(.open).filter { !hidden.contains($0.alert.id) })
    }

    /// Returns the open alerts, grouped by owner.
    func handover(for reader: Reader) -> Handover {
        var parts: [Handover.Whose: [IndexedAlert]] = [:]
        for indexed in openAlerts(for: reader) {
            parts[Handover.Whose(indexed.alert, reader), default: []].append(indexed)
        }
        return Handover(
            parts: parts.mapValues { alerts in
                Handover.Part(
                    count: alerts.count,
                    canBeOffered: alerts.contains { $0.alert.offeredTo == nil },
                    rows: alerts.prefix(Handover.most).map(\.alert).map {
                        AlertList.Row(alert: $0.named(names(in: $0, for: reader)), about: about($0, for: reader))
                    }
                )
            }
        )
    }

    /// Returns the children of the open alerts, those of the most urgent first.
    func childrenWithOpenAlerts(for reader: Reader) -> [ChildID] {
        var known: Set<ChildID> = []
        return openAlerts(for: reader).flatMap { indexed in
            indexed.alert.subject.child.map { [$0] }
                ?? indexed.alert.finding.evidence.compactMap { position in
                    notes.record(at: position).flatMap { correlator.child(of: $0) }
                }
        }.filter { known.insert($0).inserted }
    }

    /// Returns the restricted children who do not exist for this reader.
    func closedChildren(to reader: Reader) -> Set<ChildID> {
        Set(reader.restrictions.closed(to: reader.account).compactMap { correlator.child(of: $0) })
    }

    /// Returns all records of the children who do not exist for this reader.
    func closedRecords(to reader: Reader) -> Set<RecordKey> {
        Set(closedChildren(to: reader).flatMap { correlator.records(of: $0) })
    }

    /// The most records that a search reads; with more, another word has to be typed.
    private static let mostFound = 2_000

    /// Returns the children whose records match the words: a name, a birth date, a number, a reference.
    func children(matching words: String, for reader: Reader, limit: Int) -> [ChildCard] {
        var found: [ChildID] = []
        let keys = people.records(matching: words, limit: DeskModel.mostFound) { child(of: $0, for: reader) != nil }
        for key in keys {
            guard let child = correlator.child(of: key), !found.contains(child) else { continue }
            found.append(child)
            if found.count == limit { break }
        }
        return found.map(card)
    }

    /// Returns the ids of the alerts among these that exist for this reader.
    func visible(_ ids: [String], to reader: Reader) -> [String] {
        ids.filter { id in alertIndex[id].map { maySee($0, reader) } ?? false }
    }

    /// Returns those of these alerts that are critical and that nobody has acknowledged.
    func criticalOnes(among ids: [String]) -> [String] {
        ids.filter { id in alertIndex[id].map { $0.severity == .critical && $0.isOpen && $0.life == .new } ?? false }
    }

    /// Returns whether somebody has open work with a child, so that its file opens without a reason.
    func hasOpenWork(_ reader: Reader, with child: ChildID) -> Bool {
        alertIndex.alerts(of: child).contains(where: reader.isWork)
    }

    /// Returns how many open alerts exist for this reader.
    func openCount(for reader: Reader) -> Int { count(.open, without: hidden(from: reader)) }

    private func count(_ filter: AlertFilter, without hidden: Set<String>) -> Int {
        alertIndex.count(filter) - hidden.count { id in alertIndex[id].map(filter.takes) ?? false }
    }

    private static func waiting(_ open: [IndexedAlert], at now: Instant) -> AlertList.Waiting {
        let waiting = open.filter { $0.alert.life == .new && !$0.alert.isExercise }
        return AlertList.Waiting(all: waiting.count, overdue: waiting.count { $0.alert.isOverdue(at: now) })
    }
}

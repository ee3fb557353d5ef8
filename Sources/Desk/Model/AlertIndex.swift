import SafeguardingModel

/// An alert by reference: alerts are large, and lists of thousands are filtered and sorted without copying them.
final class IndexedAlert: Sendable {
    let alert: Alert

    init(_ alert: Alert) { self.alert = alert }
}

/// All alerts as judgement last left them, with running counts, so that a page never counts all of them.
struct AlertIndex {
    private var alerts: [String: IndexedAlert] = [:]
    /// The ids in order of raising.
    private var order: [String] = []
    private var open: Set<String> = []
    private var places: [String: Int] = [:]
    private var byChild: [ChildID: [String]] = [:]
    private var tallies: [AlertFilter: Int] = [:]

    subscript(id: String) -> Alert? { alerts[id]?.alert }

    /// Adds an alert, or replaces it with its present state.
    ///
    /// An alert on trial is for the authors of its rule and is not kept.
    mutating func put(_ alert: Alert) {
        guard !alert.isTrial else { return }
        let before = alerts.updateValue(IndexedAlert(alert), forKey: alert.id)?.alert
        if before == nil {
            places[alert.id] = order.count
            order.append(alert.id)
        }
        count(before, by: -1)
        count(alert, by: 1)
        if alert.isOpen { open.insert(alert.id) } else { open.remove(alert.id) }
        if before?.subject != alert.subject { move(alert.id, from: before?.subject.child, to: alert.subject.child) }
    }

    /// Files a child's alerts again after the child's id changed or some of its records became another child's.
    mutating func refile(_ child: ChildID, _ filedNow: (Alert) -> Alert) {
        for alert in alerts(of: child).map(filedNow) where alert.subject != .child(child) { put(alert) }
    }

    /// Returns how many alerts the filter takes.
    func count(_ filter: AlertFilter) -> Int { tallies[filter] ?? 0 }

    /// Returns one page of the alerts that a filter and a condition take, the latest first.
    func list(_ filter: AlertFilter, offset: Int, limit: Int, where takes: (Alert) -> Bool) -> [IndexedAlert] {
        var found: [IndexedAlert] = []
        var skipped = 0
        for id in order.reversed() where found.count < limit {
            guard let indexed = alerts[id], filter.takes(indexed.alert), takes(indexed.alert) else { continue }
            if skipped < offset { skipped += 1 } else { found.append(indexed) }
        }
        return found
    }

    /// Returns every alert raised since an instant, drills aside, in order of raising.
    func raised(since instant: Instant) -> [Alert] {
        order.reversed().lazy.compactMap { alerts[$0]?.alert }.prefix { $0.raisedAt >= instant }.filter {
            !$0.isExercise
        }
        .reversed()
    }

    /// Returns the open alerts that a filter takes, in no order.
    func openOnes(_ filter: AlertFilter) -> [IndexedAlert] {
        open.compactMap { alerts[$0] }.filter { filter.takes($0.alert) }
    }

    /// Returns the ids of a child's alerts.
    func ids(of child: ChildID) -> [String] { byChild[child] ?? [] }

    /// Returns a child's alerts, the latest first.
    func alerts(of child: ChildID) -> [Alert] {
        (byChild[child] ?? []).reversed().compactMap { alerts[$0]?.alert }
    }

    /// Returns one page, the most severe first, then by the time at which they must be acknowledged, alerts without one
    /// last.
    static func mostUrgent(_ alerts: [IndexedAlert], offset: Int = 0, limit: Int = .max) -> [IndexedAlert] {
        struct Rank {
            let severity: Severity
            let times: (wantedBy: Int64, raisedAt: Int64)
            let place: Int
        }
        let ranks = alerts.indices.map { place in
            let wanted = alerts[place].alert.wantedBy ?? .distantFuture
            let times = (wanted.milliseconds, alerts[place].alert.raisedAt.milliseconds)
            return Rank(severity: alerts[place].alert.severity, times: times, place: place)
        }
        let sorted = ranks.sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            if left.times != right.times { return left.times < right.times }
            return alerts[left.place].alert.id < alerts[right.place].alert.id
        }
        return sorted.dropFirst(offset).prefix(limit).map { alerts[$0.place] }
    }

    private mutating func count(_ alert: Alert?, by step: Int) {
        guard let alert else { return }
        for filter in AlertFilter.allCases where filter.takes(alert) { tallies[filter, default: 0] += step }
    }

    private mutating func move(_ id: String, from old: ChildID?, to new: ChildID?) {
        if let old { byChild[old]?.removeAll { $0 == id } }
        guard let new else { return }
        byChild[new, default: []].append(id)
        byChild[new]?.sort { (places[$0] ?? 0) < (places[$1] ?? 0) }
    }
}

extension Alert {
    /// The time by which it has to be acknowledged, while nobody has.
    ///
    /// An escalation moves the deadline to the next tier; the list shows the first one that was missed.
    var wantedBy: Instant? {
        isOpen && life == .new ? missed.first ?? acknowledgeBy : nil
    }

    /// Returns whether the time to acknowledge it is over and nobody has.
    func isOverdue(at now: Instant) -> Bool {
        wantedBy.map { $0 < now } ?? false
    }
}

import Correlation
import SafeguardingModel

extension DeskModel {
    /// Returns the numbers since a time, over the children who exist for this reader.
    func numbers(since: Instant, now: Instant, for reader: Reader) -> DeskNumbers {
        let hidden = hidden(from: reader)
        let alerts = alertIndex.raised(since: since).filter { !hidden.contains($0.id) }
        var rules: [String: DeskNumbers.Rule] = [:]
        var outcomes: [String: Int] = [:]
        var contributed: [AgencyName: Int] = [:]
        for alert in alerts {
            rules[alert.rule, default: DeskNumbers.Rule(title: alert.title)].count(alert)
            if case .closed(let outcome) = alert.life { outcomes[outcome, default: 0] += 1 }
            let agencies = Set(alert.finding.evidence.compactMap { notes.record(at: $0)?.agency })
            for agency in agencies { contributed[agency, default: 0] += 1 }
        }
        var numbers = DeskNumbers()
        numbers.rules = rules.values.sorted { ($1.raised, $0.title) < ($0.raised, $1.title) }
        numbers.outcomes = outcomes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
        numbers.contributors = coverage.all.map { .init(agency: $0, alerts: contributed[$0.agency] ?? 0) }
        let due = returns.returns.filter { $0.at >= since && $0.at <= now - .hours(72) && maySee($0.record, reader) }
        numbers.returned = due.count
        numbers.interviewed = due.count { wasInterviewed($0) }
        return numbers
    }

    private func maySee(_ record: RecordKey, _ reader: Reader) -> Bool { child(of: record, for: reader) != nil }

    private func wasInterviewed(_ one: MissingReturns.Return) -> Bool {
        let child = correlator.child(of: one.record)
        return (returns.interviews[one.episode] ?? []).contains { interview in
            interview.at >= one.at - .hours(12) && interview.at <= one.at + .hours(72)
                && correlator.child(of: interview.record) == child
        }
    }

    /// Returns all referrals of the children whom the `latest` last referrals are about, late ones first.
    func referrals(latest: Int, for reader: Reader, times: Times) -> [(child: ChildCard, row: ReferralRow)] {
        var found: [(child: ChildCard, row: ReferralRow)] = []
        var seen: Set<ChildID> = []
        for position in referralsAt.suffix(latest).reversed() {
            guard let record = notes.record(at: position), !record.exercise, let child = child(of: record, for: reader),
                seen.insert(child).inserted
            else { continue }
            let facts = correlator.chronology(of: child).filter { fact in
                mayRead(fact, reader)
            }
            let rows = ReferralRow.all(
                in: facts,
                alerts: alertIndex.alerts(of: child),
                records: correlator.records(of: child).count,
                coverage: coverage,
                times: times
            )
            found += rows.reversed().map { (card(of: child), $0) }
        }
        return found.filter { $0.row.late != nil } + found.filter { $0.row.late == nil }
    }

    /// Returns the alerts about which agencies were asked a question, as this reader may see them.
    func askedAlerts(for reader: Reader) -> [AlertView] {
        asked.suffix(500).compactMap { id in
            guard let alert = alertIndex[id], maySee(alert, reader) else { return nil }
            return AlertView(
                alert: alert,
                about: about(alert, for: reader),
                notes: notes(at: alert.requests.compactMap(\.answer?.position), for: reader),
                restricted: [:],
                evidenceFacts: [],
                surroundings: [],
                changedAt: 0,
                agencies: [],
                coverage: coverage,
                freshness: freshness
            )
        }
    }
}

extension DeskNumbers.Rule {
    fileprivate mutating func count(_ alert: Alert) {
        raised += 1
        if alert.isWithdrawn { withdrawn += 1 }
        if let first = alert.actions.first(where: { $0.what == "acknowledged" || $0.what == "taken on" }) {
            acknowledged.append(first.at - alert.raisedAt)
        }
        if alert.isClosed, let last = alert.actions.last(where: { $0.what.hasPrefix("closed") }) {
            closed.append(last.at - alert.raisedAt)
        }
    }
}

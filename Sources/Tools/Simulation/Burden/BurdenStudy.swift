import Correlation
import RuleEngine
public import SafeguardingModel

/// The play of a synthetic authority's year, with its planted cases, through judgement.
public struct BurdenStudy: Sendable {
    private var authority: Authority
    private let planted: [PlantedCase]
    private var correlator = Correlator()
    private var position: Position = 0
    private var toldAgain: [String: Int] = [:]
    /// The index of the case of each planted event, by the event's position.
    private var caseAt: [Position: Int] = [:]
    /// The time when each alert first was high or critical, by id.
    private var urgentAt: [String: Instant] = [:]

    public init(_ authority: Authority, planted: [PlantedCase]) {
        self.authority = authority
        self.planted = planted
        for one in planted { self.authority.plant(one.tellings) }
    }

    /// Plays the year under a site's rules, identity settings and calendar, with the authority's own agencies.
    public mutating func report(under configuration: SiteConfiguration) -> BurdenReport {
        var own = configuration
        own.agencies = agencies
        let first = authority.tellings.first?.arrives ?? authority.begins
        apply(.configuration(own), at: min(first, authority.begins))
        for telling in authority.tellings {
            let record = RecordKey(agency: telling.agency, subject: telling.event.subject)
            caseAt[position + 1] = planted.firstIndex { $0.records.contains(record) || $0.tellings.contains(telling) }
            apply(.event(telling.event, from: telling.agency), at: telling.arrives)
        }
        apply(.tick, at: max(authority.ends, authority.tellings.last?.arrives ?? authority.ends))
        return report()
    }

    private var agencies: [Agency] {
        var agencies = Authority.agencies
        for agency in planted.flatMap(\.agencies) where !agencies.contains(where: { $0.name == agency.name }) {
            agencies.append(agency)
        }
        return agencies.sorted { $0.name < $1.name }
    }

    private mutating func apply(_ body: JournalEntry.Body, at instant: Instant) {
        position += 1
        for effect in correlator.apply(JournalEntry(position: position, at: instant, body: body)) { note(effect) }
    }

    private mutating func note(_ effect: Effect) {
        guard let alert = effect.alert else { return }
        if case .revised = effect { toldAgain[alert.id, default: 0] += 1 }
        guard alert.severity >= .high, urgentAt[alert.id] == nil else { return }
        urgentAt[alert.id] = alert.revisions.last?.at ?? alert.raisedAt
    }

    private func report() -> BurdenReport {
        let alerts = correlator.alertsUnexplained.filter { !$0.isTrial }
        let cohort = alerts.filter { alert in alert.finding.evidence.allSatisfy { caseAt[$0] == nil } }
        return BurdenReport(
            children: authority.children,
            workers: authority.parameters.workers,
            workerDays: authority.parameters.workers * authority.parameters.workingDays * authority.parameters.days
                / 365,
            events: authority.tellings.count,
            rows: correlator.ruleSet.rules.filter { $0.status == .active }.map { row($0.name, cohort) },
            planted: planted.indices.map { outcome($0, alerts) }
        )
    }

    private func row(_ rule: String, _ alerts: [Alert]) -> BurdenReport.Row {
        let own = alerts.filter { $0.rule == rule }
        return BurdenReport.Row(
            rule: rule,
            counts: own.reduce(into: [:]) { $0[$1.highestSeverity, default: 0] += 1 },
            toldAgain: own.reduce(0) { $0 + (toldAgain[$1.id] ?? 0) },
            withdrawn: own.count(where: \.isWithdrawn)
        )
    }

    /// Returns the result for a case: the alerts with evidence from its events, whether about a child, a person or a
    /// place.
    private func outcome(_ place: Int, _ alerts: [Alert]) -> BurdenReport.Outcome {
        let one = planted[place]
        let own = alerts.filter { alert in alert.finding.evidence.contains { caseAt[$0] == place } }
        return BurdenReport.Outcome(
            name: one.name,
            firstUrgent: own.compactMap { urgentAt[$0.id] }.min(),
            recognisedAt: one.recognisedAt,
            expected: one.expectedRules,
            raised: Set(own.map(\.rule)).sorted(),
            alerts: own.count
        )
    }
}

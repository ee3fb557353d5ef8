import SafeguardingModel

/// A child's current position: placement and authority, statuses, and deadlines.
struct CurrentPosition {
    struct Line {
        let what: String
        let since: TimeText
        let source: String
    }

    struct Clock {
        let what: String
        let at: Instant
        var alert: Alert?
    }

    let lines: [Line]
    let clocks: [Clock]

    /// Takes facts in order of occurrence that the reader may read, and the child's alerts.
    init(_ facts: [Fact], alerts: [Alert], coverage: Coverage, times: Times) {
        lines = CurrentPosition.lines(facts, coverage, times)
        clocks =
            (CurrentPosition.interviews(facts, times) + CurrentPosition.referrals(facts, times)
            + CurrentPosition.ofAlerts(alerts, coverage))
            .sorted { $0.at < $1.at }
    }

    private static func lines(_ facts: [Fact], _ coverage: Coverage, _ times: Times) -> [Line] {
        var open: [(key: String, fact: Fact)] = []
        for fact in facts {
            switch fact.kind {
            case .placementStarted, .statusStarted:
                let key = fact.value(.placement) ?? fact.value(.status) ?? ""
                open.removeAll { $0.key == key }
                open.append((key, fact))
            case .placementEnded, .statusEnded:
                let key = fact.value(.placement) ?? fact.value(.status) ?? ""
                open.removeAll { $0.key == key }
            default: break
            }
        }
        return open.map { _, fact in
            Line(
                what: EventSentence.text(fact, times: times),
                since: times.text(fact.occurred),
                source: coverage.title(of: fact.agency)
            )
        }
    }

    /// Returns interviews due within 72 hours of a return (DfE guidance on children who run away or go missing, 2014).
    private static func interviews(_ facts: [Fact], _ times: Times) -> [Clock] {
        let done = Set(
            facts.filter { $0.kind == .returnInterviewCompleted || $0.kind == .returnInterviewRefused }
                .flatMap { $0.values(.episodes) }
        )
        return facts.filter { $0.kind == .missingFound && $0.occurred.earliest > times.now - .days(90) }.compactMap {
            fact in
            guard let episode = fact.value(.episode), !done.contains(episode) else { return nil }
            let returned = times.text(fact.occurred).words
            return Clock(
                what: "Return interview after the return of \(returned)",
                at: fact.occurred.latest + .hours(72)
            )
        }
    }

    /// Returns decisions due within one working day, when the referrer must be told (Working Together).
    private static func referrals(_ facts: [Fact], _ times: Times) -> [Clock] {
        let decided = Set(facts.filter { $0.kind == .referralDecided }.compactMap { $0.value(.referral) })
        return facts.filter { $0.kind == .referralMade }.compactMap { fact in
            guard let referral = fact.value(.referral), !decided.contains(referral) else { return nil }
            let due = times.zone.nextWorkingDay(after: fact.occurred.latest)
            return Clock(what: "Decision on the referral \(referral)", at: due)
        }
    }

    private static func ofAlerts(_ alerts: [Alert], _ coverage: Coverage) -> [Clock] {
        alerts.flatMap { alert in
            let own = alert.wantedBy.map { Clock(what: "Acknowledge: \(alert.title)", at: $0, alert: alert) }
            let asked = alert.requests.filter { $0.answer == nil && alert.isOpen }.map { request in
                let what = "Answer of \(coverage.title(of: request.of)) to \(request.id)"
                return Clock(what: what, at: request.answerBy, alert: alert)
            }
            return [own].compactMap { $0 } + asked
        }
    }
}

extension Zone {
    /// Returns the same time on the next day that is not a Saturday or Sunday.
    func nextWorkingDay(after instant: Instant) -> Instant {
        var day = day(of: instant).advanced(by: 1)
        while day.isWeekend { day = day.advanced(by: 1) }
        return self.instant(day, secondsAfterMidnight: secondsAfterMidnight(of: instant))
    }
}

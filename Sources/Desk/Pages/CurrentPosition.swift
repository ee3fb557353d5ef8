import SafeguardingModel

/// A child's current position: placement and authority, statuses, and deadlines.
struct CurrentPosition: Sendable {
    struct Line: Sendable {
        let what: String
        let since: TimeText
        let told: String
    }

    struct Clock: Sendable {
        let what: String
        let due: TimeText
        let distance: String
        let isOverdue: Bool
        let href: String?
        fileprivate let at: Instant
    }

    let lines: [Line]
    let clocks: [Clock]

    /// Takes facts in order of occurrence that the reader may read, and the child's alerts.
    init(_ facts: [Fact], alerts: [Alert], coverage: Coverage, times: Times) {
        lines = CurrentPosition.lines(facts, coverage, times)
        clocks =
            (CurrentPosition.interviews(facts, times) + CurrentPosition.referrals(facts, times)
            + CurrentPosition.ofAlerts(alerts, coverage, times))
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
                told: coverage.title(of: fact.agency)
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
            return Clock("Return interview after the return of \(returned)", fact.occurred.latest + .hours(72), times)
        }
    }

    /// Returns decisions due within one working day, when the referrer must be told (Working Together).
    private static func referrals(_ facts: [Fact], _ times: Times) -> [Clock] {
        let decided = Set(facts.filter { $0.kind == .referralDecided }.compactMap { $0.value(.referral) })
        return facts.filter { $0.kind == .referralMade }.compactMap { fact in
            guard let referral = fact.value(.referral), !decided.contains(referral) else { return nil }
            let due = times.zone.nextWorkingDay(after: fact.occurred.latest)
            return Clock("Decision on the referral \(referral)", due, times)
        }
    }

    private static func ofAlerts(_ alerts: [Alert], _ coverage: Coverage, _ times: Times) -> [Clock] {
        alerts.flatMap { alert in
            let own = alert.wantedBy.map {
                Clock("Acknowledge: \(alert.title)", $0, times, href: Address.alert(alert.id))
            }
            let asked = alert.requests.filter { $0.answer == nil && alert.isOpen }.map { request in
                Clock(
                    "Answer of \(coverage.title(of: request.of)) to \(request.id)",
                    request.answerBy,
                    times,
                    href: Address.alert(alert.id)
                )
            }
            return [own].compactMap { $0 } + asked
        }
    }
}

extension CurrentPosition.Clock {
    fileprivate init(_ what: String, _ due: Instant, _ times: Times, href: String? = nil) {
        let words = AlertRow.Due(due, times: times)
        self.what = what
        self.due = words.time
        distance = words.distance
        isOverdue = words.isOverdue
        self.href = href
        at = due
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

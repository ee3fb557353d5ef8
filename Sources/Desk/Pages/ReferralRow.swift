import SafeguardingModel

/// A referral and its stages: received, matched, used, decided, answered.
struct ReferralRow: Sendable {
    let number: String
    let agency: String
    let received: TimeText
    let matched: String
    let used: [Used]
    let isUsed: Bool
    let decided: String?
    let decidedAt: TimeText?
    let answered: TimeText?
    /// The delay in words, where it is late.
    let late: String?

    struct Used: Sendable {
        let href: String
        let title: String
    }

    /// Returns every referral among facts in order of occurrence.
    static func all(in facts: [Fact], alerts: [Alert], records: Int, coverage: Coverage, times: Times) -> [ReferralRow]
    {
        facts.filter { $0.kind == .referralMade }.map { fact in
            ReferralRow(fact, facts, alerts, records, coverage, times)
        }
    }

    private init(
        _ fact: Fact,
        _ facts: [Fact],
        _ alerts: [Alert],
        _ records: Int,
        _ coverage: Coverage,
        _ times: Times
    ) {
        let number = fact.value(.referral) ?? ""
        let about = facts.filter { $0.value(.referral) == number && !number.isEmpty }
        let decision = about.last { $0.kind == .referralDecided }
        let answer = about.last { $0.kind == .referralAnswered }
        self.number = number
        agency = coverage.title(of: fact.agency)
        received = times.text(fact.received)
        matched =
            records > 1
            ? "With \(DeskWords.count(records - 1, "other record", "other records"))" : "No other record of the child"
        used = alerts.filter { $0.finding.evidence.contains(fact.position) }
            .map { Used(href: Address.alert($0.id), title: $0.title) }
        isUsed = !used.isEmpty
        decided = decision.map { EventSentence.text($0, times: times) }
        decidedAt = decision.map { times.text($0.occurred) }
        answered = answer.map { times.text($0.occurred) }
        let due = times.zone.nextWorkingDay(after: fact.occurred.latest)
        late =
            decision == nil && due < times.now
            ? "Not decided; wanted by \(times.text(due).words)"
            : decision != nil && answer == nil ? "The referrer has not been told, as far as is known" : nil
    }
}

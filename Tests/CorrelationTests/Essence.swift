import Correlation
import SafeguardingModel

/// The parts of an alert that must not depend on how the facts came: all but its id, its life and times of arrival.
struct Essence: Hashable {
    let rule: String
    let subject: Subject
    let key: String
    let severity: Severity
    let enteredAt: Instant
    let depth: Int
    let overtakenAt: Instant?
    let sectors: [Sector]
    let explanation: Explanation
    let evidence: [String]

    init(_ alert: Alert) {
        rule = alert.rule
        subject = alert.subject
        key = alert.finding.key
        severity = alert.severity
        enteredAt = alert.finding.enteredAt
        depth = alert.finding.depth
        overtakenAt = alert.finding.overtakenAt
        sectors = alert.finding.sectors
        evidence = alert.explanation.evidence.map {
            "\($0.agency) \($0.kind) \($0.occurred) \($0.recorded) \($0.sentence)"
        }
        var explanation = alert.explanation
        for index in explanation.evidence.indices {
            explanation.evidence[index].received = .distantPast
            explanation.evidence[index].position = 0
        }
        self.explanation = explanation
    }
}

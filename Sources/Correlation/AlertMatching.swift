import SafeguardingModel

/// A matching of findings to the alerts of the same rule.
struct AlertMatching {
    private(set) var pairs: [(finding: Int, alert: AlertIndex)] = []
    private(set) var newFindings: [Int] = []
    private(set) var goneAlerts: [AlertIndex] = []

    /// Pairs by equal key first, then with an alert, not withdrawn, that rests on some of the same facts.
    init(_ findings: [Finding], _ alerts: [AlertIndex], _ book: AlertBook, settled: Int64) {
        var openAlerts = alerts
        var openFindings = pairByKey(findings, &openAlerts, book)
        func pair(_ score: (Finding, Alert) -> Int?) {
            for number in openFindings where !openAlerts.isEmpty {
                let best = openAlerts.compactMap { alert -> (score: Int, alert: AlertIndex)? in
                    score(findings[number], book.entries[alert].alert).map { ($0, alert) }
                }.max { ($0.score, $1.alert) < ($1.score, $0.alert) }
                guard let best else { continue }
                pairs.append((number, best.alert))
                openFindings.removeAll { $0 == number }
                openAlerts.removeAll { $0 == best.alert }
            }
        }
        pair { finding, alert in
            let shared = finding.sharedEvidence(with: alert.finding)
            return alert.isWithdrawn || shared == 0 ? nil : shared
        }
        // A state entered before facts were forgotten may now look like another state.
        pair { finding, alert in
            let isOld = finding.enteredAt.milliseconds < settled && alert.finding.enteredAt.milliseconds < settled
            return isOld && !alert.isWithdrawn && finding.subject == alert.subject ? 1 : nil
        }
        newFindings = openFindings
        goneAlerts = openAlerts.filter { !book.entries[$0].alert.isWithdrawn }
    }

    /// Pairs findings and alerts by key, and returns the findings that found no alert.
    private mutating func pairByKey(_ findings: [Finding], _ open: inout [AlertIndex], _ book: AlertBook) -> [Int] {
        guard !findings.isEmpty, !open.isEmpty else { return Array(findings.indices) }
        var byKey = book.byKey(open)
        var paired: Set<AlertIndex> = []
        let left = findings.indices.filter { number in
            let own = byKey[findings[number].key]?.filter {
                findings[number].subject == book.entries[$0].alert.subject
            }
            guard let alert = own?.max() else { return true }
            byKey[findings[number].key]?.removeAll { $0 == alert }
            pairs.append((number, alert))
            paired.insert(alert)
            return false
        }
        open.removeAll(where: paired.contains)
        return left
    }
}

extension AlertMatching {
    /// Returns the alert whose finding now rests on all the facts of one that is gone: the two became one.
    func alert(takingIn gone: AlertIndex, _ findings: [Finding], _ book: AlertBook) -> AlertIndex? {
        let evidence = book.entries[gone].alert.finding.evidence
        guard !evidence.isEmpty else { return nil }
        return pairs.first { pair in Set(findings[pair.finding].evidence).isSuperset(of: evidence) }?.alert
    }
}

extension Finding {
    func sharedEvidence(with other: Finding) -> Int {
        guard min(evidence.count, other.evidence.count) > 8 else {
            return evidence.count { other.evidence.contains($0) }
        }
        return Set(other.evidence).intersection(evidence).count
    }

    /// Returns whether it is deeper or more severe than another.
    func isDeeper(than other: Finding) -> Bool { depth > other.depth || severity > other.severity }

    /// Returns whether it differs from another in anything but its rule's version.
    func differs(from other: Finding) -> Bool {
        severity != other.severity || depth != other.depth || enteredAt != other.enteredAt
            || evidence != other.evidence || overtakenAt != other.overtakenAt
    }

    /// Returns whether it differs from another at most in the facts that carry it, or in when it began.
    func isAsDeep(as other: Finding) -> Bool { severity == other.severity && depth == other.depth }
}

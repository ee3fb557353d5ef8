import SafeguardingModel

/// Every alert ever raised, with what is needed to keep it true.
struct AlertBook: Sendable {
    struct Entry: Sendable {
        /// Where its explanation is not written down, with no more of it than the headline that was told and still holds.
        var alert: Alert
        /// The number of the child's file; its facts explain the alert.
        var file: Int32
        /// Whether the explanation is written down: the facts may have gone. Otherwise it is made when it is asked for.
        var isKept = false
    }

    var entries: [Entry] = []

    /// When an alert escalates, or nil.
    func deadline(of place: Int32) -> Int64? {
        let place = Int(place)
        guard let deadline = entries[place].alert.acknowledgeBy, entries[place].alert.withdrawal == nil else {
            return nil
        }
        if case .closed = entries[place].alert.life { return nil }
        return entries[place].alert.isTrial ? nil : deadline.milliseconds
    }

    private var places: [String: Int32] = [:]
    /// Of every alert the number of its rule: asked with every fact about the child, and so apart from the alerts themselves.
    private var rules: [Int32] = []
    private var ruleNumbers: [String: Int32] = [:]

    /// The number that stands for a rule's name here, given now if it has none yet.
    mutating func number(ofRule name: String) -> Int32 {
        let next = Int32(ruleNumbers.count)
        return { (number: inout Int32) in number }(&ruleNumbers[name, default: next])
    }

    func rule(of place: Int32) -> Int32 { rules[Int(place)] }
    func place(of id: String) -> Int? { places[id].map(Int.init) }

    /// Whether these alerts, and no others, stand for exactly these findings.
    func says(_ findings: [Finding], _ alerts: [Int32]) -> Bool {
        guard findings.count == alerts.count else { return false }
        return findings.allSatisfy { finding in
            alerts.contains { place in
                entries[Int(place)].alert.withdrawal == nil && entries[Int(place)].alert.finding == finding
                    && !entries[Int(place)].alert.isTrial
            }
        }
    }

    mutating func add(_ entry: Entry) -> Int32 {
        let place = Int32(entries.count)
        places[entry.alert.id] = place
        entries.append(entry)
        rules.append(number(ofRule: entry.alert.finding.rule))
        return place
    }
}

/// Which finding belongs to which alert of the same rule.
struct Matching {
    private(set) var pairs: [(finding: Int, alert: Int32)] = []
    private(set) var newFindings: [Int] = []
    private(set) var goneAlerts: [Int32] = []

    /// First by the same key, then a standing alert that rests on the same facts.
    init(_ findings: [Finding], _ alerts: [Int32], _ book: AlertBook, settled: Int64) {
        var openFindings = Array(findings.indices)
        var openAlerts = alerts
        func pair(_ score: (Finding, Alert) -> Int?) {
            for number in openFindings {
                let best = openAlerts.compactMap { place -> (score: Int, alert: Int32)? in
                    score(findings[number], book.entries[Int(place)].alert).map { ($0, place) }
                }.max { ($0.score, $1.alert) < ($1.score, $0.alert) }
                guard let best else { continue }
                pairs.append((number, best.alert))
                openFindings.removeAll { $0 == number }
                openAlerts.removeAll { $0 == best.alert }
            }
        }
        pair { $0.key == $1.finding.key && $0.subject == $1.subject ? 1 : nil }
        pair { finding, alert in
            let shared = finding.sharedEvidence(with: alert.finding)
            return alert.isWithdrawn || shared == 0 ? nil : shared
        }
        // What was entered before facts were forgotten may look like another state than it was.
        pair { finding, alert in
            let isOld = finding.enteredAt.milliseconds < settled && alert.finding.enteredAt.milliseconds < settled
            return isOld && !alert.isWithdrawn && finding.subject == alert.subject ? 1 : nil
        }
        newFindings = openFindings
        goneAlerts = openAlerts.filter { !book.entries[Int($0)].alert.isWithdrawn }
    }
}

extension Matching {
    /// The alert whose finding now rests on all the facts of one that is gone: the two became one.
    func alert(takingIn gone: Int32, _ findings: [Finding], _ book: AlertBook) -> Int32? {
        let evidence = book.entries[Int(gone)].alert.finding.evidence
        guard !evidence.isEmpty else { return nil }
        return pairs.first { pair in evidence.allSatisfy(findings[pair.finding].evidence.contains) }?.alert
    }
}

extension Finding {
    func sharedEvidence(with other: Finding) -> Int {
        evidence.count { other.evidence.contains($0) }
    }

    /// Whether it says more than another.
    func isDeeper(than other: Finding) -> Bool { depth > other.depth || severity > other.severity }

    /// Whether it says anything else than another, its rule's version aside.
    func saysElse(than other: Finding) -> Bool {
        severity != other.severity || depth != other.depth || enteredAt != other.enteredAt || evidence != other.evidence
    }
}

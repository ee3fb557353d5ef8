import SafeguardingModel

/// Every alert ever raised, with the state that keeps it true.
struct AlertBook: Sendable {
    struct Entry: Sendable {
        /// The alert; unless its explanation is kept, this holds at most the headline that was published and still
        /// holds.
        var alert: Alert
        /// The number of the child's file; its facts explain the alert.
        var file: Int32
        /// Whether the explanation is kept, because the facts may be gone. Otherwise it is made when it is asked for.
        var isKept = false
        /// The time at which it was last published, in milliseconds.
        var toldAt: Int64 = .min
        /// The time at which its present state is to be published, in milliseconds; nil if it has been.
        var tellAt: Int64?
    }

    var entries: [Entry] = []

    /// Returns the time at which an alert escalates, in milliseconds, or nil.
    func deadline(of place: Int32) -> Int64? {
        let place = Int(place)
        guard let deadline = entries[place].alert.acknowledgeBy, entries[place].alert.withdrawal == nil else {
            return nil
        }
        if case .closed = entries[place].alert.life { return nil }
        return entries[place].alert.isTrial ? nil : deadline.milliseconds
    }

    private var places: [String: Int32] = [:]
    /// The number of each alert's rule: asked with every fact about the child, and therefore stored apart from the
    /// alerts.
    private var rules: [Int32] = []
    private var ruleNumbers: [String: Int32] = [:]

    /// Returns the number that stands for a rule's name here, assigned now if it has none yet.
    mutating func number(ofRule name: String) -> Int32 {
        let next = Int32(ruleNumbers.count)
        return { (number: inout Int32) in number }(&ruleNumbers[name, default: next])
    }

    func rule(of place: Int32) -> Int32 { rules[Int(place)] }
    func place(of id: String) -> Int? { places[id].map(Int.init) }

    /// Returns whether these alerts, and no others, stand for exactly these findings.
    func says(_ findings: [Finding], _ alerts: [Int32]) -> Bool {
        guard findings.count == alerts.count else { return false }
        let byKey = findings.count > 8 ? self.byKey(alerts) : [:]
        return findings.allSatisfy { finding in
            (byKey.isEmpty ? alerts : byKey[finding.key] ?? []).contains { place in
                entries[Int(place)].alert.withdrawal == nil && entries[Int(place)].alert.finding == finding
                    && !entries[Int(place)].alert.isTrial
            }
        }
    }

    /// Returns alerts by the keys of their findings.
    func byKey(_ alerts: [Int32]) -> [String: [Int32]] {
        Dictionary(grouping: alerts) { entries[Int($0)].alert.finding.key }
    }

    mutating func add(_ entry: Entry) -> Int32 {
        let place = Int32(entries.count)
        places[entry.alert.id] = place
        entries.append(entry)
        rules.append(number(ofRule: entry.alert.finding.rule))
        return place
    }
}

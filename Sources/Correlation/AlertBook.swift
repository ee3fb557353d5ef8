import RuleEngine
import SafeguardingModel

/// Every alert ever raised, with the state that keeps it true. It raises, revises, withdraws and escalates; the
/// correlator publishes.
struct AlertBook: Sendable {
    struct Entry: Sendable {
        /// The alert; unless its explanation is kept, this holds at most the headline that was published and still
        /// holds.
        var alert: Alert
        /// The subject whose facts explain the alert.
        var subject: SubjectIndex
        /// Whether the explanation is kept, because the facts may be gone. Otherwise it is made when it is asked for.
        var isKept = false
        /// The time at which it was last published, in milliseconds.
        var publishedAt: Int64 = .min
        /// The time at which its present state is to be published, in milliseconds; nil if it has been.
        var publishAt: Int64?
    }

    /// A rule's name, whatever rules are in force.
    enum RuleName {}

    var entries = Table<TableRow.Alert, Entry>()
    private var indices: [String: AlertIndex] = [:]
    /// Each alert's rule: asked with every fact about the child, and therefore stored apart from the alerts.
    private var rules = Table<TableRow.Alert, TableIndex<RuleName>>()
    private var ruleNames: [String: TableIndex<RuleName>] = [:]

    /// Returns the index of a rule's name, assigned now if it has none yet.
    mutating func index(ofRule name: String) -> TableIndex<RuleName> {
        if let known = ruleNames[name] { return known }
        let next = TableIndex<RuleName>(ruleNames.count)
        ruleNames[name] = next
        return next
    }

    func rule(of alert: AlertIndex) -> TableIndex<RuleName> { rules[alert] }
    func index(of id: String) -> AlertIndex? { indices[id] }

    /// Returns the time at which an alert escalates, in milliseconds, or nil.
    func deadline(of alert: AlertIndex) -> Int64? {
        let alert = entries[alert].alert
        guard let deadline = alert.acknowledgeBy, alert.isOpen, !alert.isTrial else { return nil }
        return deadline.milliseconds
    }

    /// Returns whether these alerts, and no others, stand for exactly these findings.
    func says(_ findings: [Finding], _ alerts: [AlertIndex]) -> Bool {
        guard findings.count == alerts.count else { return false }
        let byKey = findings.count > 8 ? self.byKey(alerts) : [:]
        return findings.allSatisfy { finding in
            (byKey.isEmpty ? alerts : byKey[finding.key] ?? []).contains { index in
                entries[index].alert.withdrawal == nil && entries[index].alert.finding == finding
                    && !entries[index].alert.isTrial
            }
        }
    }

    /// Returns alerts by the keys of their findings.
    func byKey(_ alerts: [AlertIndex]) -> [String: [AlertIndex]] {
        Dictionary(grouping: alerts) { entries[$0].alert.finding.key }
    }
}

/// The entry of the journal by which something changes.
struct JournalMoment {
    var at: Instant
    var position: Position
}

extension AlertBook {
    mutating func raise(_ alert: Alert, about subject: SubjectIndex) -> AlertIndex {
        let index = entries.append(Entry(alert: alert, subject: subject))
        indices[alert.id] = index
        rules.append(self.index(ofRule: alert.finding.rule))
        return index
    }

    /// Replaces an alert's finding by the present one. Returns whether its deadline is new.
    ///
    /// - Parameter cause: the beginning of the sentence about the revision.
    mutating func revise(
        _ index: AlertIndex,
        to finding: Finding,
        by rule: Rule,
        because cause: String,
        at moment: JournalMoment,
        in zone: Zone
    ) -> Bool {
        let old = entries[index].alert
        // A kept explanation describes the facts as they were.
        entries[index].isKept = false
        forgetHeadline(of: index)
        entries[index].alert.finding = finding
        entries[index].alert.title = rule.title
        entries[index].alert.tell = rule.tell
        entries[index].alert.isTrial = rule.status == .trial
        entries[index].alert.highestSeverity = max(old.highestSeverity, finding.severity)
        guard finding.differs(from: old.finding) || old.isWithdrawn else { return false }
        let what = Alert.differences(from: old, to: finding, in: zone).joined(separator: ", ")
        entries[index].alert.withdrawal = nil
        entries[index].alert.note(
            Alert.Revision(
                at: moment.at,
                position: moment.position,
                severity: finding.severity,
                sentence: "\(cause): \(what)."
            )
        )
        let isPublished = old.isTrial && rule.status == .active
        guard finding.isDeeper(than: old.finding) || old.isWithdrawn || isPublished else { return false }
        return reopenForAcknowledgement(index, after: old, at: moment.at, in: zone)
    }

    /// Requires a new acknowledgement of an alert that was withdrawn, is more severe, is about more children, or
    /// deepened after it was closed. Returns whether it does.
    private mutating func reopenForAcknowledgement(
        _ index: AlertIndex,
        after old: Alert,
        at instant: Instant,
        in zone: Zone
    ) -> Bool {
        let alert = entries[index].alert
        let isMoreSevere = alert.severity > old.severity
        // Nobody has taken note of a further child yet.
        let isAboutMore = alert.finding.subject.child == nil && alert.finding.depth > old.finding.depth
        guard isMoreSevere || isAboutMore || old.isWithdrawn || old.isClosed || old.isTrial else { return false }
        var deadline = alert.isTrial ? nil : alert.severity.acknowledgeBy(raisedAt: instant, in: zone)
        // An unacknowledged alert gets no more time by a further child.
        if !isMoreSevere, !old.isWithdrawn, old.life == .new { deadline = old.acknowledgeBy ?? deadline }
        if old.isWithdrawn || old.life != .new { entries[index].alert.waitAnew() }
        if alert.life != .inProgress { entries[index].alert.life = .new }
        entries[index].alert.acknowledgeBy = deadline
        return true
    }

    /// - Parameters:
    ///   - cause: the beginning of the sentence about the withdrawal.
    ///   - other: the alert that now holds its facts, together with those of another.
    mutating func withdraw(
        _ index: AlertIndex,
        because cause: String,
        heldBy other: AlertIndex?,
        at moment: JournalMoment,
        in zone: Zone
    ) {
        let what =
            other.map {
                "it is one with the alert of \(zone.text(entries[$0].alert.raisedAt)), which holds all its facts"
            } ?? "what the rule looks for no longer stands in the facts"
        entries[index].alert.withdrawal = Alert.Withdrawal(
            at: moment.at,
            position: moment.position,
            sentence: "\(cause): \(what)."
        )
    }

    /// Escalates an alert that nobody acknowledged in time: the next tier is told. After the third time it stays
    /// overdue.
    mutating func escalate(_ index: AlertIndex, in zone: Zone) {
        let alert = entries[index].alert
        guard let due = alert.acknowledgeBy else { return }
        entries[index].alert.escalations.append(due)
        let isLast = alert.missed.count >= 2
        entries[index].alert.acknowledgeBy = isLast ? nil : alert.severity.acknowledgeBy(raisedAt: due, in: zone)
    }

    mutating func forgetHeadline(of index: AlertIndex) {
        guard !entries[index].isKept else { return }
        entries[index].alert.explanation = Explanation(headline: "")
    }
}

import HeapModule
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Judges the subjects whose findings one fact may have changed: its own child, and children whom it joins with
    /// somebody.
    mutating func judge(around fact: ChronologyFact, because cause: Cause) {
        let touched = othersChanged
        othersChanged = []
        let own = fact.record == .nobody ? nil : childOfRecord[fact.record]
        if let own {
            judge([own], rules: rules(concerning: fact, of: own), because: cause)
            if fact.kind.makesKnown { markMeetings(of: own) }
        }
        judgeShared(because: cause)
        for child in Set(touched.map { childOfRecord[$0] }).sorted() where child != own {
            judge([child], rules: rules.rulesByLink, because: .personOfConcern(fact))
        }
    }

    /// Returns the rules that a fact concerns. With the first fact about a child, and when the last is gone, the rules
    /// about where the child lives count, too.
    private func rules(concerning fact: ChronologyFact, of subject: SubjectIndex) -> [RuleIndex] {
        let concerned = rules.rules(concerning: fact)
        guard subjects[subject].chronology.count <= 1 else { return concerned }
        return Set(concerned + rules.rulesByLink).sorted()
    }

    /// Judges children whose links became known although no fact has come to judge around.
    mutating func judgeOthersTouched() {
        guard !othersChanged.isEmpty else { return }
        let touched = Set(othersChanged.map { childOfRecord[$0] }).sorted()
        othersChanged = []
        let cause = Cause.identity(["more became known of who is a child"])
        for child in touched { judge([child], rules: rules.rulesByLink, because: cause) }
    }

    /// Evaluates rules for children who belong together (one child, or those between whom records moved), and changes
    /// the alerts by the difference.
    mutating func judge(_ group: [SubjectIndex], rules meant: [RuleIndex], because cause: Cause) {
        var contexts: [EvaluationContext] = []
        for rule in meant where group.contains(where: { mayChange(rule, $0) }) {
            if contexts.isEmpty { contexts = group.map { context(of: $0, at: now) } }
            judge(group, &contexts, rule: rule, because: cause)
        }
    }

    private mutating func judge(
        _ group: [SubjectIndex],
        _ contexts: inout [EvaluationContext],
        rule: RuleIndex,
        because cause: Cause
    ) {
        var findings: [Finding] = []
        for number in group.indices {
            let (found, wake) = Evaluator.findings(rules[rule], &contexts[number])
            linesRead += subjects[group[number]].chronology.count
            findings += found
            setWake(wake, rule: rule, subject: group[number])
        }
        let alerts = alerts(of: group, rule: rule)
        if findings.isEmpty && alerts.isEmpty { return }
        reconcile(findings, with: alerts, by: rules[rule], because: cause)
    }

    /// Returns whether a rule may have a finding about a child, or has an alert or a deadline there.
    private func mayChange(_ rule: RuleIndex, _ subject: SubjectIndex) -> Bool {
        rules[rule].mayHold(subjects[subject].chronology.traits)
            || subjects[subject].wake(of: rule) != nil
            || subjects[subject].alerts.contains { book.rule(of: $0) == ruleNames[rule] }
    }

    func context(of subject: SubjectIndex, at instant: Instant) -> EvaluationContext {
        if let key = subjects[subject].key { return context(of: key, in: subjects[subject].realm, at: instant) }
        return EvaluationContext(
            subjects[subject].chronology,
            subject: .child(subjects[subject].id),
            people: worlds[subjects[subject].realm.index].links,
            directory: heldDirectory,
            rules: rules,
            now: instant,
            childOfRecord: childOfRecord,
            ownChild: subject
        )
    }

    mutating func setWake(_ wake: Instant?, rule: RuleIndex, subject: SubjectIndex) {
        guard subjects[subject].setWake(of: rule, at: wake?.milliseconds), let wake else { return }
        wakes.insert(Wake(at: wake.milliseconds, cause: .rule(subject: subject, rule: rule)))
    }

    func alerts(of group: [SubjectIndex], rule: RuleIndex) -> [AlertIndex] {
        let name = ruleNames[rule]
        var found: [AlertIndex] = []
        for subject in group {
            for alert in subjects[subject].alerts where book.rule(of: alert) == name { found.append(alert) }
        }
        return found
    }

    /// - Parameter realm: the realm of what several children share; nil where the findings are about children.
    mutating func reconcile(
        _ findings: [Finding],
        with alerts: [AlertIndex],
        by rule: Rule,
        because cause: Cause,
        shared realm: Realm? = nil
    ) {
        if book.says(findings, alerts), rule.status == .active { return refile(alerts, in: realm) }
        let matching = AlertMatching(findings, alerts, book, settled: settled)
        for pair in matching.pairs.sorted(by: { $0.alert < $1.alert }) {
            revise(pair.alert, to: findings[pair.finding], by: rule, because: cause, shared: realm)
        }
        for alert in matching.goneAlerts where !isSettled(book.entries[alert].alert.finding) {
            withdraw(alert, because: cause, heldBy: matching.alert(takingIn: alert, findings, book))
        }
        for number in matching.newFindings where !isSettled(findings[number]) {
            raise(findings[number], by: rule, shared: realm)
        }
    }

    /// Moves alerts to their subject. What children share is filed under one of its keys, and that key may have changed
    /// though the finding has not.
    private mutating func refile(_ alerts: [AlertIndex], in realm: Realm?) {
        guard let realm else { return }
        for alert in alerts { move(alert, to: worlds[realm.index].subject(of: book.entries[alert].alert.finding)) }
    }

    func isSettled(_ finding: Finding) -> Bool { finding.enteredAt.milliseconds < settled }

    private func subject(of finding: Finding, in realm: Realm?) -> SubjectIndex? {
        if let child = finding.subject.child { return subjectOfChild[child] }
        return worlds[(realm ?? .real).index].subject(of: finding)
    }

    private mutating func raise(_ finding: Finding, by rule: Rule, shared realm: Realm?) {
        guard let subject = subject(of: finding, in: realm) else { return }
        let isTrial = rule.status == .trial
        let id = isTrial ? "A-\(position)-t\(trials)" : "A-\(position)-\(effects.count)"
        if isTrial { trials += 1 }
        let alert = book.raise(
            Alert(
                id: id,
                finding: finding,
                explanation: Explanation(headline: ""),
                title: rule.title,
                tell: rule.tell,
                raisedAt: now,
                acknowledgeBy: isTrial ? nil : finding.severity.acknowledgeBy(raisedAt: now, in: rules.zone),
                isTrial: isTrial,
                isExercise: subjects[subject].realm.isExercise
            ),
            about: subject
        )
        subjects[subject].alerts.append(alert)
        setDeadline(of: alert)
        publish(alert, Effect.raised)
    }

    /// Replaces an alert's finding by the present one; people are told if it says something else.
    private mutating func revise(
        _ alert: AlertIndex,
        to finding: Finding,
        by rule: Rule,
        because cause: Cause,
        shared realm: Realm?
    ) {
        let old = book.entries[alert].alert
        let isPublished = old.isTrial && rule.status == .active
        if old.finding == finding, !old.isWithdrawn, !isPublished { return refile([alert], in: realm) }
        let isDeeper = finding.isDeeper(than: old.finding)
        if (isSettled(old.finding) || isSettled(finding)) && !isDeeper && !isPublished { return }
        move(alert, to: subject(of: finding, in: realm))
        let words = cause.words(directory, rules.zone)
        if book.revise(alert, to: finding, by: rule, because: words, at: moment, in: rules.zone) {
            setDeadline(of: alert)
        }
        if isPublished { return publish(alert, Effect.raised) }
        if old.isWithdrawn { return publish(alert, Effect.revised) }
        guard finding.differs(from: old.finding) else { return }
        if finding.isAsDeep(as: old.finding) { publishInTime(alert) } else { publish(alert, Effect.revised) }
    }

    /// - Parameter other: the alert that now holds its facts, together with those of another.
    mutating func withdraw(_ alert: AlertIndex, because cause: Cause, heldBy other: AlertIndex? = nil) {
        keepExplanation(of: alert)
        let words = cause.words(directory, rules.zone)
        book.withdraw(alert, because: words, heldBy: other, at: moment, in: rules.zone)
        publish(alert, Effect.withdrawn)
    }

    mutating func escalate(_ alert: AlertIndex) {
        guard book.entries[alert].alert.acknowledgeBy != nil else { return }
        book.escalate(alert, in: rules.zone)
        setDeadline(of: alert)
        publishBriefly(alert, Effect.escalated)
    }

    private mutating func move(_ alert: AlertIndex, to subject: SubjectIndex?) {
        guard let subject, subject != book.entries[alert].subject else { return }
        subjects[book.entries[alert].subject].alerts.removeAll { $0 == alert }
        subjects[subject].alerts.append(alert)
        subjects[subject].alerts.sort()
        book.entries[alert].subject = subject
    }

    mutating func setDeadline(of alert: AlertIndex) {
        guard let deadline = book.deadline(of: alert) else { return }
        wakes.insert(Wake(at: deadline, cause: .escalation(alert)))
    }

    private var moment: JournalMoment { JournalMoment(at: now, position: position) }
}

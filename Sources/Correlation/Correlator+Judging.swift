import HeapModule
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Judges the subjects whose findings one fact may have changed: its own child, and children whom it joins with
    /// somebody.
    mutating func judge(around line: ChronologyFact, because cause: Cause) {
        let touched = othersTouched
        othersTouched = []
        let own = line.record == .max ? -1 : childOfRecord[Int(line.record)]
        if own >= 0 { judge([own], rules: rules(concerning: line, of: own), because: cause) }
        if own >= 0, line.kind.makesKnown { touchMeetings(of: own) }
        judgeShared(because: cause)
        guard !touched.isEmpty else { return }
        for child in Set(touched.map { childOfRecord[Int($0)] }).subtracting([own]).sorted() {
            judge([child], rules: rules.rulesByLink, because: .personOfConcern(line))
        }
    }

    /// Returns the rules that a fact concerns. With the first fact about a child, and when the last is gone, the rules
    /// about where the child lives count, too.
    private func rules(concerning line: ChronologyFact, of file: Int32) -> [Int] {
        let concerned = rules.rules(concerning: line)
        guard files[Int(file)].chronology.count <= 1 else { return concerned }
        return Set(concerned + rules.rulesByLink).sorted()
    }

    /// Judges children whose links became known although no fact has come to judge around.
    mutating func judgeOthersTouched() {
        guard !othersTouched.isEmpty else { return }
        let touched = Set(othersTouched.map { childOfRecord[Int($0)] }).sorted()
        othersTouched = []
        let cause = Cause.identity(["more became known of who is a child"])
        for child in touched { judge([child], rules: rules.rulesByLink, because: cause) }
    }

    /// Evaluates rules for children who belong together (one child, or those between whom records moved), and changes
    /// the alerts by the difference.
    mutating func judge(_ group: [Int32], rules places: [Int], because cause: Cause) {
        var looks: [EvaluationContext] = []
        for place in places where group.contains(where: { mayChange(place, $0) }) {
            if looks.isEmpty { looks = group.map { look($0, at: now) } }
            judge(group, &looks, rule: place, because: cause)
        }
    }

    private mutating func judge(
        _ group: [Int32],
        _ looks: inout [EvaluationContext],
        rule place: Int,
        because cause: Cause
    ) {
        var findings: [Finding] = []
        for number in group.indices {
            let (found, wake) = Evaluator.findings(rules.rules[place], &looks[number])
            linesRead += files[Int(group[number])].chronology.count
            findings += found
            setWake(wake, rule: place, file: group[number])
        }
        let alerts = alerts(of: group, rule: place)
        if findings.isEmpty && alerts.isEmpty { return }
        reconcile(findings, alerts, rules.rules[place], cause)
    }

    /// Returns whether a rule may have a finding about a child, or has an alert or a deadline there.
    private func mayChange(_ place: Int, _ file: Int32) -> Bool {
        rules.rules[place].mayHold(files[Int(file)].chronology.traits)
            || files[Int(file)].wake(of: Int32(place)) != nil
            || files[Int(file)].alerts.contains { book.rule(of: $0) == ruleNumbers[place] }
    }

    func look(_ file: Int32, at instant: Instant) -> EvaluationContext {
        if let shared = files[Int(file)].shared { return look(at: shared, instant) }
        return EvaluationContext(
            files[Int(file)].chronology,
            subject: .child(files[Int(file)].id),
            people: worlds[files[Int(file)].isExercise ? 1 : 0],
            directory: heldDirectory,
            rules: rules,
            now: instant,
            childOfRecord: childOfRecord,
            ownChild: file
        )
    }

    mutating func setWake(_ wake: Instant?, rule: Int, file: Int32) {
        guard files[Int(file)].setWake(of: Int32(rule), at: wake?.milliseconds), let wake else { return }
        wakes.insert(Wake(at: wake.milliseconds, cause: .rule(child: file, rule: Int32(rule))))
    }

    func alerts(of group: [Int32], rule place: Int) -> [Int32] {
        let number = ruleNumbers[place]
        var found: [Int32] = []
        for file in group {
            for place in files[Int(file)].alerts where book.rule(of: place) == number { found.append(place) }
        }
        return found
    }

    mutating func reconcile(
        _ findings: [Finding],
        _ alerts: [Int32],
        _ rule: Rule,
        _ cause: Cause,
        isExercise: Bool? = nil
    ) {
        if book.says(findings, alerts), rule.status == .active { return refile(alerts, isExercise) }
        let matching = AlertMatching(findings, alerts, book, settled: settled)
        for pair in matching.pairs.sorted(by: { $0.alert < $1.alert }) {
            revise(pair.alert, findings[pair.finding], rule, cause, isExercise)
        }
        for place in matching.goneAlerts where !isSettled(book.entries[Int(place)].alert.finding) {
            withdraw(place, because: cause, in: matching.alert(takingIn: place, findings, book))
        }
        for number in matching.newFindings where !isSettled(findings[number]) {
            raise(findings[number], rule, isExercise)
        }
    }

    /// Moves alerts to the file of their subject. What children share is filed under one of its keys, and that key may
    /// have changed though the finding has not.
    private mutating func refile(_ alerts: [Int32], _ isExercise: Bool?) {
        guard let isExercise else { return }
        for place in alerts {
            move(place, to: sharedFile(of: book.entries[Int(place)].alert.finding, isExercise: isExercise))
        }
    }

    func isSettled(_ finding: Finding) -> Bool { finding.enteredAt.milliseconds < settled }

    /// Returns the file of the subject of a finding.
    private func file(of finding: Finding, _ isExercise: Bool?) -> Int32? {
        if let child = finding.subject.child { return subjectIndices[child] }
        return sharedFile(of: finding, isExercise: isExercise ?? false)
    }

    private mutating func raise(_ finding: Finding, _ rule: Rule, _ isExercise: Bool?) {
        guard let file = file(of: finding, isExercise) else { return }
        let isTrial = rule.status == .trial
        let id = isTrial ? "A-\(position)-t\(trials)" : "A-\(position)-\(effects.count)"
        if isTrial { trials += 1 }
        let alert = Alert(
            id: id,
            finding: finding,
            explanation: Explanation(headline: ""),
            title: rule.title,
            tell: rule.tell,
            raisedAt: now,
            acknowledgeBy: isTrial ? nil : finding.severity.acknowledgeBy(raisedAt: now, in: rules.zone),
            isTrial: isTrial,
            isExercise: files[Int(file)].isExercise
        )
        let place = book.add(.init(alert: alert, file: file))
        files[Int(file)].alerts.append(place)
        setDeadline(place)
        publish(place, Effect.raised)
    }

    /// Replaces an alert's finding by the present one; people are told if it says something else.
    private mutating func revise(
        _ place: Int32,
        _ finding: Finding,
        _ rule: Rule,
        _ cause: Cause,
        _ isExercise: Bool?
    ) {
        let old = book.entries[Int(place)].alert
        let isPublished = old.isTrial && rule.status == .active
        if old.finding == finding, !old.isWithdrawn, !isPublished { return refile([place], isExercise) }
        let isDeeper = finding.isDeeper(than: old.finding)
        if (isSettled(old.finding) || isSettled(finding)) && !isDeeper && !isPublished { return }
        move(place, to: file(of: finding, isExercise))
        let isElse = finding.differs(from: old.finding) || old.isWithdrawn
        // A kept explanation describes the facts as they were.
        book.entries[Int(place)].isKept = false
        forgetHeadline(place)
        change(place) { alert in
            alert.finding = finding
            alert.title = rule.title
            alert.tell = rule.tell
            alert.isTrial = rule.status == .trial
            alert.highestSeverity = max(alert.highestSeverity, finding.severity)
        }
        if isElse {
            note(place, old, finding, cause)
            if isDeeper || old.isWithdrawn || isPublished { reopenForAcknowledgement(place, after: old) }
        }
        if isElse, !isPublished, !old.isWithdrawn, finding.isAsDeep(as: old.finding) { return tellInTime(place) }
        publish(place, isPublished ? Effect.raised : isElse ? Effect.revised : nil as ((Alert) -> Effect)?)
    }

    private mutating func note(_ place: Int32, _ old: Alert, _ finding: Finding, _ cause: Cause) {
        let what = Alert.differences(from: old, to: finding, in: rules.zone).joined(separator: ", ")
        let sentence = "\(cause.words(directory, rules.zone)): \(what)."
        let revision = Alert.Revision(at: now, position: position, severity: finding.severity, sentence: sentence)
        change(place) { alert in
            alert.withdrawal = nil
            alert.note(revision)
        }
    }

    /// Requires a new acknowledgement of an alert that was withdrawn, is more severe, is about more children, or
    /// deepened after it was closed.
    private mutating func reopenForAcknowledgement(_ place: Int32, after old: Alert) {
        let alert = book.entries[Int(place)].alert
        let isMoreSevere = alert.severity > old.severity
        // Nobody has taken note of a further child yet.
        let isAboutMore = alert.finding.subject.child == nil && alert.finding.depth > old.finding.depth
        guard isMoreSevere || isAboutMore || old.isWithdrawn || old.isClosed || old.isTrial else { return }
        var deadline = alert.isTrial ? nil : alert.severity.acknowledgeBy(raisedAt: now, in: rules.zone)
        // An unacknowledged alert gets no more time by a further child.
        if !isMoreSevere, !old.isWithdrawn, old.life == .new { deadline = old.acknowledgeBy ?? deadline }
        change(place) { alert in
            if alert.life != .inProgress { alert.life = .new }
            alert.acknowledgeBy = deadline
        }
        setDeadline(place)
    }

    /// - Parameter other: the alert that now holds its facts, together with those of another.
    mutating func withdraw(_ place: Int32, because cause: Cause, in other: Int32? = nil) {
        let what =
            other.map {
                "it is one with the alert of \(rules.zone.text(book.entries[Int($0)].alert.raisedAt)), which holds all its facts"
            }
            ?? "what the rule looks for no longer stands in the facts"
        let sentence = "\(cause.words(directory, rules.zone)): \(what)."
        let withdrawal = Alert.Withdrawal(at: now, position: position, sentence: sentence)
        keepExplanation(place)
        change(place) { $0.withdrawal = withdrawal }
        publish(place, Effect.withdrawn)
    }

    private mutating func move(_ place: Int32, to file: Int32?) {
        guard let file, file != book.entries[Int(place)].file else { return }
        files[Int(book.entries[Int(place)].file)].alerts.removeAll { $0 == place }
        files[Int(file)].alerts.append(place)
        files[Int(file)].alerts.sort()
        book.entries[Int(place)].file = file
    }

    mutating func change(_ place: Int32, _ body: (inout Alert) -> Void) {
        body(&book.entries[Int(place)].alert)
    }

    mutating func setDeadline(_ place: Int32) {
        guard let deadline = book.deadline(of: place) else { return }
        wakes.insert(Wake(at: deadline, cause: .alert(place)))
    }
}

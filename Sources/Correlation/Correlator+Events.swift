import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Takes in an agency's event. The same event again changes nothing.
    mutating func take(_ event: Event, from agency: AgencyName) {
        let name = FactID(event)
        guard locations[name] == nil else { return }
        if isSettled(event) { tooOld += 1 }
        guard !isForgotten(event) else { return }
        let before = effects.count
        let record = record(of: event, from: agency)
        let identityEffects = before..<effects.count
        let version = Amendments.FactVersion(
            source: FactContent(event),
            record: record,
            agency: record.map { records[$0].agency } ?? agencyNumber(of: agency),
            position: position,
            received: now
        )
        if let target = FactID(correctedBy: event) {
            amend(target, by: .init(key: name, isWithdrawal: event.kind == .eventWithdrawn, version: version), event)
        } else {
            learn(name, version, event)
        }
        judgeOthersTouched()
        readAdultsAgain(because: "more became known of adults whom a person had told apart")
        explainAgain(identityEffects)
        sendNotices(about: event, from: agency, record: record)
        if event.kind == .requestAcknowledged { receiveAnswer(event, from: agency) }
    }

    private func isForgotten(_ event: Event) -> Bool {
        event.occurred.earliest.milliseconds < cutoff && !event.kind.isState
    }

    /// Returns whether an event came so late that it changes no finding: it counts at most as what went before.
    private func isSettled(_ event: Event) -> Bool {
        event.occurred.earliest.milliseconds < settled && !event.kind.isState
    }

    private mutating func learn(_ name: FactID, _ version: Amendments.FactVersion, _ event: Event) {
        guard amendments.concern(name) else {
            if let line = place(name, version, in: event.realm) { judge(around: line, because: .received(line)) }
            return
        }
        amendments.keep(version, of: name)
        locations[name] = .nowhere
        guard let standing = amendments.standing(of: name) else { return }
        if let line = place(name, standing, in: event.realm) { judge(around: line, because: .corrected(line)) }
    }

    /// Takes in a correction or a withdrawal, whatever the order of arrival.
    private mutating func amend(_ target: FactID, by amendment: Amendments.Amendment, _ event: Event) {
        locations[amendment.key] = .nowhere
        let root = amendments.add(amendment, to: target)
        guard let line = line(named: root) else { return amend(root, by: amendment, in: event.realm) }
        if line.at < settled, !line.kind.isState, !isSettled(event) { tooOld += 1 }
        keepingExplanations(of: subjects(around: root, in: event.realm), restingOn: line.position) {
            $0.amend(root, by: amendment, in: event.realm)
        }
    }

    /// - Parameter root: the event at the end of the amendment's chain.
    private mutating func amend(_ root: FactID, by amendment: Amendments.Amendment, in realm: Realm) {
        let wasSetAside = if case .aside = locations[root] { true } else { false }
        let lifted = lift(root)
        let before = wasSetAside ? nil : lifted
        guard let standing = amendments.standing(of: root) else {
            if let before { judge(around: before, because: .withdrawn(line(amendment.key, amendment.version))) }
            return
        }
        // A fact that is judged already remains judged, whatever it is corrected to.
        let isJudged = before != nil && before?.record == standing.record ?? .nobody
        guard let after = place(root, standing, in: realm, isJudged: isJudged) else {
            if let before { judge(around: before, because: .corrected(before)) }
            return
        }
        let cause = Cause.corrected(after)
        // A fact corrected to name nobody concerns fewer rules than before; the rules that it concerned are evaluated,
        // too.
        if let before, before.record != after.record || before.kind != after.kind || before.isLinked != after.isLinked {
            judge(around: before, because: cause)
        }
        judge(around: after, because: cause)
    }

    private func line(_ name: FactID, _ version: Amendments.FactVersion) -> ChronologyFact {
        ChronologyFact(
            version.source,
            position: version.position,
            received: version.received,
            name: name,
            record: version.record ?? .nobody,
            agency: version.agency,
            selectors: rules.selectors
        )
    }

    /// Puts a fact where it belongs, with its adults as people decided about them; or sets it aside, and returns nil.
    mutating func place(
        _ name: FactID,
        _ version: Amendments.FactVersion,
        in realm: Realm,
        isJudged: Bool = false
    ) -> ChronologyFact? {
        if !isJudged, let record = version.record, isFull(record, at: version.source.occurred.earliest) {
            locations[name] = .aside(record)
            setAside.add(line(name, version))
            return nil
        }
        return put(name, learnAdults(name, version, in: realm), in: realm)
    }

    mutating func put(_ name: FactID, _ version: Amendments.FactVersion, in realm: Realm) -> ChronologyFact {
        let line = line(name, version)
        if let record = version.record {
            locations[name] = .record(record)
            subjects[childOfRecord[record]].chronology.insert(line)
        } else {
            locations[name] = .adults(realm)
            adultFacts[name] = line
        }
        let meeting = meeting(of: line)
        if line.flags.contains(.linked) || meeting != nil {
            othersChanged += worlds[realm.index].links.value.learn(
                line,
                record: version.record,
                meeting: meeting,
                rules: rules
            )
            markShared(by: line, meeting, in: realm)
        }
        return line
    }

    /// Removes a fact from its place, and keeps its first content.
    private mutating func lift(_ name: FactID) -> ChronologyFact? {
        guard let line = taken(name) else { return nil }
        locations[name] = .nowhere
        if amendments.original(of: name) == nil {
            amendments.keep(
                .init(
                    source: FactContent(line),
                    record: line.record == .nobody ? nil : line.record,
                    agency: line.agency,
                    position: line.position,
                    received: Instant(milliseconds: line.received)
                ),
                of: name
            )
        }
        return line
    }

    /// Returns the subjects that an event's fact concerns: its own child's, those of children whom it joins with somebody,
    /// and those of what they share.
    func subjects(around name: FactID, in realm: Realm) -> [SubjectIndex] {
        guard let line = line(named: name) else { return [] }
        let own = line.record == .nobody ? [] : [line.record]
        let others = worlds[realm.index].links.value.records(joinedBy: line)
        let children = Set((own + others).map { childOfRecord[$0] }).sorted()
        let keys = line.links.flatMap(\.keys) + [meeting(of: line)].compactMap(\.self)
        return children + worlds[realm.index].subjects(named: keys)
    }

    /// Returns a fact as it is now; nil if it is withdrawn or set aside.
    func line(named name: FactID) -> ChronologyFact? {
        switch locations[name] {
        case .record(let record): subjects[childOfRecord[record]].chronology.line(named: name)
        case .adults: adultFacts[name]
        case .nowhere, .aside, nil: nil
        }
    }

    private mutating func taken(_ name: FactID) -> ChronologyFact? {
        guard var line = takeOut(name) else { return nil }
        forgetAdults(&line)
        return line
    }

    mutating func takeOut(_ name: FactID) -> ChronologyFact? {
        switch locations[name] {
        case .record(let record):
            let subject = childOfRecord[record]
            guard let line = subjects[subject].chronology.remove(named: name) else { return nil }
            let (realm, meeting) = (subjects[subject].realm, meeting(of: line))
            markShared(by: line, meeting, in: realm)
            othersChanged += worlds[realm.index].links.value.forget(
                line,
                record: record,
                meeting: meeting,
                rules: rules
            )
            markShared(by: line, meeting, in: realm)
            return line
        case .adults(let realm):
            guard let line = adultFacts.removeValue(forKey: name) else { return nil }
            markShared(by: line, nil, in: realm)
            othersChanged += worlds[realm.index].links.value.forget(line, record: nil, rules: rules)
            return line
        case .aside: return setAside.remove(name)
        case .nowhere, nil: return nil
        }
    }
}

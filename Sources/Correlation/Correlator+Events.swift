import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Takes in an agency's event. The same event again changes nothing.
    mutating func take(_ event: Event, from agency: AgencyName) {
        let name = FactID(event)
        guard standings[name] == nil else { return }
        guard !isForgotten(event) else { return tooOld += 1 }
        let before = effects.count
        let record = record(of: event, from: agency)
        let toldByIdentity = before..<effects.count
        let told = Amendments.FactVersion(
            source: FactContent(event),
            record: record,
            agency: record.map { records[Int($0)].agency } ?? agencyNumber(of: agency),
            position: position,
            received: now
        )
        if let target = FactID(correctedBy: event) {
            amend(target, by: .init(key: name, isWithdrawal: event.kind == .eventWithdrawn, told: told), event)
        } else {
            learn(name, told, event)
        }
        judgeOthersTouched()
        readAdultsAgain(because: "more became known of adults whom a person had told apart")
        explainAgain(toldByIdentity)
        sendNotices(about: event, from: agency, record: record)
        if event.kind == .requestAcknowledged { receiveAnswer(event, from: agency) }
    }

    private func isForgotten(_ event: Event) -> Bool {
        event.occurred.earliest.milliseconds < cutoff && !event.kind.isState
    }

    private mutating func learn(_ name: FactID, _ told: Amendments.FactVersion, _ event: Event) {
        guard amendments.concern(name) else {
            if let line = place(name, told, event.exercise) { judge(around: line, because: .told(line)) }
            return
        }
        amendments.keep(told, of: name)
        standings[name] = .nowhere
        guard let standing = amendments.standing(of: name) else { return }
        if let line = place(name, standing, event.exercise) { judge(around: line, because: .corrected(line)) }
    }

    /// Takes in a correction or a withdrawal, whatever the order of arrival.
    private mutating func amend(_ target: FactID, by amendment: Amendments.Amendment, _ event: Event) {
        standings[amendment.key] = .nowhere
        let root = amendments.add(amendment, to: target)
        let concerned = files(around: root, event.exercise)
        let kept = line(named: root).map { keepExplanations(of: concerned, restingOn: $0.position) } ?? []
        defer { releaseExplanations(kept) }
        let wasSetAside = if case .aside = standings[root] { true } else { false }
        let lifted = lift(root)
        let before = wasSetAside ? nil : lifted
        guard let standing = amendments.standing(of: root) else {
            if let before { judge(around: before, because: .withdrawn(line(amendment.key, amendment.told))) }
            return
        }
        // A fact that is judged already remains judged, whatever it is corrected to.
        let isJudged = before != nil && before?.record == standing.record ?? .max
        guard let after = place(root, standing, event.exercise, isJudged: isJudged) else {
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

    private func line(_ name: FactID, _ told: Amendments.FactVersion) -> ChronologyFact {
        ChronologyFact(
            told.source,
            position: told.position,
            received: told.received,
            name: name,
            record: told.record ?? .max,
            agency: told.agency,
            selectors: rules.selectors
        )
    }

    /// Puts a fact where it belongs, with its adults as people decided about them; or sets it aside, and returns nil.
    mutating func place(
        _ name: FactID,
        _ told: Amendments.FactVersion,
        _ isExercise: Bool,
        isJudged: Bool = false
    ) -> ChronologyFact? {
        if !isJudged, let record = told.record, isFull(record, at: told.source.occurred.earliest) {
            standings[name] = .aside(record)
            setAside.add(line(name, told))
            return nil
        }
        return put(name, learnAdults(name, told, isExercise), isExercise)
    }

    mutating func put(_ name: FactID, _ told: Amendments.FactVersion, _ isExercise: Bool) -> ChronologyFact {
        let line = line(name, told)
        if let record = told.record {
            standings[name] = .record(record)
            files[Int(childOfRecord[Int(record)])].chronology.insert(line)
        } else {
            standings[name] = .adults(isExercise: isExercise)
            adultFacts[name] = line
        }
        let meeting = meeting(of: line)
        if line.flags.contains(.linked) || meeting != nil {
            let world = isExercise ? 1 : 0
            othersTouched += worlds[world].value.learn(line, record: told.record, meeting: meeting, rules: rules)
            touchShared(by: line, meeting, isExercise)
        }
        return line
    }

    /// Removes a fact from its place, and keeps its first content.
    private mutating func lift(_ name: FactID) -> ChronologyFact? {
        guard let line = taken(name) else { return nil }
        standings[name] = .nowhere
        if amendments.original(of: name) == nil {
            amendments.keep(
                .init(
                    source: FactContent(line),
                    record: line.record == .max ? nil : line.record,
                    agency: line.agency,
                    position: line.position,
                    received: Instant(milliseconds: line.received)
                ),
                of: name
            )
        }
        return line
    }

    /// Returns the files that an event's fact concerns: its own child's, those of children whom it joins with somebody,
    /// and those of what they share.
    func files(around name: FactID, _ isExercise: Bool) -> [Int32] {
        guard let line = line(named: name) else { return [] }
        let own = line.record == .max ? [] : [line.record]
        let others = worlds[isExercise ? 1 : 0].value.records(joinedBy: line)
        let children = Set((own + others).map { childOfRecord[Int($0)] }).sorted()
        return children + sharedSubjects(around: line, isExercise)
    }

    /// Returns a fact as it is now; nil if it is withdrawn or set aside.
    func line(named name: FactID) -> ChronologyFact? {
        switch standings[name] {
        case .record(let record): files[Int(childOfRecord[Int(record)])].chronology.line(named: name)
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
        switch standings[name] {
        case .record(let record):
            let file = Int(childOfRecord[Int(record)])
            guard let line = files[file].chronology.remove(named: name) else { return nil }
            let (isExercise, meeting) = (files[file].isExercise, meeting(of: line))
            touchShared(by: line, meeting, isExercise)
            othersTouched += worlds[isExercise ? 1 : 0].value.forget(
                line,
                record: record,
                meeting: meeting,
                rules: rules
            )
            touchShared(by: line, meeting, isExercise)
            return line
        case .adults(let isExercise):
            guard let line = adultFacts.removeValue(forKey: name) else { return nil }
            touchShared(by: line, nil, isExercise)
            othersTouched += worlds[isExercise ? 1 : 0].value.forget(line, record: nil, rules: rules)
            return line
        case .aside: return setAside.remove(name)
        case .nowhere, nil: return nil
        }
    }
}

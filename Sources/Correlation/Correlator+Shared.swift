import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Returns the key of the home or school that reports an absence; nil for other agencies and other facts.
    func meeting(of fact: ChronologyFact) -> LinkKey? {
        guard !rules.shared.isEmpty, fact.record != .nobody, fact.flags.contains(.episode) else { return nil }
        let agency = directory.agencies[Int(fact.agency)]
        switch agency.sector {
        case .residential, .education: return .meeting(at: agency.name)
        default: return nil
        }
    }

    /// Notes the keys whose findings a fact may change; called before and after a fact is removed, as it may hold keys
    /// together.
    mutating func markShared(by fact: ChronologyFact, _ meeting: LinkKey?, in realm: Realm) {
        guard !rules.shared.isEmpty else { return }
        for key in fact.links.lazy.flatMap(\.keys) { worlds[realm.index].markChanged(key) }
        if let meeting { worlds[realm.index].markChanged(meeting) }
    }

    /// Notes that a child became known, or is no longer: that matters to the homes and schools from which they went
    /// missing.
    mutating func markMeetings(of subject: SubjectIndex) {
        guard !rules.shared.isEmpty else { return }
        let facts = subjects[subject].chronology.facts
        for index in facts.indices where facts[index].flags.contains(.episode) {
            if let meeting = meeting(of: facts[index]) { worlds[subjects[subject].realm.index].markChanged(meeting) }
        }
    }

    /// Notes everything that a child's facts name.
    mutating func markAllShared(by subject: SubjectIndex) {
        guard !rules.shared.isEmpty else { return }
        for fact in subjects[subject].chronology.facts {
            let meeting = meeting(of: fact)
            if fact.isLinked || meeting != nil { markShared(by: fact, meeting, in: subjects[subject].realm) }
        }
    }

    /// Judges the noted keys, with all keys joined to them.
    mutating func judgeShared(because cause: Cause) {
        for realm in Realm.allCases {
            var left = worlds[realm.index].changed
            worlds[realm.index].changed = []
            while let first = left.min() {
                // Components that fell apart are judged together, so that the alerts of the whole find their halves.
                let components = worlds[realm.index].components(around: first, left)
                let all = components.reduce(into: Set<KeyIndex>()) { $0.formUnion($1) }
                left.subtract(all.union([first]))
                judge(components, all.sorted(), in: realm, because: cause)
            }
        }
    }

    private mutating func judge(
        _ components: [[KeyIndex]],
        _ keys: [KeyIndex],
        in realm: Realm,
        because cause: Cause
    ) {
        let old = keys.compactMap { worlds[realm.index].shared[$0] }
        var contexts: [(key: KeyIndex, context: EvaluationContext)] = []
        for component in components
        where (!old.isEmpty || worlds[realm.index].isNamedTwice(component)) && mayBeFound(component, in: realm) {
            contexts.append((component[0], context(of: component[0], in: realm, at: now)))
        }
        guard !contexts.isEmpty || !old.isEmpty else { return }
        for rule in rules.shared {
            var findings: [Finding] = []
            for number in contexts.indices {
                let (found, wake) = Evaluator.findings(rules[rule], &contexts[number].context)
                findings += found
                let isKnown = worlds[realm.index].shared[contexts[number].key] != nil
                if isKnown || !found.isEmpty || wake != nil {
                    setWake(wake, rule: rule, subject: sharedSubject(contexts[number].key, in: realm))
                }
            }
            let alerts = alerts(of: old, rule: rule)
            if findings.isEmpty && alerts.isEmpty { continue }
            reconcile(findings, with: alerts, by: rules[rule], because: cause, shared: realm)
        }
    }

    /// Returns whether any rule may have a finding about a component.
    private func mayBeFound(_ component: [KeyIndex], in realm: Realm) -> Bool {
        let links = worlds[realm.index].links
        let isMeeting = component.contains { links.value.key($0).isMeeting }
        let isOfConcern = component.contains { links.value.isOfConcern($0) }
        var summary = KeySummary(isMeeting: isMeeting, keys: component.count, isOfConcern: isOfConcern)
        for key in component {
            for mention in links.value.mentions(ofNumber: key) {
                // A key that too many children share identifies nobody, whatever else is said of it.
                if !isMeeting, !isOfConcern, component.count == 1, summary.children > rules.mostSharing { break }
                let child = mention.record == .nobody ? nil : childOfRecord[mention.record]
                summary.add(mention, child: child, directory)
            }
        }
        return rules.shared.contains { rules[$0].mayHold(summary, directory) }
    }

    /// Returns the subject of what a key stands for, made now if there is none yet.
    private mutating func sharedSubject(_ key: KeyIndex, in realm: Realm) -> SubjectIndex {
        if let subject = worlds[realm.index].shared[key] { return subject }
        let subject = subjects.append(SubjectState(sharing: key, in: realm))
        worlds[realm.index].shared[key] = subject
        return subject
    }

    /// Judges everything that more than one fact names: for new rules.
    mutating func judgeEverythingShared(because cause: Cause) {
        for realm in Realm.allCases {
            worlds[realm.index].changed.formUnion(worlds[realm.index].shared.keys)
            guard !rules.shared.isEmpty else { continue }
            worlds[realm.index].changed.formUnion(worlds[realm.index].sharedComponents.joined())
        }
        judgeShared(because: cause)
    }

    /// Returns all facts that name what a key stands for, of any child, and those about adults alone.
    func facts(naming key: KeyIndex, in realm: Realm) -> [ChronologyFact] {
        let links = worlds[realm.index].links
        var seen: Set<Position> = []
        var facts: [ChronologyFact] = []
        for mention in links.value.component(of: key).flatMap({ links.value.mentions(ofNumber: $0) })
        where seen.insert(mention.position).inserted {
            if let fact = fact(of: mention, links.value) { facts.append(fact) }
        }
        return facts.sorted(by: ChronologyFact.isBefore)
    }

    private func fact(of mention: KeyMention, _ links: LinkRegistry) -> ChronologyFact? {
        if mention.record == .nobody { return links.adultLine(at: mention.position) }
        return subjects[childOfRecord[mention.record]].chronology.line(at: mention.at, position: mention.position)
    }

    func context(of key: KeyIndex, in realm: Realm, at instant: Instant) -> EvaluationContext {
        let links = worlds[realm.index].links
        let keys = links.value.component(of: key).map(links.value.key)
        var chronology = Chronology()
        var children: [RecordIndex: SubjectIndex] = [:]
        var nameable: Set<LinkKey> = []
        for fact in facts(naming: key, in: realm) where isAboutChildhood(fact) {
            chronology.insert(fact)
            if fact.record != .nobody { children[fact.record] = childOfRecord[fact.record] }
            if !fact.flags.contains(.restricted) { nameable.formUnion(fact.links.flatMap(\.keys)) }
        }
        return EvaluationContext(
            chronology,
            subject: Subject(shared: keys, nameable: nameable),
            people: links,
            directory: heldDirectory,
            rules: rules,
            now: instant,
            childOfRecord: childOfRecord,
            ownChild: .unassigned,
            sharing: Sharing(
                keys: keys,
                children: children,
                chronologies: Set(children.values).sorted().map { ($0, subjects[$0].chronology) },
                people: links.value,
                facts: chronology.facts
            )
        )
    }

    /// Returns whether a fact lies before its child's eighteenth birthday; later ones do not count, as in the child's
    /// own chronology.
    private func isAboutChildhood(_ fact: ChronologyFact) -> Bool {
        guard fact.record != .nobody else { return true }
        let child = childOfRecord[fact.record]
        return subjects[child].chronology.born == nil || fact.at < subjects[child].chronology.adulthood(rules.zone)
    }
}

extension EventKind {
    /// Whether an event of this kind may make a child known to the CSE system, or end that.
    var makesKnown: Bool {
        switch self {
        case .referralMade, .panelListed, .statusStarted, .statusEnded: true
        default: false
        }
    }
}

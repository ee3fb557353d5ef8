public import RuleEngine
public import SafeguardingModel

extension Correlator {
    /// Returns why a rule has no finding about a child at a time, and what would make one; nil if there is no such rule
    /// or child.
    public func whyNot(_ child: ChildID, _ rule: String, at instant: Instant) -> WhyNot? {
        guard let number = subjectOfChild[child], let found = rules.rule(named: rule) else { return nil }
        if found.about == .shared { return whyNotShared(number, found, at: instant) }
        let subject = subjects[number]
        return WhyNotSearch(
            found,
            subject.chronology,
            rules: rules,
            people: worlds[subject.realm.index].links.value,
            directory: directory,
            now: instant,
            childOfRecord: childOfRecord,
            ownChild: number
        ).answer()
    }

    private func whyNotShared(_ child: SubjectIndex, _ rule: Rule, at instant: Instant) -> WhyNot {
        let facts = subjects[child].chronology.facts.filter { $0.at <= instant.milliseconds }
        let keys = Set(facts.flatMap { $0.links.filter { !$0.isPublicPlace }.flatMap(\.keys) }).sorted()
        if keys.contains(where: { isFound(rule, $0, [], around: child, at: instant) }) {
            return WhyNot(rule: rule.name, speaks: true, unmet: [], nearest: nil)
        }
        let unmet =
            keys.isEmpty
            ? "No fact about the child names a person, a place or a thing that another child's facts might name."
            : "Nothing that the child's facts name is named about as many other children as the rule asks for."
        let additions = SharedMissingFacts.additions(to: keys, for: rule, directory, instant)
        for then in Set([instant, instant + SharedMissingFacts.delay(of: rule)]).sorted() {
            let nearest = additions.first { isFound(rule, $0.key, $0.facts, around: child, at: instant, seen: then) }
            guard let nearest else { continue }
            let miss = nearMiss(nearest.facts, instant, then)
            return WhyNot(rule: rule.name, speaks: false, unmet: [unmet], nearest: miss)
        }
        return WhyNot(rule: rule.name, speaks: false, unmet: [unmet], nearest: nil)
    }

    private func nearMiss(_ facts: [MissingFact], _ instant: Instant, _ then: Instant) -> NearMiss {
        let later = then > instant ? "; if nothing answers it, it then speaks \(rules.zone.text(then))" : ""
        let numbered = facts.enumerated().map { $1.referenced($0, of: facts.count) }
        return NearMiss(
            sentence: "\(MissingFact.words(facts, in: rules.zone))\(later).",
            facts: numbered,
            by: instant,
            speaks: then
        )
    }

    /// Whether a rule has a finding about a key, with a fact about the child in it, if these facts were sent.
    private func isFound(
        _ rule: Rule,
        _ key: LinkKey,
        _ missing: [MissingFact],
        around child: SubjectIndex,
        at instant: Instant,
        seen then: Instant? = nil
    ) -> Bool {
        let realm = subjects[child].realm
        let index = worlds[realm.index].links.value.number(named: key)
        let known = index.map { facts(naming: $0, in: realm) } ?? []
        var trial = SharedTrial(known, childOfRecord, subjects.count)
        for (number, fact) in missing.enumerated() { add(fact, number, of: missing.count, child, at: instant, &trial) }
        var links = LinkRegistry()
        for fact in trial.facts {
            _ = links.learn(fact, record: fact.record == .nobody ? nil : fact.record, rules: rules)
        }
        guard let joined = links.number(named: key) else { return false }
        let keys = links.component(of: joined).map(links.key)
        var context = context(of: keys, trial, links, at: then ?? instant)
        let own = trial.facts.filter { $0.record != .nobody && trial.childOfRecord[$0.record] == child }.map(\.position)
        return Evaluator.findings(rule, &context).findings.contains { !Set($0.evidence).isDisjoint(with: own) }
    }

    private func add(
        _ fact: MissingFact,
        _ number: Int,
        of count: Int,
        _ child: SubjectIndex,
        at instant: Instant,
        _ trial: inout SharedTrial
    ) {
        guard let agency = directory.knownNumber(of: fact.agency) else { return }
        let record: RecordIndex =
            switch fact.about {
            case .child: subjects[child].chronology.facts.first?.record ?? .nobody
            case .another(let other): trial.record(ofAnother: other)
            case .adult: .nobody
            }
        trial.facts.append(
            ChronologyFact(
                fact.referenced(number, of: count).source(number, recorded: instant),
                position: Position(.max - Int64(number)),
                received: instant,
                name: FactID(number: .max - number),
                record: record,
                agency: agency,
                selectors: rules.selectors
            )
        )
    }

    private func context(of keys: [LinkKey], _ trial: SharedTrial, _ links: LinkRegistry, at instant: Instant)
        -> EvaluationContext
    {
        var all = Chronology()
        var children: [RecordIndex: SubjectIndex] = [:]
        for fact in trial.facts {
            all.insert(fact)
            if fact.record != .nobody { children[fact.record] = trial.childOfRecord[fact.record] }
        }
        let chronologies = Set(children.values).sorted().map { child -> (child: SubjectIndex, chronology: Chronology) in
            (child, subjects.indices.contains(child) ? subjects[child].chronology : Chronology())
        }
        return EvaluationContext(
            all,
            subject: Subject(shared: keys, nameable: []),
            people: CopyOnWriteBox(links),
            directory: heldDirectory,
            rules: rules,
            now: instant,
            childOfRecord: trial.childOfRecord,
            ownChild: .unassigned,
            sharing: Sharing(
                keys: keys,
                children: children,
                chronologies: chronologies,
                people: links,
                facts: all.facts
            )
        )
    }
}

/// The facts that name what several children share, with some that nobody has sent.
private struct SharedTrial {
    var facts: [ChronologyFact]
    private(set) var childOfRecord: Table<TableRow.Record, SubjectIndex>
    private let subjects: Int
    private var others: [Int: RecordIndex] = [:]

    init(_ facts: [ChronologyFact], _ childOfRecord: Table<TableRow.Record, SubjectIndex>, _ subjects: Int) {
        (self.facts, self.childOfRecord, self.subjects) = (facts, childOfRecord, subjects)
    }

    /// Returns the record of another child, whom nobody knows yet.
    mutating func record(ofAnother number: Int) -> RecordIndex {
        if let known = others[number] { return known }
        let record = childOfRecord.append(SubjectIndex(subjects + number))
        others[number] = record
        return record
    }
}

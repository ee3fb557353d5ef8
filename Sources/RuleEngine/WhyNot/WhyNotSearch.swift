package import SafeguardingModel

/// A search for the least that would give a rule a finding: the rule itself is evaluated with facts added.
package struct WhyNotSearch: Sendable {
    private let rule: Rule
    private let rules: RuleSet
    private let chronology: Chronology
    private let people: LinkRegistry
    private let directory: AgencyRegister
    private let now: Instant
    private let childOfRecord: Table<TableRow.Record, SubjectIndex>
    private let ownChild: SubjectIndex

    package init(
        _ rule: Rule,
        _ chronology: Chronology,
        rules: RuleSet,
        people: LinkRegistry,
        directory: AgencyRegister,
        now: Instant,
        childOfRecord: Table<TableRow.Record, SubjectIndex>,
        ownChild: SubjectIndex
    ) {
        self.rule = rule
        self.rules = rules
        self.chronology = chronology
        self.people = people
        self.directory = directory
        self.now = now
        self.childOfRecord = childOfRecord
        self.ownChild = ownChild
    }

    package func answer() -> WhyNot {
        var context = context(chronology, people, directory, now)
        let said = rule.candidates(&context)
        guard said.isEmpty else { return WhyNot(rule: rule.name, speaks: true, unmet: [], nearest: nil) }
        let unmet = rule.branches.map { AlertNames().filled($0.unmet(&context)) }
        return WhyNot(rule: rule.name, speaks: false, unmet: unmet, nearest: byTime() ?? byFacts())
    }

    private func context(_ chronology: Chronology, _ people: LinkRegistry, _ directory: AgencyRegister, _ at: Instant)
        -> EvaluationContext
    {
        EvaluationContext(
            chronology,
            subject: .child(ChildID(rawValue: "")),
            people: CopyOnWriteBox(people),
            directory: CopyOnWriteBox(directory),
            rules: rules,
            now: at,
            childOfRecord: childOfRecord,
            ownChild: ownChild
        )
    }

    /// Whether the rule has a finding at a time with these facts added then.
    private func speaks(_ facts: [MissingFact], at instant: Instant) -> Bool {
        let (chronology, people, directory) = adding(facts, at: instant)
        var context = context(chronology, people, directory, instant)
        return !rule.candidates(&context).isEmpty
    }

    /// Returns what would be known if these facts were sent.
    private func adding(_ facts: [MissingFact], at instant: Instant) -> (Chronology, LinkRegistry, AgencyRegister) {
        var (chronology, people, directory) = (chronology, people, directory)
        for (number, var fact) in facts.enumerated() {
            fact.at = instant
            let line = ChronologyFact(
                fact.referenced(number, of: facts.count).source(number, recorded: instant),
                position: .max - number,
                received: instant,
                name: FactID(number: .max - number),
                record: chronology.facts.first?.record ?? RecordIndex(0),
                agency: directory.number(of: fact.agency),
                selectors: rules.selectors
            )
            chronology.insert(line)
            if line.flags.contains(.linked) { _ = people.learn(line, record: line.record, rules: rules) }
        }
        return (chronology, people, directory)
    }

    // MARK: Time alone

    private func byTime() -> NearMiss? {
        var at = now
        for _ in 0..<WhyNotSearch.mostTries {
            var context = context(chronology, people, directory, at)
            if !rule.candidates(&context).isEmpty {
                let when = rules.zone.text(at)
                return NearMiss(
                    sentence: "No fact short: if nothing comes that answers it, it speaks \(when).",
                    facts: [],
                    by: at,
                    speaks: at
                )
            }
            guard context.nextWake < Int64.max / 2 else { return nil }
            at = Instant(milliseconds: context.nextWake)
        }
        return nil
    }

    private static let mostTries = 40

    // MARK: Facts

    /// Returns the fewest facts that are enough at once; otherwise the fewest that are enough after some time.
    private func byFacts() -> NearMiss? {
        let missing = MissingFacts(rule, chronology, rules, people, directory, now)
        func repeated(_ count: Int) -> [[MissingFact]] { missing.few.map { Array(repeating: $0, count: count) } }
        let pairs = WhyNotSearch.pairs(missing.few)
        // Fewest first: two of different sorts are nearer than three of one.
        for sets in [missing.all.map { [$0] }, repeated(2) + pairs, repeated(3), repeated(4)] {
            if let facts = sets.first(where: { speaks($0, at: now) }) { return nearMiss(facts) }
        }
        for facts in missing.all.map({ [$0] }) + pairs {
            if let then = speaksLater(facts) { return nearMiss(facts, then: then) }
        }
        return nil
    }

    private static func pairs(_ facts: [MissingFact]) -> [[MissingFact]] {
        facts.indices.flatMap { first in facts.indices.filter { $0 != first }.map { [facts[first], facts[$0]] } }
    }

    /// Returns when the rule has a finding by time alone once these facts are sent; nil where it never has.
    private func speaksLater(_ facts: [MissingFact]) -> Instant? {
        let (chronology, people, directory) = adding(facts, at: now)
        var at = now
        for _ in 0..<WhyNotSearch.mostTries {
            var context = context(chronology, people, directory, at)
            if !rule.candidates(&context).isEmpty { return at }
            guard context.nextWake < Int64.max / 2 else { return nil }
            at = Instant(milliseconds: context.nextWake)
        }
        return nil
    }

    private func nearMiss(_ facts: [MissingFact]) -> NearMiss {
        let by = latest(facts)
        let sentence = "\(MissingFact.words(facts, in: rules.zone)), \(bound(by))."
        return NearMiss(sentence: sentence, facts: WhyNotSearch.referenced(facts), by: by, speaks: now)
    }

    /// Returns until when facts count, in words.
    private func bound(_ by: Instant) -> String {
        let birthday = Instant(milliseconds: chronology.adulthood(rules.zone))
        let isUnbounded = by >= min(farthest, birthday - .minutes(2))
        guard isUnbounded else { return "before \(rules.zone.text(by))" }
        return chronology.born == nil ? "at any time from now on" : "at any time until the eighteenth birthday"
    }

    private func nearMiss(_ facts: [MissingFact], then: Instant) -> NearMiss {
        let sentence =
            "\(MissingFact.words(facts, in: rules.zone)); if nothing answers it, it then speaks \(rules.zone.text(then))."
        return NearMiss(sentence: sentence, facts: WhyNotSearch.referenced(facts), by: then, speaks: then)
    }

    private static func referenced(_ facts: [MissingFact]) -> [MissingFact] {
        facts.enumerated().map { $1.referenced($0, of: facts.count) }
    }

    /// A time so late that what counts then counts at any time.
    private var farthest: Instant { now + rule.lookBack + .days(400) }

    /// Returns the last moment at which the facts are still enough, to the minute.
    private func latest(_ facts: [MissingFact]) -> Instant {
        var works = now
        var fails = farthest
        if speaks(facts, at: fails) { return fails }
        while fails - works > .minutes(1) {
            let middle = works + Span(milliseconds: (fails - works).milliseconds / 2)
            if speaks(facts, at: middle) { works = middle } else { fails = middle }
        }
        return works
    }
}

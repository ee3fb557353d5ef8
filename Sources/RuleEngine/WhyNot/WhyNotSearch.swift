package import SafeguardingModel

/// Looks for the least that would make a rule speak, by trying it: the rule itself is asked, with the fact added.
package struct WhyNotSearch: Sendable {
    private let rule: Rule
    private let rules: RuleSet
    private let chronology: Chronology
    private let people: People
    private let directory: Directory
    private let now: Instant
    private let childOfRecord: [Int32]
    private let ownChild: Int32

    package init(
        _ rule: Rule,
        _ chronology: Chronology,
        rules: RuleSet,
        people: People,
        directory: Directory,
        now: Instant,
        childOfRecord: [Int32],
        ownChild: Int32
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
        var look = look(chronology, people, now)
        let said = rule.drafts(&look)
        guard said.isEmpty else { return WhyNot(rule: rule.name, speaks: true, unmet: [], nearest: nil) }
        let unmet = rule.branches.map { $0.unmet(&look) }
        return WhyNot(rule: rule.name, speaks: false, unmet: unmet, nearest: byTime() ?? byFacts())
    }

    private func look(_ chronology: Chronology, _ people: People, _ at: Instant) -> Look {
        Look(
            chronology,
            subject: .child(ChildID(rawValue: "")),
            people: people,
            directory: directory,
            rules: rules,
            now: at,
            childOfRecord: childOfRecord,
            ownChild: ownChild
        )
    }

    /// Whether the rule speaks at a time with these facts added.
    private func speaks(_ facts: [MissingFact], at instant: Instant) -> Bool {
        var (chronology, people) = (chronology, people)
        var directory = directory
        for (number, fact) in facts.enumerated() {
            let line = Line(
                fact.source(number, at: instant),
                position: .max - Int64(number),
                received: instant,
                name: FactName(number: .max - number),
                record: chronology.lines.first?.record ?? 0,
                agency: directory.number(of: fact.agency),
                selectors: rules.selectors
            )
            chronology.insert(line)
            if line.flags.contains(.linked) { _ = people.learn(line, record: line.record, rules: rules) }
        }
        var look = look(chronology, people, instant)
        return !rule.drafts(&look).isEmpty
    }

    // MARK: Time alone

    private func byTime() -> NearMiss? {
        var at = now
        for _ in 0..<WhyNotSearch.mostTries {
            var look = look(chronology, people, at)
            if !rule.drafts(&look).isEmpty {
                let when = rules.zone.text(at)
                return NearMiss(
                    sentence: "No fact short: if nothing comes that answers it, it speaks \(when).",
                    facts: [],
                    by: at
                )
            }
            guard look.nextWake < Int64.max / 2 else { return nil }
            at = Instant(milliseconds: look.nextWake)
        }
        return nil
    }

    private static let mostTries = 40

    // MARK: Facts

    private func byFacts() -> NearMiss? {
        let wishes = candidates()
        for count in 1...4 {
            for wish in wishes {
                let facts = Array(repeating: wish, count: count)
                if speaks(facts, at: now) { return nearMiss(facts) }
            }
        }
        for first in wishes {
            for second in wishes where first != second {
                if speaks([first, second], at: now) { return nearMiss([first, second]) }
            }
        }
        return nil
    }

    /// Each fact that a pattern asks for, as each sector might tell it: by whoever has not told yet first.
    private func candidates() -> [MissingFact] {
        var found: [MissingFact] = []
        for clause in rule.branches.flatMap({ $0.wishes }).flatMap({ $0.clauses(rules) }) {
            for agency in tellers(clause) {
                let fact = MissingFact(clause, agency, now, key: people.someoneOfConcern)
                if !found.contains(fact) { found.append(fact) }
            }
        }
        return found
    }

    private func tellers(_ clause: Selector.Clause) -> [Agency] {
        var agencies: [Agency] = []
        for agency in directory.agencies where !agencies.contains(where: { $0.sector == agency.sector }) {
            if clause.toldBy.isEmpty || clause.toldBy.contains(agency.sector) { agencies.append(agency) }
        }
        let usual = clause.kind.usualSector
        return agencies.filter { $0.sector == usual } + agencies.filter { $0.sector != usual }
    }

    private func nearMiss(_ facts: [MissingFact]) -> NearMiss {
        let by = latest(facts)
        let names = facts.map { "\(Words.withArticle($0.kind.noun.one)) by \($0.sector.words)" }
        let count = ["One fact", "Two facts", "Three facts", "Four facts"][min(facts.count, 4) - 1]
        return NearMiss(
            sentence: "\(count) short: \(Words.list(names)), before \(rules.zone.text(by)).",
            facts: facts,
            by: by
        )
    }

    /// The last moment at which the facts still do it, to the minute.
    private func latest(_ facts: [MissingFact]) -> Instant {
        var works = now
        var fails = now + rule.lookBack + .days(400)
        if speaks(facts, at: fails) { return fails }
        while fails - works > .minutes(1) {
            let middle = works + Span(milliseconds: (fails - works).milliseconds / 2)
            if speaks(facts, at: middle) { works = middle } else { fails = middle }
        }
        return works
    }
}

extension MissingFact {
    init(_ clause: Selector.Clause, _ agency: Agency, _ at: Instant, key: LinkKey?) {
        kind = clause.kind
        sector = agency.sector
        self.agency = agency.name
        self.at = at
        fields = clause.fields.compactMap { condition in condition.values.first.map { Field(condition.field, $0) } }
        if kind == .missingReported, fields.value(.category) == nil { fields.append(Field(.category, "missing")) }
        let scheme = clause.mentions.first
        let named = scheme.map { LinkKey($0, "what-if") } ?? (clause.isContact ? key : nil)
        links = named.map { [Link(role: clause.with.first ?? .mentioned, keys: [$0], kind: "person")] } ?? []
    }

    /// What is told, with references of its own: a second referral is another one.
    fileprivate func source(_ number: Int, at instant: Instant) -> LineSource {
        let own: [Field] =
            switch kind {
            case .referralMade: [Field(.referral, "what-if-\(number)")]
            case .missingReported, .missingFound: [Field(.episode, "what-if-\(number)")]
            default: []
            }
        return LineSource(
            id: "what-if-\(number)",
            kind: kind,
            occurred: Occurrence(instant),
            recorded: instant,
            fields: own + fields,
            links: links,
            isRestricted: false
        )
    }
}

extension EventKind {
    /// Who tells such facts, mostly.
    fileprivate var usualSector: Sector {
        switch self {
        case .missingReported, .missingFound, .missingGraded, .arrestMade, .intelligenceRecorded: .police
        case .attendanceMarked, .educationOffRoll, .educationExcluded: .education
        case .healthAttended, .healthFlagged: .health
        case .homeNotified: .residential
        default: .socialCare
        }
    }
}

extension People {
    /// A key of somebody of concern, for asking what contact with them would do.
    fileprivate var someoneOfConcern: LinkKey? {
        persons.first { !$0.spells.isEmpty }.flatMap { $0.keys.first }.map(key)
    }
}

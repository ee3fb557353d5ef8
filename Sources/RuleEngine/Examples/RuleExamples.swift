public import SafeguardingModel

/// Runs the examples of the rule files.
public enum RuleExamples {
    /// One example for which the rule's findings are not the expected ones.
    public struct ExampleError: Error, Hashable, Sendable, CustomStringConvertible {
        public let rule: String
        public let file: String
        public let line: Int
        public let example: String
        public let expected: String
        public let found: String

        public var description: String {
            "\(file):\(line): \(rule), '\(example)': expected \(expected), found \(found)"
        }
    }

    /// Returns each example that fails, in order of the rules.
    public static func failures(in rules: RuleSet) -> [ExampleError] {
        rules.rules.flatMap { rule in rule.examples.compactMap { failure($0, rule, rules) } }
    }

    /// Returns each example of one rule that fails; `rules` contains the other rules to which it refers.
    public static func failures(in rules: RuleSet, of name: String) -> [ExampleError] {
        guard let rule = rules.rule(named: name) else { return [] }
        return rule.examples.compactMap { failure($0, rule, rules) }
    }

    /// Whether each example of one rule holds; stops at the first that does not.
    static func holds(_ rules: RuleSet, _ name: String) -> Bool {
        guard let rule = rules.rule(named: name) else { return true }
        return rule.examples.allSatisfy { failure($0, rule, rules) == nil }
    }

    /// The findings of a rule for one of its examples, in order of entry.
    public struct Outcome: Hashable, Sendable {
        public let example: String
        public let found: [Said]

        public struct Said: Hashable, Sendable {
            public let severity: Severity
            public let at: Instant
            public let depth: Int
        }
    }

    /// Returns the findings of one rule for each of its examples, whatever they expect.
    public static func outcomes(in rules: RuleSet, of name: String) -> [Outcome] {
        guard let rule = rules.rule(named: name) else { return [] }
        return rule.examples.map { example in
            let found = findings(example, rule, rules).sorted { ($0.enteredAt, $0.key) < ($1.enteredAt, $1.key) }
            return Outcome(
                example: example.name,
                found: found.map { .init(severity: $0.severity, at: $0.enteredAt, depth: $0.depth) }
            )
        }
    }

    /// Returns the number of examples of all rules.
    public static func count(in rules: RuleSet) -> Int { rules.rules.reduce(0) { $0 + $1.examples.count } }

    private static func failure(_ example: RuleExample, _ rule: Rule, _ rules: RuleSet) -> ExampleError? {
        let found = findings(example, rule, rules).sorted { ($0.enteredAt, $0.key) < ($1.enteredAt, $1.key) }
        let expected = example.expected.map { ($0.severity, $0.at) }
        let isDeep = zip(found, example.expected).allSatisfy { $1.depth == nil || $0.depth == $1.depth }
        let isOvertaken = zip(found, example.expected).allSatisfy {
            $1.overtaken == nil || $0.overtakenAt == $1.overtaken
        }
        let isMet =
            found.map(\.severity) == expected.map(\.0) && found.map(\.enteredAt.seconds) == expected.map(\.1.seconds)
            && isDeep && isOvertaken
        let wrong = isMet ? wrongDeepening(example, rule, rules) : nil
        guard !isMet || wrong != nil else { return nil }
        return ExampleError(
            rule: rule.name,
            file: rule.file,
            line: example.line,
            example: example.name,
            expected: words(expected, rules.zone),
            found: words(found.map { ($0.severity, $0.enteredAt) }, rules.zone)
                + (isDeep ? "" : ", of depth \(found.map { "\($0.depth)" }.joined(separator: ", "))")
                + (isOvertaken ? "" : ", overtaken \(overtaken(found, rules.zone))")
                + (wrong ?? "")
        )
    }

    /// Returns a description of the first difference between the moments at which a finding deepens and the expected
    /// ones.
    private static func wrongDeepening(_ example: RuleExample, _ rule: Rule, _ rules: RuleSet) -> String? {
        func level(_ expected: RuleExample.Expected, _ at: Instant) -> Level? {
            let found = findings(example, rule, rules, at: at)
            return found.first { $0.enteredAt.seconds == expected.at.seconds }.map(Level.init)
        }
        for expected in example.expected {
            guard let moments = expected.deepens else { continue }
            var last = level(expected, expected.at)
            for moment in moments {
                guard level(expected, moment.at - Span(milliseconds: 1)) == last else {
                    return ", deepened before \(rules.zone.text(moment.at))"
                }
                // An example gives seconds; some moments fall a millisecond later, such as 'longer than the last'.
                let next = level(expected, moment.at + Span(milliseconds: 999))
                guard next != last, moment.severity == nil || moment.severity == next?.severity else {
                    return ", not deepened at \(rules.zone.text(moment.at))"
                }
                last = next
            }
            guard level(expected, example.until) == last else { return ", deepened once more" }
        }
        return nil
    }

    /// The depth and severity of a finding.
    private struct Level: Equatable {
        var depth: Int
        var severity: Severity

        init(_ finding: Finding) {
            depth = finding.depth
            severity = finding.severity
        }
    }

    private static func overtaken(_ found: [Finding], _ zone: Zone) -> String {
        found.map { $0.overtakenAt.map(zone.text) ?? "never" }.joined(separator: ", ")
    }

    private static func words(_ list: [(Severity, Instant)], _ zone: Zone) -> String {
        list.isEmpty ? "nothing" : list.map { "\($0.0) at \(zone.text($0.1))" }.joined(separator: ", ")
    }

    /// Returns a rule's findings for an example at a time; without one, at the example's end.
    static func findings(
        _ example: RuleExample,
        _ rule: Rule,
        _ rules: RuleSet,
        at instant: Instant? = nil
    ) -> [Finding] {
        ExampleWorld(example, rules, at: instant ?? example.until).findings(rule) { finding, _ in finding }
    }

    /// Returns each finding of one rule for its examples, in sentences.
    public static func explanations(in rules: RuleSet, of name: String)
        -> [(example: String, branch: Int, said: Explanation)]
    {
        guard let rule = rules.rule(named: name) else { return [] }
        return rule.examples.flatMap { example in
            ExampleWorld(example, rules, at: example.until).findings(rule) { finding, context in
                (example.name, finding.count("branch") ?? 0, Explainer.explain(finding, context, rules))
            }
        }
    }
}

/// An example in the form that rules evaluate: its children, each with a record and a chronology, and the people and
/// places.
struct ExampleWorld {
    private let example: RuleExample
    private let rules: RuleSet
    private let now: Instant
    private var directory: AgencyRegister
    private var people = LinkRegistry()
    private var chronologies: [Chronology]
    private var facts: [ChronologyFact] = []

    init(_ example: RuleExample, _ rules: RuleSet, at now: Instant) {
        self.example = example
        self.now = now
        self.rules = rules
        directory = AgencyRegister(example.agencies)
        chronologies = []
        for name in example.children {
            var chronology = Chronology()
            chronology.take(born: example.born, rules.zone)
            let home = HomeAddress(postcode: "L36 9YU", address: "1 Sample Street")
            if example.household.contains(name), let home {
                chronology.residences = [Residence(home, familyName: "", since: .min)]
                people.residents.add(RecordIndex(chronologies.count), at: home.postcode)
            }
            chronologies.append(chronology)
        }
        for (number, given) in example.given.enumerated() { learn(given, number) }
    }

    private mutating func learn(_ given: RuleExample.Given, _ number: Int) {
        let child = given.child.flatMap { example.children.firstIndex(of: $0) }
        let line = ChronologyFact(
            given.event,
            position: Position(number + 1),
            received: given.event.recorded,
            name: FactID(number: number),
            record: child.map { RecordIndex($0) } ?? .nobody,
            agency: directory.number(of: given.agency.name),
            selectors: rules.selectors
        )
        if let child { chronologies[child].insert(line) }
        let isMeeting = [.residential, .education].contains(given.agency.sector) && line.flags.contains(.episode)
        let meeting = isMeeting ? LinkKey.meeting(at: given.agency.name) : nil
        _ = people.learn(line, record: child.map { RecordIndex($0) }, meeting: meeting, rules: rules)
        facts.append(line)
    }

    /// Returns the findings of a rule, each with the context in which it was found.
    func findings<Result>(_ rule: Rule, _ each: (Finding, EvaluationContext) -> Result) -> [Result] {
        switch rule.about {
        case .child: findingsAboutChildren(rule, each)
        case .shared: findingsShared(rule, each)
        }
    }

    private func findingsAboutChildren<Result>(
        _ rule: Rule,
        _ each: (Finding, EvaluationContext) -> Result
    ) -> [Result] {
        chronologies.indices.flatMap { child in
            var context = context(
                chronologies[child],
                .child(ChildID(rawValue: example.children[child])),
                SubjectIndex(child),
                nil
            )
            return Evaluator.findings(rule, &context).findings.map { each($0, context) }
        }
    }

    private func findingsShared<Result>(_ rule: Rule, _ each: (Finding, EvaluationContext) -> Result) -> [Result] {
        people.keys.indices.flatMap { key -> [Result] in
            let component = people.component(of: key)
            guard component[0] == key else { return [] }
            let positions = Set(component.flatMap { people.mentions(ofNumber: $0) }.map(\.position))
            var chronology = Chronology()
            for line in facts where positions.contains(line.position) { chronology.insert(line) }
            let keys = component.map(people.key)
            let children = Dictionary(
                uniqueKeysWithValues: chronologies.indices.map { (RecordIndex($0), SubjectIndex($0)) }
            )
            let files = chronologies.indices.map { (child: SubjectIndex($0), chronology: chronologies[$0]) }
            let sharing = Sharing(
                keys: keys,
                children: children,
                chronologies: files,
                people: people,
                facts: chronology.facts
            )
            var context = context(chronology, Subject(shared: keys, nameable: Set(keys)), SubjectIndex(-1), sharing)
            return Evaluator.findings(rule, &context).findings.map { each($0, context) }
        }
    }

    private func context(_ chronology: Chronology, _ subject: Subject, _ child: SubjectIndex, _ sharing: Sharing?)
        -> EvaluationContext
    {
        EvaluationContext(
            chronology,
            subject: subject,
            people: CopyOnWriteBox(people),
            directory: CopyOnWriteBox(directory),
            rules: rules,
            now: now,
            ownChild: child,
            sharing: sharing
        )
    }
}

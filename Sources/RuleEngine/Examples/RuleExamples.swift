import SafeguardingModel

/// Runs the examples that stand in the rule files.
public enum RuleExamples {
    /// One example of which the rule says something else than it should.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
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

    /// Every example that does not come out, in order of the rules.
    public static func failures(in rules: RuleSet) -> [Failure] {
        rules.rules.flatMap { rule in rule.examples.compactMap { failure($0, rule, rules) } }
    }

    /// How many examples the rules have.
    public static func count(in rules: RuleSet) -> Int { rules.rules.reduce(0) { $0 + $1.examples.count } }

    private static func failure(_ example: RuleExample, _ rule: Rule, _ rules: RuleSet) -> Failure? {
        let found = findings(example, rule, rules).sorted { ($0.enteredAt, $0.key) < ($1.enteredAt, $1.key) }
        let expected = example.expected.map { ($0.severity, $0.at) }
        let isMet =
            found.map(\.severity) == expected.map(\.0) && found.map(\.enteredAt.seconds) == expected.map(\.1.seconds)
        guard !isMet else { return nil }
        return Failure(
            rule: rule.name,
            file: rule.file,
            line: example.line,
            example: example.name,
            expected: words(expected, rules.zone),
            found: words(found.map { ($0.severity, $0.enteredAt) }, rules.zone)
        )
    }

    private static func words(_ list: [(Severity, Instant)], _ zone: Zone) -> String {
        list.isEmpty ? "nothing" : list.map { "\($0.0) at \(zone.text($0.1))" }.joined(separator: ", ")
    }

    static func findings(_ example: RuleExample, _ rule: Rule, _ rules: RuleSet) -> [Finding] {
        var directory = Directory()
        var chronology = Chronology()
        chronology.born = example.born
        var people = People()
        for (number, given) in example.given.enumerated() {
            let line = Line(
                given.event,
                position: Int64(number + 1),
                received: given.event.recorded,
                name: FactName(number: number),
                record: given.isAboutChild ? 0 : .max,
                agency: directory.number(of: given.agency),
                selectors: rules.selectors
            )
            if given.isAboutChild { chronology.insert(line) }
            _ = people.learn(line, record: given.isAboutChild ? 0 : nil, rules: rules)
        }
        var look = Look(
            chronology,
            subject: .child(ChildID(rawValue: "example")),
            people: people,
            directory: directory,
            rules: rules,
            now: example.until
        )
        return Evaluator.findings(rule, &look).findings
    }
}

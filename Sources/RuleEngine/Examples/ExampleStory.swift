package import SafeguardingModel

/// An example of a rule file as a story that judgement can be told: for tests that play it late, twice, backwards, with
/// facts withdrawn, or under other names.
package struct ExampleStory: Sendable, CustomStringConvertible {
    package struct Expected: Hashable, Sendable {
        package var severity: Severity
        package var at: Instant

        package init(severity: Severity, at: Instant) {
            self.severity = severity
            self.at = at
        }
    }

    package var rule: String
    package var name: String
    package var agencies: [Agency]
    /// In the order of the file, each with the agency that tells it.
    package var told: [(event: Event, agency: AgencyName)]
    /// What the rule says in the end, in order; empty where it stays silent.
    package var expected: [Expected]
    package var until: Instant

    package var description: String { "\(rule): \(name)" }

    /// The NHS number of a child, of the range that is set aside for tests, with its check digit.
    private static func nhsNumber(ofChild number: Int) -> String {
        var (nine, left) = (999_000_000, number)
        while true {
            if let digits = withCheckDigit(nine) {
                if left == 0 { return digits }
                left -= 1
            }
            nine += 1
        }
    }

    /// Nil where the check digit would be ten: such numbers are not given out.
    private static func withCheckDigit(_ nine: Int) -> String? {
        let sum = zip("\(nine)", (2...10).reversed()).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        let check = (11 - sum % 11) % 11
        return check == 10 ? nil : "\(nine)\(check)"
    }

    init(_ example: RuleExample, _ rule: Rule) {
        self.rule = rule.name
        name = example.name
        agencies = example.agencies
        until = example.until
        expected = example.expected.map { Expected(severity: $0.severity, at: $0.at) }
        told = example.given.map { given in
            (ExampleStory.event(given, example), given.agency.name)
        }
    }

    private static func event(_ given: RuleExample.Given, _ example: RuleExample) -> Event {
        var event = Event(
            source: "/\(given.agency.name)/example",
            id: given.event.id,
            kind: given.event.kind,
            occurred: given.event.occurred,
            recorded: given.event.recorded,
            fields: given.event.fields,
            links: given.event.links
        )
        guard let child = given.child, let number = example.children.firstIndex(of: child) else { return event }
        var person = PersonRecord()
        person.givenName = "Sample"
        person.familyName = "Example\(child)"
        person.born = example.born
        person.nhsNumber = nhsNumber(ofChild: number)
        if example.household.contains(child) {
            person.postcode = "L36 9YU"
            person.address = "1 Sample Street"
        }
        event.subject = child
        event.child = person
        return event
    }
}

extension RuleExamples {
    /// Every example of every rule that is evaluated.
    package static func stories(in rules: RuleSet) -> [ExampleStory] {
        rules.rules.filter { $0.status != .retired }.flatMap { rule in
            rule.examples.map { ExampleStory($0, rule) }
        }
    }
}

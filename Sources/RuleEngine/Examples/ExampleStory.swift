package import SafeguardingModel

/// An example of a rule file in the form of events, for tests that replay it late, twice, backwards, with facts
/// withdrawn, or under other names.
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
    /// The events in the order of the file, each with its agency.
    package var told: [(event: Event, agency: AgencyName)]
    /// The findings that the rule must have at the end, in order; empty where it must find nothing.
    package var expected: [Expected]
    package var until: Instant

    package var description: String { "\(rule): \(name)" }

    /// Returns a child's NHS number, from the range that is set aside for tests, with its check digit.
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

    /// Returns the number with its check digit; nil where that would be ten, because such numbers are not issued.
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
    /// Returns each example of each rule that is evaluated.
    package static func stories(in rules: RuleSet) -> [ExampleStory] {
        rules.rules.filter { $0.status != .retired }.flatMap { rule in
            rule.examples.map { ExampleStory($0, rule) }
        }
    }
}

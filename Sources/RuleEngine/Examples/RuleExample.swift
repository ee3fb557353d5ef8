import SafeguardingModel
import StrictYAML

/// One example of a rule file: what is given, and what the rule must say of it. It is a test.
struct RuleExample: Sendable {
    /// One thing that an agency told, at a day and time counted from ``day0``.
    struct Given: Sendable {
        var event: LineSource
        var agency: AgencyName
        /// Whether it is about the child of the example, or about an adult alone.
        var isAboutChild: Bool
    }

    struct Expected: Sendable {
        var severity: Severity
        var at: Instant
        var line: Int
    }

    let name: String
    let line: Int
    let born: CivilDay?
    let given: [Given]
    /// In order of entry; empty: the rule must stay silent.
    let expected: [Expected]
    let until: Instant

    static func all(_ node: YAMLNode) throws(YAMLFault) -> [RuleExample] {
        var examples: [RuleExample] = []
        for item in try node.list() { examples.append(try RuleExample(item)) }
        guard examples.contains(where: { !$0.expected.isEmpty }), examples.contains(where: \.expected.isEmpty) else {
            throw node.fault("'examples' needs at least one that fires and one that nearly fires ('expect: nothing')")
        }
        return examples
    }
}

extension RuleExample {
    private init(_ node: YAMLNode) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["name", "day0", "born", "given", "until", "expect"])
        name = try mapping.required("name").name()
        line = node.line
        born = try mapping["born"]?.day()
        let clock = ExampleClock(day0: try mapping["day0"]?.day() ?? ExampleClock.usualDay0)
        var given: [Given] = []
        for item in try mapping.required("given").list() { given += try clock.given(item) }
        self.given = given
        expected = try clock.expected(mapping.required("expect"))
        let last = given.map(\.event.occurred.latest).max() ?? .distantPast
        until = try mapping["until"].map(clock.moment) ?? last + .days(30)
    }
}

/// Days count from day 0, times are London's.
struct ExampleClock {
    static let usualDay0 = CivilDay(number: 16_804)  // Mon 4 Jan 2016

    let day0: CivilDay
    let zone = Zone.london

    func moment(_ node: YAMLNode) throws(YAMLFault) -> Instant {
        try moment(try node.mapping(of: ["day", "at"]))
    }

    private func moment(_ mapping: YAMLMapping) throws(YAMLFault) -> Instant {
        let day = day0.advanced(by: try mapping.required("day").integer(in: -20_000...20_000))
        guard let at = mapping["at"] else { return zone.startOfDay(day) }
        return zone.instant(day, secondsAfterMidnight: try seconds(at))
    }

    /// `20:40` or `20:40:01`.
    private func seconds(_ node: YAMLNode) throws(YAMLFault) -> Int {
        let text = try node.string()
        guard text.utf8.count == 8, let seconds = Int(text.suffix(2)), seconds < 60 else { return try node.clockTime() }
        let minutes = YAMLNode(
            content: .scalar(String(text.prefix(5)), isQuoted: true),
            file: node.file,
            line: node.line
        )
        return try minutes.clockTime() + seconds
    }

    func expected(_ node: YAMLNode) throws(YAMLFault) -> [RuleExample.Expected] {
        if case .scalar("nothing", _) = node.content { return [] }
        let items = if case .sequence(let items) = node.content { items } else { [node] }
        var expected: [RuleExample.Expected] = []
        for item in items {
            let mapping = try item.mapping(of: ["severity", "day", "at"])
            let severity = try mapping.required("severity").choice(Severity.self)
            expected.append(.init(severity: severity, at: try moment(mapping), line: item.line))
        }
        return expected
    }

    /// One line of `given`; a missing report with `lasting` is followed by its finding.
    func given(_ node: YAMLNode) throws(YAMLFault) -> [RuleExample.Given] {
        let keys = ["day", "at", "from", "type", "data", "lasting", "about"]
        let mapping = try node.mapping(of: keys)
        let kind = try mapping.required("type").choice(EventKind.self)
        let agency = AgencyName(rawValue: try mapping.required("from").name())
        let occurred = Occurrence(try moment(mapping), precision: mapping["at"] == nil ? .day : .second)
        let (fields, links) = try ExampleData.read(mapping["data"])
        let isAboutChild = try mapping["about"]?.choice(of: ["child", "adult"]) != "adult"
        let event = LineSource(
            id: "\(node.line)",
            kind: kind,
            occurred: occurred,
            recorded: occurred.latest,
            fields: fields,
            links: links,
            isRestricted: false
        )
        let one = RuleExample.Given(event: event, agency: agency, isAboutChild: isAboutChild)
        guard let lasting = mapping["lasting"] else { return [one] }
        guard kind == .missingReported else { throw lasting.fault("only 'missing.reported' can last") }
        var found = one
        found.event.id += "f"
        found.event.kind = .missingFound
        found.event.occurred = Occurrence(occurred.earliest + (try lasting.span()))
        found.event.recorded = found.event.occurred.latest
        found.event.fields = fields.filter { $0.name == .episode }
        found.event.links = []
        return [one, found]
    }
}

/// The `data` of an example's line: fields by their names, and keys such as `handle:h77` of people and things.
enum ExampleData {
    private static let roles = ["people", "foundWith", "foundPlace", "places", "concern", "listed"]

    static func read(_ node: YAMLNode?) throws(YAMLFault) -> (fields: [Field], links: [Link]) {
        guard let node else { return ([], []) }
        var fields: [Field] = []
        var links: [Link] = []
        for entry in try node.mapping(of: FieldName.allCases.map(\.rawValue) + roles).entries {
            if roles.contains(entry.key) {
                links.append(try link(entry.key, entry.value))
            } else if let name = FieldName(rawValue: entry.key) {
                fields += try entry.value.strings().map { Field(name, $0) }
            }
        }
        return (fields, links)
    }

    private static func link(_ key: String, _ node: YAMLNode) throws(YAMLFault) -> Link {
        let role: Link.Role =
            switch key {
            case "foundWith": .foundWith
            case "foundPlace": .foundPlace
            case "concern": .personOfConcern
            case "listed": .listed
            default: .mentioned
            }
        let isPlace = key == "foundPlace" || key == "places"
        var keys: [LinkKey] = []
        for text in try node.strings() { keys.append(try linkKey(text, node)) }
        return Link(role: role, keys: keys, kind: isPlace ? "premises" : "person")
    }

    private static func linkKey(_ text: String, _ node: YAMLNode) throws(YAMLFault) -> LinkKey {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let scheme = LinkKey.Scheme(rawValue: String(parts[0])) else {
            let list = LinkKey.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.fault("expected a key such as 'handle:h77' (sorts: \(list)), found '\(text)'")
        }
        return LinkKey(scheme, String(parts[1]))
    }
}

import SafeguardingModel
import StrictYAML

/// One example of a rule file: the given facts, and the findings that the rule must have. It is a test.
struct RuleExample: Sendable {
    /// One fact that an agency sends, at a day and time counted from ``day0``.
    struct Given: Sendable {
        var event: FactContent
        var agency: Agency
        /// The child whom the fact is about, by a name within the example; nil where it is about an adult alone.
        var child: String?

        var isAboutChild: Bool { child != nil }
    }

    struct Expected: Sendable {
        var severity: Severity
        var at: Instant
        /// The depth at the end, in steps, sectors or signs; nil: any.
        var depth: Int?
        /// The moments after entry at which the finding deepens or grows more severe, in order; nil: any.
        var deepens: [Deepening]?
        /// The moment at which what it waits for or warns of came to an end; nil: any.
        var overtaken: Instant?
        var line: Int
    }

    /// One moment at which a finding says more than before.
    struct Deepening: Sendable {
        var at: Instant
        /// The severity from then on; nil: any.
        var severity: Severity?
    }

    let name: String
    let line: Int
    let born: CivilDay?
    /// Children who live together, by their names in the example.
    let household: [String]
    let given: [Given]
    /// The expected findings, in order of entry; empty: the rule must find nothing.
    let expected: [Expected]
    let until: Instant

    /// The children, sorted by name: one, unless the example says more.
    var children: [String] { Set(given.compactMap(\.child)).sorted() }

    /// The agencies that send something, each once.
    var agencies: [Agency] {
        var agencies: [Agency] = []
        for one in given where !agencies.contains(where: { $0.name == one.agency.name }) { agencies.append(one.agency) }
        return agencies
    }

    static func all(_ node: YAMLNode) throws(YAMLError) -> [RuleExample] {
        var examples: [RuleExample] = []
        for item in try ExampleTable.plain(node) { examples.append(try RuleExample(item)) }
        guard examples.contains(where: { !$0.expected.isEmpty }), examples.contains(where: \.expected.isEmpty) else {
            throw node.fault("'examples' needs at least one that fires and one that nearly fires ('expect: nothing')")
        }
        return examples
    }
}

extension RuleExample {
    /// Reads one example that is written out by itself.
    init(_ node: YAMLNode) throws(YAMLError) {
        let mapping = try node.mapping(of: ["name", "day0", "born", "household", "given", "until", "expect"])
        name = try mapping.required("name").name()
        line = node.line
        born = try mapping["born"]?.day()
        household = try mapping["household"]?.strings() ?? []
        let clock = ExampleClock(day0: try mapping["day0"]?.day() ?? ExampleClock.usualDay0)
        var given: [Given] = []
        for item in try mapping.required("given").list() { given += try clock.allGiven(item) }
        self.given = given
        expected = try clock.expected(mapping.required("expect"))
        let last = given.map(\.event.occurred.latest).max() ?? .distantPast
        until = try mapping["until"].map(clock.moment) ?? last + .days(30)
    }
}

/// Turns the days and times of an example into instants: days count from day 0, times are London's.
struct ExampleClock {
    static let usualDay0 = CivilDay(number: 16_804)  // Mon 4 Jan 2016

    let day0: CivilDay
    let zone = Zone.london

    func moment(_ node: YAMLNode) throws(YAMLError) -> Instant {
        try moment(try node.mapping(of: ["day", "at"]))
    }

    private func moment(_ mapping: YAMLMapping) throws(YAMLError) -> Instant {
        let day = day0.advanced(by: try mapping.required("day").integer(in: -20_000...20_000))
        guard let at = mapping["at"] else { return zone.startOfDay(day) }
        return zone.instant(day, secondsAfterMidnight: try seconds(at))
    }

    /// Reads `20:40` or `20:40:01`, in seconds after midnight.
    private func seconds(_ node: YAMLNode) throws(YAMLError) -> Int {
        let text = try node.string()
        guard text.utf8.count == 8, let seconds = Int(text.suffix(2)), seconds < 60 else { return try node.clockTime() }
        let minutes = YAMLNode(
            content: .scalar(String(text.prefix(5)), isQuoted: true),
            file: node.file,
            line: node.line
        )
        return try minutes.clockTime() + seconds
    }

    func expected(_ node: YAMLNode) throws(YAMLError) -> [RuleExample.Expected] {
        if case .scalar("nothing", _) = node.content { return [] }
        let items = if case .sequence(let items) = node.content { items } else { [node] }
        var expected: [RuleExample.Expected] = []
        for item in items {
            let mapping = try item.mapping(of: ["severity", "day", "at", "depth", "deepens", "overtaken"])
            let severity = try mapping.required("severity").choice(Severity.self)
            let depth = try mapping["depth"]?.integer(in: 1...1_000)
            let deepens = try mapping["deepens"].map(deepenings)
            let overtaken = try mapping["overtaken"].map(moment)
            expected.append(
                .init(
                    severity: severity,
                    at: try moment(mapping),
                    depth: depth,
                    deepens: deepens,
                    overtaken: overtaken,
                    line: item.line
                )
            )
        }
        return expected
    }

    private func deepenings(_ node: YAMLNode) throws(YAMLError) -> [RuleExample.Deepening] {
        var all: [RuleExample.Deepening] = []
        for item in try node.list() {
            let mapping = try item.mapping(of: ["day", "at", "severity"])
            all.append(.init(at: try moment(mapping), severity: try mapping["severity"]?.choice(Severity.self)))
        }
        return all
    }

    /// Reads one line of `given`: one fact, or with `days` one for each day, with `children` one for each of so many
    /// children.
    func allGiven(_ node: YAMLNode) throws(YAMLError) -> [RuleExample.Given] {
        let mapping = try node.openMapping()
        var all: [RuleExample.Given] = []
        if let days = mapping["days"] {
            for (number, day) in try days.list().enumerated() { all += try given(node, day, nil, number) }
        } else if let children = mapping["children"] {
            for number in 1...(try children.integer(in: 2...1_000)) {
                all += try given(node, nil, "c\(number)", number)
            }
        } else {
            all = try given(node, nil, nil, nil)
        }
        return all
    }

    /// Returns a moment on the line's own day, or on one of its `days`.
    private func moment(_ mapping: YAMLMapping, _ day: YAMLNode?) throws(YAMLError) -> Instant {
        guard let day else { return try moment(mapping) }
        let civil = day0.advanced(by: try day.integer(in: -20_000...20_000))
        return zone.instant(civil, secondsAfterMidnight: try mapping["at"].map(seconds) ?? 0)
    }

    /// Returns the agency of a line: named after its sector, unless the line gives a sector and an authority.
    private func agency(_ mapping: YAMLMapping) throws(YAMLError) -> Agency {
        let name = AgencyName(rawValue: try mapping.required("from").name())
        let sector = try mapping["sector"]?.name() ?? name.rawValue
        return Agency(name: name, sector: Sector(rawValue: sector), authority: try mapping["authority"]?.name())
    }

    /// Reads one fact of `given`; a missing report with `lasting` is followed by its `missing.found`.
    private func given(
        _ node: YAMLNode,
        _ day: YAMLNode?,
        _ named: String?,
        _ number: Int?
    ) throws(YAMLError) -> [RuleExample.Given] {
        let mapping = try node.mapping(of: ExampleTable.lineKeys)
        let kind = try mapping.required("type").choice(EventKind.self)
        let agency = try agency(mapping)
        let occurred = Occurrence(try moment(mapping, day), precision: mapping["at"] == nil ? .day : .second)
        let (fields, links) = try ExampleData.read(mapping["data"], number)
        let isAboutChild = try mapping["about"]?.choice(of: ["child", "adult"]) != "adult"
        let ownName = try mapping["child"]?.name()
        let child = isAboutChild ? named ?? ownName ?? "c1" : nil
        let event = FactContent(
            id: number.map { "\(node.line)-\($0)" } ?? "\(node.line)",
            kind: kind,
            occurred: occurred,
            recorded: occurred.latest,
            fields: fields,
            links: links,
            isRestricted: false
        )
        let one = RuleExample.Given(event: event, agency: agency, child: child)
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

    /// - Parameter number: the number of this fact among several made of one line: it replaces each `#` in a reference.
    static func read(_ node: YAMLNode?, _ number: Int? = nil) throws(YAMLError) -> (fields: [Field], links: [Link]) {
        guard let node else { return ([], []) }
        var fields: [Field] = []
        var links: [Link] = []
        for entry in try node.mapping(of: FieldName.allCases.map(\.rawValue) + roles).entries {
            if roles.contains(entry.key) {
                links.append(try link(entry.key, entry.value))
            } else if let name = FieldName(rawValue: entry.key) {
                fields += try entry.value.strings().map { text in
                    Field(name, number.map { text.replacing("#", with: "\($0)") } ?? text)
                }
            }
        }
        return (fields, links)
    }

    private static func link(_ key: String, _ node: YAMLNode) throws(YAMLError) -> Link {
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
        var word: String?
        for text in try node.strings() {
            let parts = text.hasPrefix("(") ? ["", text.dropFirst()] : text.split(separator: " (", maxSplits: 1)
            if parts.count == 2, parts[1].hasSuffix(")") { word = String(parts[1].dropLast()) }
            if let key = parts.first, !key.isEmpty { keys.append(try linkKey(key, node)) }
        }
        if isPlace { return Link(role: role, keys: keys, kind: word ?? "premises") }
        let relation = word.flatMap { Relation(role: $0) }
        if let word, !Relation.isInformative(role: word) {
            throw node.fault("'\(word)' is no role of a person that judgement knows")
        }
        var link = Link(role: role, keys: keys, kind: "person", relation: relation)
        if relation != .ofConcern { link.called = word }
        // Without a key it is known by these words alone.
        if keys.isEmpty { link.label = word ?? "" }
        return link
    }

    /// Reads `handle:h77`; for a place of another kind than premises `uprn:38000001 (station)`, for a person with a
    /// role `phone:447700900123 (mother)`, and without a key `(person-of-concern)`.
    private static func linkKey(_ text: Substring, _ node: YAMLNode) throws(YAMLError) -> LinkKey {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let scheme = LinkKey.Scheme(rawValue: String(parts[0])) else {
            let list = LinkKey.Scheme.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.fault("expected a key such as 'handle:h77' (sorts: \(list)), found '\(text)'")
        }
        return LinkKey(scheme, String(parts[1]))
    }
}

internal import SafeguardingModel
public import StrictYAML

extension Script {
    /// Reads a script.
    ///
    /// - Throws: a fault with file and line that says what was expected.
    public init(parsing text: String, file: String) throws(YAMLError) {
        var reader = ScriptReader(try YAMLNode(parsing: text, file: file))
        self = try reader.script()
    }
}

/// The reader of one script from top to bottom, which gathers the names that later lines may use.
struct ScriptReader {
    let root: YAMLNode
    var calendar = ScriptCalendar(day0: CivilDay(number: 0), zone: .london, timezone: "Europe/London")
    var agencies: [Agency] = []
    /// The agencies that lines name; the sectors' own names need no declaration.
    var used: Set<AgencyName> = []
    var participants = Participants()
    /// The child of each reported episode.
    var episodes: [(name: String, child: String)] = []
    /// The id of each event or decision, with its agency.
    var ids: [(id: String, agency: AgencyName)] = []
    /// The references of all lines, checked after the last line is read.
    var references: [Reference] = []
    var builder = EventBuilder()

    init(_ root: YAMLNode) { self.root = root }

    private static let keys = [
        "script", "title", "synthetic", "source", "timezone", "day0", "agencies", "children", "records", "people",
        "places", "known", "offline", "events", "until", "permute", "expect",
    ]

    mutating func script() throws(YAMLError) -> Script {
        let map = try root.mapping(of: ScriptReader.keys)
        _ = try map.required("script").integer(in: 1...1)
        let title = try map.required("title").name()
        let isSynthetic = try map.required("synthetic").bool()
        try readCalendar(map)
        try readAgencies(map["agencies"])
        try readParticipants(map)
        var steps = try known(map["known"])
        steps += try events(map.required("events"))
        let offline = try offline(map["offline"])
        let until = try moment(map.required("until"), ending: true)
        try check(steps, offline, endBefore: until, map.required("until"))
        try checkTakenBack(steps)
        return Script(
            file: root.file,
            title: title,
            isSynthetic: isSynthetic,
            source: try map["source"]?.string() ?? "",
            calendar: calendar,
            agencies: agencies.filter { used.contains($0.name) },
            participants: participants,
            steps: steps,
            offline: offline,
            until: until,
            permutations: try map["permute"]?.integer(in: 0...10_000) ?? 0,
            expectations: try expectations(map.required("expect")),
            warnings: builder.warnings
        )
    }

    private mutating func readCalendar(_ map: YAMLMapping) throws(YAMLError) {
        let day0 = try map.required("day0").day()
        let name = try map["timezone"]?.name() ?? "Europe/London"
        guard let zone = Zone(name: name) else {
            throw (map["timezone"] ?? root).fault(
                "the timezone '\(name)' is not known; use Europe/London, UTC, or an offset such as \"+01:00\""
            )
        }
        calendar = ScriptCalendar(day0: day0, zone: zone, timezone: name)
    }

    private func check(
        _ steps: [Script.Step],
        _ offline: [Script.Offline],
        endBefore until: Instant,
        _ node: YAMLNode
    ) throws(YAMLError) {
        guard let late = steps.first(where: { $0.arrives(despite: offline) > until }) else { return }
        let at = late.arrives(despite: offline)
        var back = ""
        if at > late.arrives, case .event(let document) = late.content { back = ", when \(document.agency) is back" }
        throw node.fault(
            "the play ends on \(calendar.text(until)), but line \(late.line) arrives on \(calendar.text(at))\(back)"
        )
    }

    /// Refuses a decision that is taken back before it is made; of two at one moment, the line above is the first.
    private func checkTakenBack(_ steps: [Script.Step]) throws(YAMLError) {
        var made: Set<String> = []
        let inOrder = steps.enumerated().sorted { ($0.element.arrives, $0.offset) < ($1.element.arrives, $1.offset) }
        for (_, step) in inOrder {
            guard case .decision(let decision) = step.content else { continue }
            if case .takenBack(let id) = decision.verdict, !made.contains(id) {
                let message = "'\(id)' is taken back before it is made"
                throw YAMLError(file: root.file, line: step.line, message: message)
            }
            made.insert(decision.id)
        }
    }
}

// MARK: Moments

extension ScriptReader {
    /// Reads a moment such as `{ day: 9, at: "09:00" }`.
    ///
    /// Without a clock time it is the beginning of the day or, with `ending`, its end.
    func moment(_ node: YAMLNode, ending: Bool = false) throws(YAMLError) -> Instant {
        let map = try node.mapping(of: ["day", "at"])
        let day = try dayNumber(map.required("day"))
        let usual = ending ? 86_400 : 0
        return calendar.instant(day: day, secondsAfterMidnight: try map["at"]?.clockTime() ?? usual)
    }

    func dayNumber(_ node: YAMLNode) throws(YAMLError) -> Int {
        try node.integer(in: -10_000...10_000)
    }
}

// MARK: Names

extension ScriptReader {
    /// Reads an agency of the script, or a sector's own name.
    mutating func agency(_ node: YAMLNode) throws(YAMLError) -> Agency {
        let implied = Sector.core.map(\.rawValue)
        let name = try node.choice(of: agencies.map(\.name.rawValue) + implied.filter { !declares($0) })
        used.insert(AgencyName(rawValue: name))
        if let agency = agencies.first(where: { $0.name.rawValue == name }) { return agency }
        let agency = Agency(name: AgencyName(rawValue: name), sector: Sector(rawValue: name))
        agencies.append(agency)
        return agency
    }

    private func declares(_ name: String) -> Bool { agencies.contains { $0.name.rawValue == name } }

    func child(_ node: YAMLNode) throws(YAMLError) -> String {
        try node.choice(of: participants.children.map(\.name))
    }
}

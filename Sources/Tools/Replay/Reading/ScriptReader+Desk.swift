internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

extension ScriptReader {
    private static let decisionType = "identity.decided"

    /// Reads a line such as `{ day: 3, at: "10:00", from: desk, type: identity.decided, data: { same: [police/s1,
    /// home/s1] } }`.
    mutating func decision(_ map: YAMLMapping) throws(YAMLError) -> Script.Step {
        _ = try map.required("type").choice(of: [ScriptReader.decisionType])
        for key in ["child", "recorded", "times"] {
            if let node = map[key] { throw node.fault("a decision has no '\(key)'") }
        }
        let day = try dayNumber(map.required("day"))
        let at = calendar.instant(day: day, secondsAfterMidnight: try map.required("at").clockTime())
        let id = try id(map, .desk)
        let verdict = try verdict(map.required("data"))
        return Script.Step(
            line: map.node.line,
            content: .decision(ScriptDecision(id: id, verdict: verdict)),
            arrives: try map["arrives"].map { node throws(YAMLError) in try moment(node) } ?? at,
            times: 1,
            child: nil
        )
    }

    private mutating func verdict(_ node: YAMLNode) throws(YAMLError) -> ScriptDecision.Verdict {
        let data = try node.mapping(of: [
            "same", "different", "samePerson", "differentPeople", "takenBack", "exercise",
        ])
        let isExercise = try data["exercise"]?.bool() ?? false
        if let keys = data["samePerson"] { return .samePerson(try adults(keys), exercise: isExercise) }
        if let keys = data["differentPeople"] { return .differentPeople(try adults(keys), exercise: isExercise) }
        switch (data["same"], data["different"], data["takenBack"]) {
        case (let same?, nil, nil): return .same(try records(same, exercise: isExercise))
        case (nil, let different?, nil): return .different(try records(different, exercise: isExercise))
        case (nil, nil, let earlier?):
            let name = try earlier.name()
            references.append(Reference(sort: .decision, name: name, node: earlier))
            return .takenBack(id: name)
        default:
            throw node.fault("expected one of 'same', 'different', 'samePerson', 'differentPeople' and 'takenBack'")
        }
    }

    /// Reads link keys of adults: `handle:h77`.
    private func adults(_ node: YAMLNode) throws(YAMLError) -> [LinkKey] {
        var keys: [LinkKey] = []
        for item in try node.list() {
            guard let key = LinkKey(spelled: try item.string()) else {
                throw item.fault("expected a key such as handle:h77 or phone:447700900123")
            }
            keys.append(key)
        }
        return keys
    }

    /// Reads records of a child: `police/s1`.
    private mutating func records(_ node: YAMLNode, exercise: Bool) throws(YAMLError) -> [RecordKey] {
        var keys: [RecordKey] = []
        for item in try node.list() { keys.append(try record(item, exercise: exercise)) }
        guard keys.count > 1 else { throw node.fault("expected two records at least, such as [police/s1, home/s1]") }
        return keys
    }

    private mutating func record(_ node: YAMLNode, exercise: Bool) throws(YAMLError) -> RecordKey {
        let parts = try node.name().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw node.fault("expected an agency and a child, such as police/s1") }
        let agency = try agency(node.scalar(parts[0])).name
        let child = try child(node.scalar(parts[1]))
        return RecordKey(agency: agency, subject: participants.subject(agency, child), exercise: exercise)
    }
}

// MARK: Shorthand

extension ScriptReader {
    /// Reads `{ child: s1, since: { day: -30 } }`: the CSE flag that social care holds.
    mutating func known(_ node: YAMLNode?) throws(YAMLError) -> [Script.Step] {
        var steps: [Script.Step] = []
        for item in try node?.list() ?? [] {
            let map = try item.mapping(of: ["child", "since", "by"])
            let child = try child(map.required("child"))
            let holder = if let by = map["by"] { try agency(by) } else { try flagHolder(of: child) }
            steps.append(try flag(child, holder, since: moment(map.required("since")), item))
        }
        return steps
    }

    private mutating func flag(
        _ child: String,
        _ agency: Agency,
        since: Instant,
        _ node: YAMLNode
    ) throws(YAMLError) -> Script.Step {
        let person = participants.child(child).map { participants.person($0, asKnownTo: agency.name) } ?? JSONObject()
        let time = calendar.zone.rfc3339(since)
        let id = "known-\(ids.count + 1)"
        ids.append((id, agency.name))
        let draft = EventBuilder.Draft(
            kind: .statusStarted,
            agency: agency.name,
            id: id,
            time: time,
            recorded: time,
            subject: participants.subject(agency.name, child),
            data: ["child": .object(person), "status": "cse-flag"]
        )
        return Script.Step(
            line: node.line,
            content: .event(try builder.document(draft, node)),
            arrives: since,
            times: 1,
            child: child
        )
    }

    /// Returns the social care agency of the authority responsible for the child, else any social care agency of the
    /// script.
    private mutating func flagHolder(of child: String) throws(YAMLError) -> Agency {
        let candidates = agencies.filter { $0.sector == .socialCare }
        let authority = participants.child(child)?.responsibleAuthority
        if let agency = candidates.first(where: { $0.authority != nil && $0.authority == authority })
            ?? candidates.first
        {
            used.insert(agency.name)
            return agency
        }
        return try agency(root.scalar(Sector.socialCare.rawValue))
    }

    mutating func offline(_ node: YAMLNode?) throws(YAMLError) -> [Script.Offline] {
        var windows: [Script.Offline] = []
        for item in try node?.list() ?? [] {
            let map = try item.mapping(of: ["agency", "from", "to"])
            let agency = try agency(map.required("agency")).name
            let from = try moment(map.required("from"))
            let to = try moment(map.required("to"), ending: true)
            guard from < to else { throw item.fault("the agency is back before it goes offline") }
            windows.append(Script.Offline(agency: agency, from: from, to: to))
        }
        return windows
    }
}

extension YAMLNode {
    /// Returns a piece of this node's text as a node of its own, so that a fault in it has the line.
    func scalar(_ text: String) -> YAMLNode {
        YAMLNode(content: .scalar(text, isQuoted: true), file: file, line: line)
    }
}

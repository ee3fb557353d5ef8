internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

extension ScriptReader {
    private static let keys = ["id", "day", "at", "from", "type", "child", "data", "recorded", "arrives", "times"]

    mutating func events(_ node: YAMLNode) throws(YAMLError) -> [Script.Step] {
        var steps: [Script.Step] = []
        for item in try node.list() { steps += try event(item) }
        try checkReferences()
        return steps
    }

    /// Reads one line: one event, one for each of several days, or one decision of the desk.
    private mutating func event(_ node: YAMLNode) throws(YAMLError) -> [Script.Step] {
        let map = try node.mapping(of: ScriptReader.keys)
        let from = try map.required("from")
        if try from.string() == AgencyName.desk.rawValue { return [try decision(map)] }
        let line = try EventLine(map, agency: agency(from), child: map["child"].map(child))
        let days = try map.required("day")
        guard case .sequence(let several) = days.content else { return [try step(line, dayNumber(days))] }
        guard map["id"] == nil, map["arrives"] == nil, map["recorded"] == nil else {
            throw node.fault("a line for several days cannot have an id, 'arrives' or 'recorded' of its own")
        }
        var steps: [Script.Step] = []
        for day in several { steps.append(try step(line, dayNumber(day))) }
        return steps
    }

    /// The content of one line, without its day.
    private struct EventLine {
        let map: YAMLMapping
        let agency: Agency
        let child: String?
        let kind: EventKind
        let schemas: [FieldSchema]

        init(_ map: YAMLMapping, agency: Agency, child: String?) throws(YAMLError) {
            self.map = map
            self.agency = agency
            self.child = child
            kind = try map.required("type").choice(EventKind.self)
            schemas = EventSchema.schema(of: kind).allFields
            guard child != nil || kind.mayOmitChild else {
                throw map.node.fault("\(kind.rawValue) is about a child: the key 'child' is missing")
            }
        }
    }

    private mutating func step(_ line: EventLine, _ day: Int) throws(YAMLError) -> Script.Step {
        let node = line.map.node
        let clock = try line.map["at"]?.clockTime()
        // A day without a clock time is reported at its end.
        let told = calendar.instant(day: day, secondsAfterMidnight: clock ?? 86_400)
        let recorded = try line.map["recorded"].map { node throws(YAMLError) in try moment(node) } ?? told
        let arrives = try line.map["arrives"].map { node throws(YAMLError) in try moment(node) } ?? max(told, recorded)
        var data = try data(line)
        if clock == nil { data["precision"] = "day" }
        let draft = EventBuilder.Draft(
            kind: line.kind,
            agency: line.agency.name,
            id: try id(line.map, line.agency.name),
            time: clock == nil ? calendar.civilDay(day).description : calendar.zone.rfc3339(told),
            recorded: calendar.zone.rfc3339(recorded),
            subject: line.child.map { participants.subject(line.agency.name, $0) } ?? "",
            data: data
        )
        let document = try builder.document(draft, node)
        try note(document, line)
        return Script.Step(
            line: node.line,
            content: .event(document),
            arrives: arrives,
            times: try line.map["times"]?.integer(in: 1...1_000) ?? 1,
            child: line.child
        )
    }

    /// Returns the line's data with the child as this agency knows them.
    private func data(_ line: EventLine) throws(YAMLError) -> JSONObject {
        let said =
            try line.map["data"].map { node throws(YAMLError) in
                try DataReader(self).data(node, line.schemas)
            } ?? JSONObject()
        guard let child = line.child.flatMap(participants.child) else { return said }
        let person = participants.person(child, asKnownTo: line.agency.name).overlaid(
            with: said["child"]?.object ?? JSONObject()
        )
        var data: JSONObject = ["child": .object(person)]
        for member in said.members where member.name != "child" { data[member.name] = member.value }
        let authority = FieldName.responsibleAuthority.rawValue
        if let responsible = child.responsibleAuthority, data[authority] == nil,
            line.schemas.contains(where: { $0.name == authority && $0.isRequired })
        {
            data[authority] = .string(responsible)
        }
        return data
    }

    /// The script's name, which keeps made-up ids apart when several scripts are played into one journal.
    private var stem: Substring {
        let name = root.file.split(separator: "/").last ?? "script"
        return name.hasSuffix(".yaml") ? name.dropLast(5) : name
    }

    /// Returns the line's own id, or one made of its place in the script.
    mutating func id(_ map: YAMLMapping, _ agency: AgencyName) throws(YAMLError) -> String {
        let given = try map["id"]?.name()
        let id = given ?? "\(stem)-\(ids.count + 1)"
        guard !ids.contains(where: { $0.id == id && $0.agency == agency }) else {
            throw (map["id"] ?? map.node).fault("the id '\(id)' stands twice for \(agency)")
        }
        ids.append((id, agency))
        return id
    }
}

// MARK: References of a line

extension ScriptReader {
    /// A name that a line uses and that another line, before or after it, must define.
    struct Reference {
        enum Sort { case episode(child: String?), event(AgencyName), decision }

        let sort: Sort
        let name: String
        let node: YAMLNode
    }

    private mutating func note(_ document: EventDocument, _ line: EventLine) throws(YAMLError) {
        let event = document.event
        let node = line.map["data"] ?? line.map.node
        if event.kind == .missingReported, let name = event.fields.value(.episode), let child = line.child {
            if let other = episodes.first(where: { $0.name == name && $0.child != child }) {
                throw node.fault("the episode '\(name)' is one of \(other.child) already")
            }
            episodes.append((name, child))
        } else {
            for name in event.fields.values(.episode) + event.fields.values(.episodes) {
                references.append(Reference(sort: .episode(child: line.child), name: name, node: node))
            }
        }
        if let corrected = event.corrects {
            references.append(Reference(sort: .event(line.agency.name), name: corrected, node: node))
        }
    }

    private func checkReferences() throws(YAMLError) {
        for reference in references {
            switch reference.sort {
            case .episode(let child):
                let known = episodes.filter { child == nil || $0.child == child }.map(\.name)
                try reference.node.check(reference.name, isOneOf: known, "no missing.reported names the episode")
            case .event(let agency):
                let known = ids.filter { $0.agency == agency }.map(\.id)
                try reference.node.check(reference.name, isOneOf: known, "\(agency) sends no event with the id")
            case .decision:
                let known = ids.filter { $0.agency == .desk }.map(\.id)
                try reference.node.check(reference.name, isOneOf: known, "the desk makes no decision with the id")
            }
        }
    }
}

extension YAMLNode {
    /// Refuses a word that is not among `known`, and suggests the one that was probably meant.
    func check(_ word: String, isOneOf known: [String], _ complaint: String) throws(YAMLError) {
        guard !known.contains(word) else { return }
        var names: [String] = []
        for name in known where !names.contains(name) { names.append(name) }
        let node = YAMLNode(content: .scalar(word, isQuoted: true), file: file, line: line)
        do throws(YAMLError) {
            _ = try node.choice(of: names)
        } catch {
            let hint = error.message.split(separator: "is not known here", maxSplits: 1).last.map(String.init) ?? ""
            throw fault("\(complaint) '\(word)'\(hint)")
        }
    }
}

internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

extension MappingParser {
    mutating func common(_ file: YAMLMapping) throws(YAMLError) -> Common {
        var common = Common()
        if let node = file["subject"] { common.subject = try single(node) }
        if let node = file["recorded"] { common.recorded = try single(node) }
        if let node = file["child"] { common.child = try members(node, of: EventSchema.child) }
        common.data = file["data"]
        common.extra = file["extra"]
        return common
    }

    mutating func events(_ node: YAMLNode, _ common: Common) throws(YAMLError) -> [EventTemplate] {
        var events: [EventTemplate] = []
        for item in try node.list() {
            let event = try event(item, common)
            guard !events.contains(where: { $0.name == event.name }) else {
                throw item.fault("two events are named '\(event.name)': give one of them another `name`")
            }
            events.append(event)
        }
        guard !events.isEmpty else { throw node.fault("expected at least one event") }
        return events
    }

    private mutating func event(_ node: YAMLNode, _ common: Common) throws(YAMLError) -> EventTemplate {
        let entries = try node.mapping(
            of: ["name", "type", "when", "needs", "time", "recorded", "subject", "child", "data", "extra"])
        let kind = try entries.required("type").choice(EventKind.self)
        guard kind != .eventCorrected, kind != .eventWithdrawn else {
            throw node.fault("'\(kind.rawValue)' is made by the adapter itself, when a record changes")
        }
        var event = EventTemplate(
            name: try entries["name"].map(MappingParser.word) ?? MappingParser.lastPart(of: kind),
            kind: kind,
            condition: try condition(entries["when"]),
            time: try single(entries.required("time")),
            recorded: common.recorded,
            subject: common.subject,
            child: common.child,
            data: []
        )
        if let node = entries["recorded"] { event.recorded = try single(node) }
        if let node = entries["subject"] { event.subject = try single(node) }
        if let node = entries["child"] { event.child = try child(node) }
        event.data = try data(entries, kind, common)
        if let needs = entries["needs"] {
            for name in try needs.strings() { event.needs.append(try known(name, in: event.data, at: needs)) }
        }
        try requireFields(of: event, at: node)
        return event
    }

    private func known(_ name: String, in data: [MemberTemplate], at node: YAMLNode) throws(YAMLError) -> String {
        guard data.contains(where: { $0.name == name }) else {
            throw node.fault("'\(name)' is not under this event's `data`: is it mistyped?")
        }
        return name
    }

    private static func lastPart(of kind: EventKind) -> String {
        kind.rawValue.split(separator: ".").last.map(String.init) ?? kind.rawValue
    }

    /// Reads `none`, or the members of the child.
    private mutating func child(_ node: YAMLNode) throws(YAMLError) -> [MemberTemplate] {
        if case .scalar("none", _) = node.content { return [] }
        return try members(node, of: EventSchema.child)
    }

    private mutating func data(
        _ entries: YAMLMapping,
        _ kind: EventKind,
        _ common: Common
    ) throws(YAMLError) -> [MemberTemplate] {
        let fields = EventSchema.schema(of: kind).allFields.filter { $0.name != "child" && $0.name != "precision" }
        var data: [MemberTemplate] = []
        for node in [entries["data"], common.data] {
            guard let node else { continue }
            let members = try members(node, of: fields)
            data += members.filter { member in !data.contains { $0.name == member.name } }
        }
        for node in [entries["extra"], common.extra] {
            guard let node else { continue }
            data += try extras(node, besides: fields)
        }
        return data
    }

    /// Reads fields that the bus passes on without knowing them.
    private mutating func extras(_ node: YAMLNode, besides fields: [FieldSchema]) throws(YAMLError) -> [MemberTemplate]
    {
        var members: [MemberTemplate] = []
        for entry in try node.openMapping().entries {
            guard !fields.contains(where: { $0.name == entry.key }), entry.key != "child" else {
                throw entry.value.fault("'\(entry.key)' is a field of the bus: write it under `data`")
            }
            let value = try value(entry.value)
            members.append(MemberTemplate(name: entry.key, part: value.isList ? .texts(value) : .text(value)))
        }
        return members
    }

    /// Reports at once any missing field for which the bus would refuse every event later.
    private func requireFields(of event: EventTemplate, at node: YAMLNode) throws(YAMLError) {
        let schema = EventSchema.schema(of: event.kind)
        for field in schema.fields where field.isRequired && !event.data.contains(where: { $0.name == field.name }) {
            throw node.fault("'\(event.kind.rawValue)' needs the field '\(field.name)' under `data`: \(field.meaning)")
        }
        guard schema.needsChild else { return }
        guard event.subject != nil else {
            throw node.fault("'\(event.kind.rawValue)' needs `subject`: your own reference for the child")
        }
        guard !event.child.isEmpty else {
            throw node.fault("'\(event.kind.rawValue)' needs `child`: what may be shared of who the child is")
        }
    }
}

internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

/// A reader that turns a line's `data` into an event's data, by the event format's own table.
///
/// It replaces short names of people and places by their members, and days of the script by times.
struct DataReader {
    private let reader: ScriptReader

    init(_ reader: ScriptReader) { self.reader = reader }

    /// Returns the members of a mapping, in its order.
    ///
    /// A member that is not in the table is an error, unless it begins with `x-`: such members are carried and not
    /// judged.
    func object(_ entries: [YAMLNode.Entry], _ schemas: [FieldSchema]) throws(YAMLError) -> JSONObject {
        var object = JSONObject()
        for entry in entries {
            if let schema = schemas.first(where: { $0.name == entry.key }) {
                object[entry.key] = try values(entry.value, schema)
            } else {
                object[entry.key] = .string(try entry.value.string())
            }
        }
        return object
    }

    /// Reads `data` of an event of one kind.
    func data(_ node: YAMLNode, _ schemas: [FieldSchema]) throws(YAMLError) -> JSONObject {
        let carried = try node.openMapping().entries.map(\.key).filter { $0.hasPrefix("x-") }
        return try object(node.mapping(of: schemas.map(\.name) + carried).entries, schemas)
    }

    private func values(_ node: YAMLNode, _ schema: FieldSchema) throws(YAMLError) -> JSONValue {
        guard schema.repeats, case .sequence(let items) = node.content else { return try value(node, schema) }
        var values: [JSONValue] = []
        for item in items { values.append(try value(item, schema)) }
        return .array(values)
    }

    private func value(_ node: YAMLNode, _ schema: FieldSchema) throws(YAMLError) -> JSONValue {
        switch schema.form {
        case .words(let words): .string(try node.isNull ? "" : node.choice(of: words))
        case .age: .integer(Int64(try node.integer(in: 0...130)))
        case .flag: .bool(try node.bool())
        case .moment: .string(try moment(node))
        case .child: .object(try nested(node, EventSchema.child))
        case .handling: .object(try nested(node, EventSchema.handling))
        case .person: .object(try figure(node, reader.participants.people, EventSchema.person))
        case .place: .object(try figure(node, reader.participants.places, EventSchema.place))
        case .reference, .text, .usualWords, .day, .postcode, .vehicle, .phone, .handle, .data:
            .string(try node.isNull ? "" : node.string())
        }
    }

    private func nested(_ node: YAMLNode, _ schemas: [FieldSchema]) throws(YAMLError) -> JSONObject {
        try object(node.mapping(of: schemas.map(\.name)).entries, schemas)
    }

    /// Returns a participant by name, or a person who is described on the line itself.
    private func figure(
        _ node: YAMLNode,
        _ figures: [Participants.NamedThing],
        _ schemas: [FieldSchema]
    ) throws(YAMLError) -> JSONObject {
        guard case .scalar = node.content else { return try nested(node, schemas) }
        let name = try node.choice(of: figures.map(\.name))
        return figures.first { $0.name == name }?.value ?? JSONObject()
    }

    /// Returns a time: a day of the script with a clock time, a day alone, or a time as events write it.
    private func moment(_ node: YAMLNode) throws(YAMLError) -> String {
        guard case .mapping = node.content else { return try node.string() }
        let map = try node.mapping(of: ["day", "at"])
        let day = try reader.dayNumber(map.required("day"))
        guard let clock = try map["at"]?.clockTime() else { return reader.calendar.civilDay(day).description }
        return reader.calendar.zone.rfc3339(reader.calendar.instant(day: day, secondsAfterMidnight: clock))
    }
}

internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

extension MappingParser {
    /// Reads the members of an object, each in the form that the event format needs.
    mutating func members(_ node: YAMLNode, of fields: [FieldSchema]) throws(YAMLError) -> [MemberTemplate] {
        try members(in: node.mapping(of: fields.map(\.name)), of: fields)
    }

    private mutating func members(in entries: YAMLMapping, of fields: [FieldSchema]) throws(YAMLError)
        -> [MemberTemplate]
    {
        var members: [MemberTemplate] = []
        for field in fields {
            guard let value = entries[field.name] else { continue }
            members.append(MemberTemplate(name: field.name, part: try part(value, field)))
        }
        return members
    }

    private mutating func part(_ node: YAMLNode, _ field: FieldSchema) throws(YAMLError) -> MemberTemplate.Part {
        switch field.form {
        case .moment: return .moment(try single(node))
        case .day: return .day(try single(node))
        case .age: return .number(try single(node))
        case .flag: return .flag(try single(node))
        case .handling: return .object(ObjectTemplate(members: try members(node, of: EventSchema.handling)))
        case .child: return .object(ObjectTemplate(members: try members(node, of: EventSchema.child)))
        case .person: return .objects(try objects(node, of: EventSchema.person))
        case .place: return .objects(try objects(node, of: EventSchema.place))
        case .reference, .text, .words, .usualWords, .postcode, .vehicle, .phone, .handle, .data:
            let value = field.repeats ? try self.value(node) : try single(node)
            try check(value, field, at: node)
            return field.repeats ? .texts(value) : .text(value)
        }
    }

    /// Reads an expression that gives one value, not several.
    mutating func single(_ node: YAMLNode) throws(YAMLError) -> ValueExpression {
        let value = try value(node)
        guard !value.isList else { throw node.fault("this field holds one value, and `split` and `list` give several") }
        return value
    }

    /// Reports a word that the bus does not know now, rather than when the first such row comes.
    private func check(_ value: ValueExpression, _ field: FieldSchema, at node: YAMLNode) throws(YAMLError) {
        guard case .words(let words) = field.form else { return }
        for word in MappingParser.words(of: value) where !word.isEmpty && !words.contains(word) {
            throw node.fault("'\(word)' is not a word for '\(field.name)'; known: \(words.joined(separator: ", "))")
        }
    }

    /// Returns the words that the expression itself contains.
    private static func words(of value: ValueExpression) -> [String] {
        switch value {
        case .constant(let word): [word]
        case .coded(_, let list): list.words.values.sorted()
        case .first(let parts), .list(let parts): parts.flatMap(words)
        case .when(_, let part): words(of: part)
        case .cell, .join, .split, .exported: []
        }
    }

    /// Reads a list of objects; a single object needs no list, and a plain value is an object with only a name.
    private mutating func objects(_ node: YAMLNode, of fields: [FieldSchema]) throws(YAMLError) -> [ObjectTemplate] {
        guard case .sequence(let items) = node.content else { return [try object(node, of: fields)] }
        var objects: [ObjectTemplate] = []
        for item in items { objects.append(try object(item, of: fields)) }
        return objects
    }

    private mutating func object(_ node: YAMLNode, of fields: [FieldSchema]) throws(YAMLError) -> ObjectTemplate {
        let names = fields.map(\.name)
        let keys = ((try? node.openMapping().entries) ?? []).map(\.key)
        guard keys.contains(where: { names.contains($0) || $0 == "each" }) else {
            return ObjectTemplate(name: try value(node))
        }
        let outer = scope
        defer { scope = outer }
        var object = ObjectTemplate()
        let entries = try node.mapping(of: names + ["each", "by", "when"])
        if let each = entries["each"] { object.source = try source(each, by: entries["by"]) }
        object.condition = try condition(entries["when"])
        object.members = try members(in: entries, of: fields)
        guard !object.members.isEmpty else {
            throw node.fault("expected at least one of \(names.joined(separator: ", "))")
        }
        return object
    }

    private mutating func source(_ each: YAMLNode, by: YAMLNode?) throws(YAMLError) -> ObjectTemplate.Source {
        guard let by else {
            let cell = try cell(each)
            scope = .element
            return .elements(cell)
        }
        let source = ValueExpression.split(try single(each), by: try by.name())
        scope = .piece
        return .pieces(source)
    }
}

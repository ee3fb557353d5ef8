internal import StrictYAML

extension MappingParser {
    mutating func cells(_ node: YAMLNode?) throws(YAMLError) -> [CellReference] {
        guard let node else { return [] }
        var cells: [CellReference] = []
        for name in try node.strings() { cells.append(try cell(named: name, at: node)) }
        return cells
    }

    mutating func cell(_ node: YAMLNode) throws(YAMLError) -> CellReference {
        try cell(named: node.string(), at: node)
    }

    mutating func cell(named name: String, at node: YAMLNode) throws(YAMLError) -> CellReference {
        guard !ColumnName(name).folded.isEmpty else { throw node.fault("expected the name of a column") }
        switch scope {
        case .piece where name == "item", .element where name == "item": return .item
        case .element: return .member(Columns.path(of: name))
        case .row, .piece: return .column(columns.reference(to: name))
        }
    }

    private static let sources = ["column", "text", "first", "join", "split", "list", "exported"]

    /// Reads a value: the name of a column, or a mapping that describes how to make it.
    mutating func value(_ node: YAMLNode) throws(YAMLError) -> ValueExpression {
        guard case .mapping = node.content else {
            if case .sequence = node.content {
                throw node.fault(
                    "expected a column, or `{ list: [...] }` for several, or `{ first: [...] }` for one of several"
                )
            }
            return .cell(try cell(node))
        }
        let entries = try node.mapping(of: MappingParser.sources + ["with", "by", "codes", "when"])
        var value = try source(entries)
        if let codes = entries["codes"] { value = .coded(value, try codeList(codes)) }
        if let condition = try condition(entries["when"]) { value = .when(condition, value) }
        return value
    }

    private mutating func source(_ entries: YAMLMapping) throws(YAMLError) -> ValueExpression {
        let given = entries.entries.filter { MappingParser.sources.contains($0.key) }
        guard given.count == 1 else {
            throw entries.node.fault("expected exactly one of \(MappingParser.sources.joined(separator: ", "))")
        }
        let value = given[0].value
        try refuse("with", besides: "join", given[0].key, entries)
        try refuse("by", besides: "split", given[0].key, entries)
        switch given[0].key {
        case "column": return .cell(try cell(value))
        case "text": return .constant(try value.string())
        case "first": return .first(try values(value))
        case "join": return .join(try values(value), with: try entries["with"]?.string() ?? " ")
        case "split": return .split(try self.value(value), by: try separator(entries))
        case "list": return .list(try values(value))
        default:
            guard try value.bool() else { throw value.fault("expected `exported: true`") }
            return .exported
        }
    }

    private func refuse(_ key: String, besides owner: String, _ found: String, _ entries: YAMLMapping) throws(YAMLError)
    {
        guard entries[key] == nil || found == owner else {
            throw entries.node.fault("the key '\(key)' belongs to '\(owner)', not to '\(found)'")
        }
    }

    private func separator(_ entries: YAMLMapping) throws(YAMLError) -> String {
        let node = try entries.required("by")
        let text = try node.string()
        guard !text.isEmpty else { throw node.fault("expected what stands between the pieces, such as \";\"") }
        return text
    }

    mutating func values(_ node: YAMLNode) throws(YAMLError) -> [ValueExpression] {
        var values: [ValueExpression] = []
        for item in try node.list() { values.append(try value(item)) }
        guard !values.isEmpty else { throw node.fault("expected at least one value") }
        return values
    }

    private func codeList(_ node: YAMLNode) throws(YAMLError) -> CodeList {
        let name = try node.choice(of: codes.keys.sorted())
        guard let list = codes[name] else { throw node.fault("there is no code list '\(name)'") }
        return list
    }
}

// MARK: Conditions

extension MappingParser {
    /// Reads a condition: a mapping requires all of its columns to match, a list of mappings requires any one to hold.
    mutating func condition(_ node: YAMLNode?) throws(YAMLError) -> Condition? {
        guard let node else { return nil }
        guard case .sequence(let items) = node.content else { return try all(node) }
        var alternatives: [Condition] = []
        for item in items { alternatives.append(try all(item)) }
        return .any(alternatives)
    }

    private mutating func all(_ node: YAMLNode) throws(YAMLError) -> Condition {
        var conditions: [Condition] = []
        for entry in try node.openMapping().entries {
            let cell = try cell(named: entry.key, at: node)
            conditions.append(try condition(on: cell, entry.value))
        }
        guard !conditions.isEmpty else {
            throw node.fault("expected a column and what it must hold, such as `Grade: present`")
        }
        return conditions.count == 1 ? conditions[0] : .all(conditions)
    }

    private func condition(on cell: CellReference, _ node: YAMLNode) throws(YAMLError) -> Condition {
        guard case .mapping = node.content else {
            switch try node.strings() {
            case ["present"]: return .present(cell)
            case ["absent"]: return .absent(cell)
            case let codes: return .isOne(cell, of: codes.map(CodeList.folded))
            }
        }
        let entries = try node.mapping(of: ["is", "not"])
        if let codes = try entries["is"]?.strings(), entries["not"] == nil {
            return .isOne(cell, of: codes.map(CodeList.folded))
        }
        if let codes = try entries["not"]?.strings(), entries["is"] == nil {
            return .isNone(cell, of: codes.map(CodeList.folded))
        }
        throw node.fault("expected `is: [codes]` or `not: [codes]`")
    }
}

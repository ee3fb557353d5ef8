internal import SafeguardingModel
internal import StrictYAML

/// A reader of a mapping file, from top to bottom, which collects the columns that the file names.
struct MappingParser {
    /// The meaning of a plain name at the current place in the file.
    enum Scope {
        case row
        /// Inside an `each` with `by`: `item` is the piece, every other name is a column.
        case piece
        /// Inside an `each` over JSON objects: a name is a member of the object.
        case element
    }

    var columns = Columns()
    var codes: [String: CodeList] = [:]
    var scope = Scope.row

    static let keys = [
        "mapping", "title", "system", "match", "format", "csv", "timezone", "dates", "key", "required", "optional",
        "empty", "full", "codes", "checks", "subject", "recorded", "child", "data", "extra", "events", "samples",
    ]

    /// The settings that every event of the mapping has unless it overrides them.
    struct Common {
        var subject: ValueExpression?
        var recorded: ValueExpression?
        var child: [MemberTemplate] = []
        var data: YAMLNode?
        var extra: YAMLNode?
    }
}

extension Mapping {
    init(_ root: YAMLNode) throws(YAMLError) {
        let file = try root.mapping(of: MappingParser.keys)
        var parser = MappingParser()
        parser.codes = try MappingParser.codeLists(file["codes"])
        name = try MappingParser.word(file.required("mapping"))
        title = try file["title"]?.string() ?? name
        system = try file["system"].map(MappingParser.word) ?? name
        match = try MappingParser.patterns(file.required("match"))
        format = try MappingParser.format(file)
        zone = try MappingParser.zone(file["timezone"])
        dates = try MappingParser.dates(file["dates"])
        isFull = try file["full"]?.bool() ?? false
        samples = try file["samples"]?.strings() ?? []
        emptyWords = try file["empty"]?.strings() ?? MappingParser.usualEmptyWords
        var key = try parser.key(file.required("key"))
        required = try parser.cells(file["required"])
        checks = try parser.checks(file["checks"])
        let common = try parser.common(file)
        events = try parser.events(file.required("events"), common)
        if let optional = file["optional"] {
            try parser.requireKnown(optional)
            parser.columns.allowMissing(try optional.strings())
        }
        columns = parser.columns
        about = ChildTemplate(common, events)
        key.references = Set(key.isReference ? key.columns : events.flatMap(\.referenceColumns))
        self.key = key
    }
}

// MARK: Settings

extension MappingParser {
    /// The words that Excel and databases write for an empty cell.
    static let usualEmptyWords = ["#N/A", "#NA", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "NULL"]

    static func word(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        guard AgencyName(rawValue: text).isWellFormed, text.utf8.count <= 40 else {
            throw node.fault(
                "expected a short name of lower-case letters, digits and hyphens, such as 'missing-episodes'"
            )
        }
        return text
    }

    static func patterns(_ node: YAMLNode) throws(YAMLError) -> [NamePattern] {
        let texts = try node.strings()
        guard !texts.isEmpty, !texts.contains(where: { $0.isEmpty || $0.contains("/") }) else {
            throw node.fault("expected file names such as 'missing_*.csv', without folders")
        }
        return texts.map(NamePattern.init)
    }

    static func zone(_ node: YAMLNode?) throws(YAMLError) -> Zone {
        guard let node else { return .london }
        guard let zone = Zone(name: try node.string()) else {
            throw node.fault("expected 'Europe/London', 'UTC' or an offset such as '+01:00'")
        }
        return zone
    }

    static func dates(_ node: YAMLNode?) throws(YAMLError) -> [DateFormat] {
        guard let node else { return [DateFormat("iso"), DateFormat("yyyy-MM-dd")].compactMap(\.self) }
        var formats: [DateFormat] = []
        for text in try node.strings() {
            guard let format = DateFormat(text) else {
                throw node.fault(
                    "'\(text)' is no date format; expected one such as 'dd/MM/yyyy HH:mm', 'iso' or 'excel'"
                )
            }
            if let other = formats.first(where: { $0.contradicts(format) }) {
                throw node.fault("'\(other.text)' and '\(text)' read the same text as different days: keep one of them")
            }
            formats.append(format)
        }
        return formats
    }

    static func format(_ file: YAMLMapping) throws(YAMLError) -> Mapping.Format {
        let format = try file.required("format").choice(of: ["csv", "json", "json-lines"])
        guard format == "csv" || file["csv"] == nil else {
            throw file.node.fault("the key 'csv' is for `format: csv`; the format here is '\(format)'")
        }
        return switch format {
        case "csv": .csv(try dialect(file["csv"]))
        case "json": .json
        default: .jsonLines
        }
    }

    private static func dialect(_ node: YAMLNode?) throws(YAMLError) -> CSVDialect {
        var dialect = CSVDialect()
        guard let settings = try node?.mapping(of: ["delimiter", "encoding", "otherwise", "skip", "quotes"]) else {
            return dialect
        }
        if let node = settings["delimiter"] { dialect.delimiter = try delimiter(node) }
        if let node = settings["encoding"] { dialect.encoding = try node.choice(Encoding.self) }
        if let node = settings["otherwise"] {
            let words = Encoding.allCases.map(\.rawValue) + ["reject"]
            dialect.otherwise = Encoding(rawValue: try node.choice(of: words))
        }
        if let node = settings["quotes"] { dialect.hasQuotes = try node.choice(of: ["double", "none"]) == "double" }
        dialect.skippedLines = try settings["skip"]?.integer(in: 0...100) ?? 0
        return dialect
    }

    private static func delimiter(_ node: YAMLNode) throws(YAMLError) -> UInt8 {
        switch try node.string() {
        case ",": UInt8(ascii: ",")
        case ";": UInt8(ascii: ";")
        case "|": UInt8(ascii: "|")
        case "tab", "\t": UInt8(ascii: "\t")
        default: throw node.fault("expected one of \",\" \";\" \"|\" tab")
        }
    }

    static func codeLists(_ node: YAMLNode?) throws(YAMLError) -> [String: CodeList] {
        var lists: [String: CodeList] = [:]
        for entry in try node?.openMapping().entries ?? [] {
            lists[entry.key] = try codeList(entry)
        }
        return lists
    }

    private static func codeList(_ list: YAMLNode.Entry) throws(YAMLError) -> CodeList {
        var words: [String: String] = [:]
        var otherwise = CodeList.Otherwise.reject
        for entry in try list.value.openMapping().entries {
            if entry.key == "else" {
                otherwise = try entry.value.choice(CodeList.Otherwise.self)
            } else {
                let folded = CodeList.folded(entry.key)
                guard words[folded] == nil else {
                    throw YAMLError(
                        file: list.value.file,
                        line: entry.line,
                        message: "the code '\(entry.key)' stands twice in '\(list.key)'"
                    )
                }
                let word = entry.value.isNull ? "" : try entry.value.string()
                // Both spellings are entered, because most cells contain the code exactly as the mapping writes it.
                (words[folded], words[entry.key]) = (word, word)
            }
        }
        return CodeList(name: list.key, words: words, otherwise: otherwise)
    }
}

// MARK: Keys and checks

extension MappingParser {
    mutating func key(_ node: YAMLNode) throws(YAMLError) -> RecordKeyTemplate {
        let entries = try node.mapping(of: ["reference", "columns"])
        switch (entries["reference"], entries["columns"]) {
        case (let reference?, nil):
            return RecordKeyTemplate(columns: [try cell(reference)], isReference: true)
        case (nil, let columns?):
            let cells = try cells(columns)
            guard !cells.isEmpty else { throw columns.fault("expected at least one column") }
            return RecordKeyTemplate(columns: cells, isReference: false)
        default:
            throw node.fault(
                "expected either `reference: <column>`, a reference number, or `columns: [<column>, ...]`, which together "
                    + "tell one record from another"
            )
        }
    }

    mutating func checks(_ node: YAMLNode?) throws(YAMLError) -> [RowCheck] {
        var checks: [RowCheck] = []
        for item in try node?.list() ?? [] { checks.append(try check(item)) }
        return checks
    }

    private mutating func check(_ node: YAMLNode) throws(YAMLError) -> RowCheck {
        let entries = try node.mapping(of: ["order", "filled", "when", "says"])
        let demand: RowCheck.Demand
        if let order = entries["order"], entries["filled"] == nil {
            let cells = try cells(order)
            guard cells.count == 2 else { throw order.fault("expected two columns, the earlier first") }
            demand = .order(cells[0], cells[1])
        } else if let filled = entries["filled"], entries["order"] == nil {
            demand = .filled(try cells(filled))
        } else {
            throw node.fault("expected `order: [earlier, later]` or `filled: [columns]`")
        }
        let condition = try condition(entries["when"])
        return RowCheck(demand: demand, condition: condition, message: try entries.required("says").name())
    }

    /// Requires that the mapping reads each optional column: otherwise its name is mistyped.
    func requireKnown(_ node: YAMLNode) throws(YAMLError) {
        for name in try node.strings() where !columns.names.contains(ColumnName(name)) {
            throw node.fault("'\(name)' is optional but is used nowhere in this mapping: is it mistyped?")
        }
    }
}

internal import SafeguardingModel

/// A row as a mapping reads it; inside an `each`, with the current item.
struct RowView {
    /// A fault of a value, which becomes a ``RowError``.
    struct ValueError: Error {
        var code: RowError.Code
        var cell: CellReference?
        var message: String
    }

    let row: Row
    let columns: Columns
    let emptyWords: [String]
    /// The time at which the export was made.
    let exported: Instant
    var item: JSONValue?
    /// Whether references are read, in which stand-ins such as `UNKNOWN` and `0` count as empty.
    var readsReferences = false

    /// Returns the content of a cell as one text; empty where it has none.
    func text(_ cell: CellReference) throws(ValueError) -> String {
        switch (cell, row.content) {
        case (.column(let column), .cells(let cells)): return meaningful(cells[column.index])
        case (.column(let column), .object(let object)):
            return try text(member(columns.paths[column.index][...], of: object), cell)
        case (.item, _): return try text(item, cell)
        case (.member(let path), _): return try text(item?.object.flatMap { member(path[...], of: $0) }, cell)
        }
    }

    /// Returns the content of a cell as several texts: the elements of a JSON array.
    func texts(_ cell: CellReference) throws(ValueError) -> [String] {
        guard case .array(let values) = json(cell) else {
            let text = try text(cell)
            return text.isEmpty ? [] : [text]
        }
        var texts: [String] = []
        for value in values {
            let text = try text(value, cell)
            if !text.isEmpty { texts.append(text) }
        }
        return texts
    }

    /// Returns the JSON itself; nil in a CSV row, which has none.
    func json(_ cell: CellReference) -> JSONValue? {
        switch (cell, row.content) {
        case (.column(let column), .object(let object)): member(columns.paths[column.index][...], of: object)
        case (.column, .cells): nil
        case (.item, _): item
        case (.member(let path), _): item?.object.flatMap { member(path[...], of: $0) }
        }
    }

    /// Returns the name of a cell in complaints.
    func name(of cell: CellReference?) -> String {
        switch cell {
        case .column(let column): columns.name(of: column)
        case .item: "item"
        case .member(let path): path.joined(separator: ".")
        case nil: ""
        }
    }

    private func member(_ path: ArraySlice<String>, of object: JSONObject) -> JSONValue? {
        guard let first = path.first, let value = object[first] else { return nil }
        return path.count == 1 ? value : value.object.flatMap { member(path.dropFirst(), of: $0) }
    }

    private func text(_ value: JSONValue?, _ cell: CellReference) throws(ValueError) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): meaningful(CellText.cleaned(text))
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): meaningful(String(value))
        case .number(let value): "\(value)"
        case .array(let values) where values.count == 1: try text(values[0], cell)
        case .array(let values) where values.isEmpty: ""
        case .array, .object:
            throw ValueError(code: .notText, cell: cell, message: "expected one value, found a list or an object")
        }
    }

    /// Returns the same row, read for references or not.
    func reading(references: Bool) -> RowView {
        var view = self
        view.readsReferences = references
        return view
    }

    /// Returns the text, or nothing for `#N/A` and similar words.
    private func meaningful(_ text: String) -> String {
        let count = text.utf8.count
        for word in emptyWords where word.utf8.count == count && RowView.isSame(word, text) { return "" }
        return readsReferences && StandIn.isOne(text) ? "" : text
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        zip(left.utf8, right.utf8).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && (97...122).contains($0 | 0x20)) }
    }
}

// MARK: Conditions

extension RowView {
    func holds(_ condition: Condition) throws(ValueError) -> Bool {
        switch condition {
        case .all(let parts):
            for part in parts where try !holds(part) { return false }
            return true
        case .any(let parts):
            for part in parts where try holds(part) { return true }
            return false
        case .present(let cell): return try !texts(cell).isEmpty || isObject(cell)
        case .absent(let cell): return try texts(cell).isEmpty && !isObject(cell)
        case .isOne(let cell, let codes): return try codes.contains(CodeList.folded(text(cell)))
        case .isNone(let cell, let codes): return try !codes.contains(CodeList.folded(text(cell)))
        }
    }

    private func isObject(_ cell: CellReference) -> Bool { json(cell)?.object != nil }
}

internal import SafeguardingModel

extension RowView {
    /// Returns one text; empty where the row has no value.
    func text(_ value: ValueExpression) throws(ValueError) -> String {
        switch value {
        case .cell(let cell): return try text(cell)
        case .constant(let text): return text
        case .first(let parts):
            for part in parts {
                let text = try text(part)
                if !text.isEmpty { return text }
            }
            return ""
        case .join(let parts, let separator): return try joined(parts, separator)
        case .coded(let part, let list): return try word(text(part), list, part)
        case .when(let condition, let part): return try reading(references: false).holds(condition) ? text(part) : ""
        case .split, .list: return try texts(value).first ?? ""
        case .exported: return ""
        }
    }

    /// Returns several texts, none of them empty.
    func texts(_ value: ValueExpression) throws(ValueError) -> [String] {
        switch value {
        case .cell(let cell): return try texts(cell)
        case .list(let parts):
            var texts: [String] = []
            for part in parts { texts += try self.texts(part) }
            return texts
        case .split(let part, let separator): return try pieces(text(part), separator)
        case .coded(let part, let list):
            var words: [String] = []
            for text in try texts(part) { words.append(try word(text, list, part)) }
            return words.filter { !$0.isEmpty }
        case .when(let condition, let part): return try reading(references: false).holds(condition) ? texts(part) : []
        case .first(let parts):
            for part in parts {
                let texts = try texts(part)
                if !texts.isEmpty { return texts }
            }
            return []
        case .constant, .join, .exported:
            let text = try text(value)
            return text.isEmpty ? [] : [text]
        }
    }

    /// Joins texts; returns nothing where only constants have content. A reference with a stand-in as one part is empty
    /// too, because other records would share the rest.
    private func joined(_ parts: [ValueExpression], _ separator: String) throws(ValueError) -> String {
        var texts: [String] = []
        var hasContent = false
        for part in parts {
            let text = try text(part)
            if !text.isEmpty { texts.append(text) }
            if readsReferences, text.isEmpty, try !reading(references: false).text(part).isEmpty { return "" }
            if !text.isEmpty, !part.isConstant { hasContent = true }
        }
        return hasContent ? texts.joined(separator: separator) : ""
    }

    private func pieces(_ text: String, _ separator: String) -> [String] {
        if text.isEmpty { return [] }
        let separator = Array(separator.utf8)
        var pieces: [String] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let end = rest.indices.first { rest[$0...].starts(with: separator) } ?? rest.endIndex
            let piece = CellText.cleaned(rest[..<end], encoding: .utf8)
            if !piece.isEmpty { pieces.append(piece) }
            rest = rest[end...].dropFirst(separator.count)
        }
        return pieces
    }

    private func word(_ code: String, _ list: CodeList, _ part: ValueExpression) throws(ValueError) -> String {
        if code.isEmpty { return "" }
        guard case .word(let word) = list.word(for: code) else {
            throw ValueError(
                code: .unknownCode,
                cell: part.column,
                message:
                    "the value is not in the code list '\(list.name)': mend the cell, or add the code to the mapping"
            )
        }
        return word
    }
}

// MARK: Moments

extension RowView {
    /// Returns nil where the row has no value.
    func moment(_ value: ValueExpression, _ formats: [DateFormat], in zone: Zone) throws(ValueError) -> Moment? {
        let text = try text(value)
        if text.isEmpty { return nil }
        for format in formats {
            if let moment = format.read(text, in: zone) { return moment }
        }
        let known = formats.map { "'\($0.text)'" }.joined(separator: ", ")
        throw ValueError(
            code: .badDate,
            cell: value.column,
            message:
                "expected a date in the years 1900 to 2100 as \(known): mend the cell, or add its format to `dates`"
        )
    }
}

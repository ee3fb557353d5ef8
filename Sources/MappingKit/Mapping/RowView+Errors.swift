internal import SafeguardingModel

extension RowView {
    func rejection(_ fault: ValueError, event: String = "", field: String = "") -> RowError {
        RowError(
            row: row.number,
            line: row.line,
            code: fault.code,
            column: name(of: fault.cell),
            field: field,
            event: event,
            message: fault.message,
            raw: row.raw
        )
    }

    /// Returns the fault of a row about a child without a reference for the child.
    static func nameless(_ subject: ValueExpression?) -> MemberError {
        let fault = ValueError(
            code: .missingValue,
            cell: subject?.column,
            message:
                "the record has no reference for the child (a word such as UNKNOWN is none): fill the column, or name one "
                + "that can stand in under `subject: { first: [...] }`"
        )
        return MemberError(fault: fault, path: "subject")
    }

    /// Returns the subject of an event, and whether the event's condition holds.
    func presence(of template: EventTemplate) throws(MemberError) -> (subject: String, isThere: Bool) {
        var path = "when"
        do throws(ValueError) {
            let isThere = try template.condition.map { condition throws(ValueError) in try holds(condition) } ?? true
            path = "subject"
            return (try subject(template.subject), isThere)
        } catch {
            throw MemberError(fault: error, path: path)
        }
    }

    /// Returns the agency's own reference for the child; empty where the row has none.
    func subject(_ value: ValueExpression?) throws(ValueError) -> String {
        try value.map { value throws(ValueError) in try reading(references: true).text(value) } ?? ""
    }

    /// Returns the reference, and the number of the alternative that gave it, from 0.
    func firstSubject(_ value: ValueExpression?) throws(ValueError) -> (String, alternative: Int) {
        guard case .first(let parts) = value else { return (try subject(value), 0) }
        for (number, part) in parts.enumerated() {
            let text = try subject(part)
            if !text.isEmpty { return (text, number) }
        }
        return ("", 0)
    }

    func satisfies(_ check: RowCheck, _ formats: [DateFormat], in zone: Zone) throws(ValueError) -> Bool {
        if let condition = check.condition, try !holds(condition) { return true }
        switch check.demand {
        case .filled(let cells):
            for cell in cells where try text(cell).isEmpty { return false }
            return true
        case .order(let left, let right):
            guard let earlier = try moment(.cell(left), formats, in: zone),
                let later = try moment(.cell(right), formats, in: zone)
            else { return true }
            return RowView.mayPrecede(earlier, later, zone)
        }
    }

    /// Returns whether the order is possible: a day and a moment of that same day are in order either way.
    private static func mayPrecede(_ earlier: Moment, _ later: Moment, _ zone: Zone) -> Bool {
        switch (earlier, later) {
        case (.instant(let left), .instant(let right)): left <= right
        default: earlier.day(in: zone) <= later.day(in: zone)
        }
    }
}

extension RowCheck.Demand {
    var cell: CellReference? {
        switch self {
        case .order(_, let later): later
        case .filled(let cells): cells.first
        }
    }
}

extension ValueExpression {
    /// Whether the export's own time may be used as this value.
    var mayBeExported: Bool {
        switch self {
        case .exported: true
        case .first(let parts): parts.contains(where: \.mayBeExported)
        case .when(_, let part): part.mayBeExported
        case .cell, .constant, .join, .split, .list, .coded: false
        }
    }
}

internal import SafeguardingModel

extension RowView {
    func rejection(_ fault: Fault, event: String = "", field: String = "") -> Rejection {
        Rejection(
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

    /// Whom an event is about, and whether its condition holds.
    func presence(of template: EventTemplate) throws(MemberFault) -> (subject: String, isThere: Bool) {
        do throws(Fault) {
            let isThere = try template.condition.map { condition throws(Fault) in try holds(condition) } ?? true
            let subject = try template.subject.map { value throws(Fault) in try text(value) } ?? ""
            return (subject, isThere)
        } catch {
            throw MemberFault(fault: error, path: "subject")
        }
    }

    func satisfies(_ check: RowCheck, _ formats: [DateFormat], in zone: Zone) throws(Fault) -> Bool {
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

    /// A day and a moment of that same day are in order either way.
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
    /// Whether the moment of the export may stand in for it.
    var mayBeExported: Bool {
        switch self {
        case .exported: true
        case .first(let parts): parts.contains(where: \.mayBeExported)
        case .when(_, let part): part.mayBeExported
        case .cell, .constant, .join, .split, .list, .coded: false
        }
    }
}

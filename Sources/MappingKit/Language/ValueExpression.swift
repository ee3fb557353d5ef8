/// Where a value of an event comes from, as the mapping writes it.
indirect enum ValueExpression: Hashable, Sendable {
    /// A column; in an `each`, also `item` or a member of the item.
    case cell(CellReference)
    /// The same text for every row.
    case constant(String)
    /// The first that is not empty.
    case first([ValueExpression])
    /// Those that are not empty, with something between them.
    case join([ValueExpression], with: String)
    /// Several values out of one text.
    case split(ValueExpression, by: String)
    /// Those that are not empty, as several values.
    case list([ValueExpression])
    /// Looked up in a code list; empty stays empty.
    case coded(ValueExpression, CodeList)
    /// Empty unless the condition holds.
    case when(Condition, ValueExpression)
    /// When the export was made.
    case exported

    /// Whether it says the same whatever the row holds.
    var isConstant: Bool {
        switch self {
        case .constant: true
        case .cell, .exported: false
        case .first(let parts), .join(let parts, _), .list(let parts): parts.allSatisfy(\.isConstant)
        case .split(let part, _), .coded(let part, _), .when(_, let part): part.isConstant
        }
    }

    /// Whether it can give several values.
    var isList: Bool {
        switch self {
        case .split, .list: true
        case .cell, .constant, .exported, .join: false
        case .first(let parts): parts.contains(where: \.isList)
        case .coded(let part, _), .when(_, let part): part.isList
        }
    }

    /// The first column that it reads, for complaints.
    var column: CellReference? { columns.first }

    /// The columns that it reads, but for those of conditions.
    var columns: [CellReference] {
        switch self {
        case .cell(let reference): [reference]
        case .constant, .exported: []
        case .first(let parts), .join(let parts, _), .list(let parts): parts.flatMap(\.columns)
        case .split(let part, _), .coded(let part, _), .when(_, let part): part.columns
        }
    }
}

/// What a name in a mapping points at.
enum CellReference: Hashable, Sendable {
    case column(Columns.Reference)
    /// The thing that an `each` is at.
    case item
    /// A member of it.
    case member([String])
}

/// When an event, an object or a value is there.
indirect enum Condition: Hashable, Sendable {
    case all([Condition])
    case any([Condition])
    case present(CellReference)
    case absent(CellReference)
    /// Codes are folded as in a code list.
    case isOne(CellReference, of: [String])
    case isNone(CellReference, of: [String])
}

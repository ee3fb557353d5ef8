/// The source of a value of an event, as the mapping writes it.
indirect enum ValueExpression: Hashable, Sendable {
    /// A column; in an `each`, also `item` or a member of the item.
    case cell(CellReference)
    /// The same text for every row.
    case constant(String)
    /// The first value that is not empty.
    case first([ValueExpression])
    /// The values that are not empty, joined with a separator.
    case join([ValueExpression], with: String)
    /// The pieces of one text.
    case split(ValueExpression, by: String)
    /// The values that are not empty, as a list.
    case list([ValueExpression])
    /// A value looked up in a code list; an empty value stays empty.
    case coded(ValueExpression, CodeList)
    /// A value that is empty unless the condition holds.
    case when(Condition, ValueExpression)
    /// The time at which the export was made.
    case exported

    /// Whether the value is the same for every row.
    var isConstant: Bool {
        switch self {
        case .constant: true
        case .cell, .exported: false
        case .first(let parts), .join(let parts, _), .list(let parts): parts.allSatisfy(\.isConstant)
        case .split(let part, _), .coded(let part, _), .when(_, let part): part.isConstant
        }
    }

    /// Whether the expression can give several values.
    var isList: Bool {
        switch self {
        case .split, .list: true
        case .cell, .constant, .exported, .join: false
        case .first(let parts): parts.contains(where: \.isList)
        case .coded(let part, _), .when(_, let part): part.isList
        }
    }

    /// The first column that the expression reads, for complaints.
    var column: CellReference? { columns.first }

    /// The columns that the expression reads, except those of conditions.
    var columns: [CellReference] {
        switch self {
        case .cell(let reference): [reference]
        case .constant, .exported: []
        case .first(let parts), .join(let parts, _), .list(let parts): parts.flatMap(\.columns)
        case .split(let part, _), .coded(let part, _), .when(_, let part): part.columns
        }
    }
}

/// The cell that a name in a mapping refers to.
enum CellReference: Hashable, Sendable {
    case column(Columns.Reference)
    /// The current item of an `each`.
    case item
    /// A member of the current item.
    case member([String])
}

/// A condition for making an event, an object or a value.
indirect enum Condition: Hashable, Sendable {
    case all([Condition])
    case any([Condition])
    case present(CellReference)
    case absent(CellReference)
    /// The cell has one of these codes; codes are compared as in a code list.
    case isOne(CellReference, of: [String])
    case isNone(CellReference, of: [String])
}

internal import SafeguardingModel

/// A template that makes one event of a row.
struct EventTemplate: Sendable {
    /// The part of the event's id that names the event: `reported`.
    var name: String
    var kind: EventKind
    var condition: Condition?
    var time: ValueExpression
    var recorded: ValueExpression?
    var subject: ValueExpression?
    var child: [MemberTemplate]
    var data: [MemberTemplate]
    /// The fields without which no event is made.
    var needs: [String] = []
}

/// One member of a JSON object: its name and the template of its value.
struct MemberTemplate: Sendable {
    var name: String
    var part: Part

    indirect enum Part: Sendable {
        case text(ValueExpression)
        case texts(ValueExpression)
        /// A moment, or a day where the source has no time.
        case moment(ValueExpression)
        case day(ValueExpression)
        case number(ValueExpression)
        case flag(ValueExpression)
        case object(ObjectTemplate)
        /// A list of which each item is an object or a plain name.
        case objects([ObjectTemplate])
    }
}

/// A template for one object in `people`, `places`, `vehicles`, or for one object per item of a list in the row.
struct ObjectTemplate: Sendable {
    enum Source: Sendable {
        case row
        /// The pieces of a text.
        case pieces(ValueExpression)
        /// The elements of a JSON array.
        case elements(CellReference)
    }

    var source: Source = .row
    var condition: Condition?
    var members: [MemberTemplate] = []
    /// A plain name in place of an object with members.
    var name: ValueExpression?
}

/// A condition that a row must satisfy, or it is rejected.
struct RowCheck: Sendable {
    enum Demand: Sendable {
        /// The first moment is not after the second, where both are filled.
        case order(CellReference, CellReference)
        case filled([CellReference])
    }

    var demand: Demand
    var condition: Condition?
    /// The message when the check fails, in the words of the mapping's author.
    var message: String
}

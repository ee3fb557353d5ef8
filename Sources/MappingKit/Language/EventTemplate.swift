internal import SafeguardingModel

/// How one event is made out of a row.
struct EventTemplate: Sendable {
    /// Part of the event's id: `reported`.
    var name: String
    var kind: EventKind
    var condition: Condition?
    var time: ValueExpression
    var recorded: ValueExpression?
    var subject: ValueExpression?
    var child: [MemberTemplate]
    var data: [MemberTemplate]
    /// Fields without which there is no event.
    var needs: [String] = []
}

/// One member of a JSON object: its name and what stands in it.
struct MemberTemplate: Sendable {
    var name: String
    var part: Part

    indirect enum Part: Sendable {
        case text(ValueExpression)
        case texts(ValueExpression)
        /// A moment, or a day where the source knows no more.
        case moment(ValueExpression)
        case day(ValueExpression)
        case number(ValueExpression)
        case flag(ValueExpression)
        case object(ObjectTemplate)
        /// Each of them an object, or a plain name.
        case objects([ObjectTemplate])
    }
}

/// One object in `people`, `places`, `vehicles`; or one for each item of a list in the row.
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

/// Something that a row must satisfy to be taken.
struct RowCheck: Sendable {
    enum Demand: Sendable {
        /// The first is not after the second, where both are filled.
        case order(CellReference, CellReference)
        case filled([CellReference])
    }

    var demand: Demand
    var condition: Condition?
    /// What is wrong otherwise, in the words of the mapping's author.
    var message: String
}

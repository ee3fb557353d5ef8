import SafeguardingModel

/// An alert as a row of a list.
struct AlertRow: Sendable {
    struct Due: Sendable {
        let time: TimeText
        /// The time left: `in 12 min`, `overdue by 40 min`.
        let distance: String
        let isOverdue: Bool
    }

    struct Child: Sendable {
        let href: String
        let name: String
        let age: String?
    }

    let id: String
    let href: String
    let headline: String
    let severity: String
    /// The severity as a class of the style sheet.
    let level: String
    let children: [Child]
    /// The adult or place, where the alert is about one.
    let about: String?
    let sectors: String
    let raised: TimeText
    let due: Due?
    let life: String
    /// The owner, or the account that it is offered to.
    let owner: String?
    let isNew: Bool
    let isOverdue: Bool
    let isWithdrawn: Bool
    let isExercise: Bool

    init(_ row: AlertList.Row, times: Times) {
        self.init(row.alert, about: row.about, isNew: row.isNew, times: times)
    }

    init(_ alert: Alert, about: AlertAbout, isNew: Bool = false, times: Times) {
        id = alert.id
        href = Address.alert(alert.id)
        headline = alert.explanation.headline.isEmpty ? alert.title : alert.explanation.headline
        severity = DeskWords.severity(alert.severity)
        level = alert.severity.rawValue
        children = about.children.map { Child($0, at: alert.finding.enteredAt, times: times) }
        self.about = AlertRow.subject(about)
        sectors = DeskWords.capitalized(DeskWords.list(alert.finding.sectors.map(\.words)))
        raised = times.short(alert.raisedAt)
        due = alert.wantedBy.map { Due($0, times: times) }
        life = DeskWords.life(alert)
        owner = DeskWords.owner(alert)
        self.isNew = isNew
        isOverdue = alert.isOverdue(at: times.now)
        isWithdrawn = alert.isWithdrawn
        isExercise = alert.isExercise
    }

    private static func subject(_ about: AlertAbout) -> String? {
        switch about {
        case .child: nil
        case .person(let label, _): "Adult: \(label)"
        case .place(let label, _): "Place: \(label)"
        }
    }
}

extension AlertRow.Due {
    init(_ deadline: Instant, times: Times) {
        time = times.short(deadline)
        isOverdue = deadline < times.now
        let words = Times.words(isOverdue ? times.now - deadline : deadline - times.now)
        distance = isOverdue ? "overdue by \(words)" : "in \(words)"
    }
}

extension AlertRow.Child {
    init(_ card: ChildCard, at time: Instant, times: Times) {
        href = Address.child(card.id)
        name = card.displayName
        age = times.age(born: card.born, at: time)
    }
}

extension ChildCard {
    /// The name, or where nobody gave one, an agency's reference for the child.
    var displayName: String {
        guard name.isEmpty else { return name }
        return records.first.map { "Name not given (\($0.key.agency) \($0.key.subject))" } ?? "Name not given"
    }
}

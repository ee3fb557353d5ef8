import SafeguardingModel

/// A drawing of what connects a child with others: the child on the left, names in the middle, others on the right.
struct Network: Sendable {
    struct Node: Sendable {
        let y: Int
        let textAt: Int
        let label: String
        let kind: String
        let isOfConcern: Bool
        let href: String?
    }

    struct Edge: Sendable {
        let from: Int
        let to: Int
        let isRight: Bool
    }

    let height: Int
    let middle: Int
    let name: String
    let links: [Node]
    let others: [Node]
    let edges: [Edge]
    let words: String

    private static let row = 38
    private static let most = 14

    /// Makes the drawing; nil where nothing is named.
    init?(_ connections: [Connection], name: String) {
        // Connections to other children come first, then persons of concern, then what is named most.
        let shown = connections.sorted { left, right in
            let ranks = [left, right].map { ($0.others.count, $0.isOfConcern ? 1 : 0, $0.mentions) }
            return ranks[0] != ranks[1] ? ranks[0] > ranks[1] : left.label < right.label
        }.prefix(Network.most)
        guard !shown.isEmpty else { return nil }
        var cards: [ChildCard] = []
        for card in shown.flatMap(\.others) where !cards.contains(where: { $0.id == card.id }) { cards.append(card) }
        let height = max(shown.count, cards.count, 2) * Network.row + 12
        func y(_ index: Int, of count: Int) -> Int {
            (height - count * Network.row) / 2 + index * Network.row + Network.row / 2
        }
        self.height = height
        middle = height / 2
        self.name = name
        links = shown.enumerated().map { index, connection in
            let at = y(index, of: shown.count)
            return Node(
                y: at - 14,
                textAt: at + 4,
                label: Network.short(connection.label),
                kind: connection.kind,
                isOfConcern: connection.isOfConcern,
                href: nil
            )
        }
        others = cards.enumerated().map { index, card in
            let at = y(index, of: cards.count)
            return Node(
                y: at - 14,
                textAt: at + 4,
                label: Network.short(card.displayName),
                kind: "child",
                isOfConcern: false,
                href: Address.child(card.id)
            )
        }
        var edges: [Edge] = []
        for (index, connection) in shown.enumerated() {
            let at = y(index, of: shown.count)
            edges.append(Edge(from: height / 2, to: at, isRight: false))
            for other in connection.others {
                guard let place = cards.firstIndex(where: { $0.id == other.id }) else { continue }
                edges.append(Edge(from: at, to: y(place, of: cards.count), isRight: true))
            }
        }
        self.edges = edges
        words =
            "\(DeskWords.count(shown.count, "person, place or mark is", "people, places and marks are")) named about this child; \(DeskWords.count(cards.count, "other child is", "other children are")) linked through them. The table below says the same."
    }

    private static func short(_ text: String) -> String { text.count > 30 ? "\(text.prefix(29))…" : text }
}

/// A connection as a row of a table.
struct ConnectionRow: Sendable {
    let label: String
    let kind: String
    let isOfConcern: Bool
    let mentions: String
    let last: TimeText
    let others: [AlertRow.Child]
    let hasOthers: Bool
    let note: String?

    init(_ connection: Connection, times: Times) {
        label = connection.label
        kind = DeskWords.capitalized(DeskWords.plain(connection.kind))
        isOfConcern = connection.isOfConcern
        mentions = DeskWords.count(connection.mentions, "time", "times")
        last = times.text(connection.last)
        others = connection.others.map { AlertRow.Child($0, at: times.now, times: times) }
        hasOthers = !others.isEmpty
        note = connection.isCommon ? "Named about so many children that it joins nobody" : nil
    }
}

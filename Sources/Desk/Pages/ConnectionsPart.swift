import DaemonKit
import SafeguardingModel

/// The people, places and marks named about a child, with other children linked through them: as a drawing and a table.
struct ConnectionsPart {
    let connections: [Connection]
    /// The child's name.
    let name: String
    let times: Times

    /// The part; nil where nothing is named.
    var html: HTML? {
        guard !connections.isEmpty else { return nil }
        return .section(
            "network",
            "People, places and marks, and children linked through them",
            """
            \(drawing)
            <details class="others">
            <summary>The same as a table</summary>
            \(table)
            </details>
            """
        )
    }

    private var table: HTML {
        PageTable(
            connections,
            caption: "Who and what is named about this child, and other children linked through them",
            [
                .head("Named") {
                    "\($0.label)\(#" <span class="tag late">person of concern</span>"#, if: $0.isOfConcern)"
                },
                .cell("What it is") { "\(Wording.capitalised(DeskWords.plain($0.kind)))" },
                .cell("How often") { "\(Wording.count($0.mentions, "time", "times"))" },
                .cell("Last") { "\(times.text($0.last))" },
                .cell("Other children") { connection in
                    guard connection.others.isEmpty else { return "\(connection.others.map { $0.link() })" }
                    return connection.isCommon ? "Named about so many children that it joins nobody" : "None known"
                },
            ]
        ).html
    }
}

// MARK: Drawing

extension ConnectionsPart {
    private static let row = 38
    private static let most = 14

    /// The drawing: the child on the left, names in the middle, other children on the right.
    private var drawing: HTML {
        // Connections to other children come first, then persons of concern, then what is named most.
        let shown = connections.sorted { left, right in
            let ranks = [left, right].map { ($0.others.count, $0.isOfConcern ? 1 : 0, $0.mentions) }
            return ranks[0] != ranks[1] ? ranks[0] > ranks[1] : left.label < right.label
        }.prefix(ConnectionsPart.most)
        let cards = Links.others(Array(shown))
        let height = max(shown.count, cards.count, 2) * ConnectionsPart.row + 12
        let middle = height / 2
        /// Returns the middle of one of several boxes beneath each other.
        func y(_ index: Int, of count: Int) -> Int {
            (height - count * ConnectionsPart.row) / 2 + index * ConnectionsPart.row + ConnectionsPart.row / 2
        }
        let edges = shown.enumerated().flatMap { index, connection in
            let at = y(index, of: shown.count)
            let places = connection.others.compactMap { other in cards.firstIndex { $0.id == other.id } }
            return [edge("edge", from: 240, middle, to: 340, at)]
                + places.map { edge("edge strong", from: 590, at, to: 690, y($0, of: cards.count)) }
        }
        let words =
            "\(Wording.count(shown.count, "person, place or mark is", "people, places and marks are")) named about this child; \(Wording.count(cards.count, "other child is", "other children are")) linked through them. The table below says the same."
        return """
            <div class="drawing" role="region" aria-label="Links, drawn" tabindex="0">
            <svg class="network" role="group" aria-label="\(words)" viewBox="0 0 960 \(height)" width="960" \
            height="\(height)">
            \(edges)
            <rect class="node self" x="10" y="\(middle)" transform="translate(0 -16)" width="230" height="32" rx="6"/>\
            <text class="self" x="125" y="\(middle)" dy="5" text-anchor="middle">\(name)</text>
            \(shown.enumerated().map { node($1, at: y($0, of: shown.count)) })
            \(cards.enumerated().map { node($1, at: y($0, of: cards.count)) })
            </svg>
            </div>
            """
    }

    private func edge(_ style: String, from x: Int, _ y: Int, to end: Int, _ endY: Int) -> HTML {
        """
        <path class="\(style)" d="M\(x) \(y)C\(x + 50) \(y) \(end - 50) \(endY) \(end) \(endY)"/>

        """
    }

    private func node(_ connection: Connection, at y: Int) -> HTML {
        """
        <rect class="node\(" concern", if: connection.isOfConcern)" x="340" y="\(y - 14)" width="250" height="28" \
        rx="6"/><text x="352" y="\(y + 4)">\(ConnectionsPart.short(connection.label))</text>

        """
    }

    private func node(_ card: ChildCard, at y: Int) -> HTML {
        """
        <a href="\(Address.child(card.id))"><rect class="node child" x="690" y="\(y - 14)" width="250" height="28" \
        rx="6"/><text class="link" x="702" y="\(y + 4)">\(ConnectionsPart.short(card.displayName))</text></a>

        """
    }

    private static func short(_ text: String) -> String { text.count > 30 ? "\(text.prefix(29))…" : text }
}

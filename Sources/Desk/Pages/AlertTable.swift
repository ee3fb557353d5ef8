/// A table of alerts.
struct AlertTable: Sendable {
    let caption: String
    let rows: [AlertRow]
    /// The heading of the child column; nil on a child's own page.
    let childColumn: String?

    /// Makes the table; nil where there are no rows.
    init?(_ rows: [AlertRow], caption: String, showsChild: Bool = true) {
        guard !rows.isEmpty else { return nil }
        childColumn = showsChild ? "Child" : nil
        self.caption = caption
        self.rows = rows
    }
}

/// A table of facts.
struct FactTable: Sendable {
    let caption: String
    let rows: [EvidenceRow]

    init?(_ rows: some Collection<EvidenceRow>, caption: String) {
        guard !rows.isEmpty else { return nil }
        self.caption = caption
        self.rows = Array(rows)
    }
}

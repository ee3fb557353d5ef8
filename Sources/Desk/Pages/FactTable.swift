import DaemonKit
import SafeguardingModel

/// A table of facts.
struct FactTable {
    let rows: [EvidenceRow]
    let caption: HTML

    /// The table; nil where there are no rows.
    var html: HTML? {
        guard !rows.isEmpty else { return nil }
        return PageTable(
            rows,
            style: "facts",
            caption: caption,
            [
                .cell("Happened", style: "when") { row in
                    let number: HTML? = row.number.map {
                        #"<span class="number"><span class="unseen">Evidence </span>\#($0)</span> "#
                    }
                    return "\(number)\(row.happened)"
                },
                .head("What") { row in
                    let shortened: HTML = #" <span class="tag">shortened by its owner</span>"#
                    return "\(row.sentence)\(shortened, if: row.isSanitised)\(row.quote)"
                },
                .cell("Agency") { #"\#($0.agency)<span class="sector">\#(DeskWords.sector($0.fact.sector))</span>"# },
                .cell("Written down", style: "when") { "\($0.writtenDown)" },
                .cell("We learned", style: "when") { row in
                    let late: HTML? = row.late.map { #"<span class="tag late">\#($0)</span>"# }
                    return "\(row.learned)\(late)"
                },
            ]
        ).html
    }
}

extension EvidenceRow {
    var quote: HTML? { summary.map { #"<span class="quote">“\#($0)”</span>"# } }
}

import DaemonKit
import SafeguardingModel

/// The latest lines of the access log.
struct OversightPage: Page {
    let entries: [AuditEntry]
    /// Whether only files opened without open work are shown.
    let isOnlyOpenings: Bool
    let frame: PageFrame
    let times: Times

    var content: HTML {
        let current: HTML = #" aria-current="page""#
        return """
            <h1>Who saw what</h1>
            <p class="lead">The latest entries of a log to which lines are only ever added. <code>refbus audit verify\
            </code> holds it against its signed daily roots.</p>
            <nav class="filters" aria-label="Which entries">
            <ul>
            <li><a href="/oversight"\(current, if: !isOnlyOpenings)>Everything</a></li>
            <li><a href="/oversight?only=opened"\(current, if: isOnlyOpenings)>Files opened without open work</a></li>
            </ul>
            </nav>
            \(table)
            """
    }

    private var table: HTML {
        guard !entries.isEmpty else { return "<p>Nothing of that kind since the log began.</p>" }
        let look: HTML = #" <span class="tag late">look at this</span>"#
        return PageTable(
            entries,
            caption: "Who saw what, the latest first",
            [
                .head("When") { "\(times.text($0.at))" }, .cell("Who") { "\($0.by)" },
                .cell("What") { "\(DeskWords.audit($0.what))\(look, if: $0.what == .opened)" },
                .cell("About", about), .cell("Reason or detail") { $0.detail.nonEmpty.map { "\($0)" } },
            ]
        ).html
    }

    private func about(_ entry: AuditEntry) -> HTML? {
        if !entry.alert.isEmpty { return #"<a href="\#(Address.alert(entry.alert))">\#(entry.alert)</a>"# }
        let child = ChildID(rawValue: entry.child)
        return entry.child.isEmpty ? nil : #"<a href="\#(Address.child(child))">Child's file</a>"#
    }
}

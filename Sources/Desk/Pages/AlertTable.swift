import DaemonKit
import SafeguardingModel

/// The rows of a list of alerts.
struct AlertTable {
    let rows: [AlertList.Row]
    let caption: HTML
    /// Whether there is a column of children, as everywhere but on a child's own page.
    var showsChild = true
    let times: Times

    private typealias Column = PageTable<AlertList.Row>.Column

    /// The table; nil where there are no rows.
    var html: HTML? {
        guard !rows.isEmpty else { return nil }
        var columns: [Column] = [.cell("Severity", style: "severity", severity), .head("What happened", headline)]
        if showsChild { columns.append(.cell("Child") { "\(children(of: $0.alert, $0.about, times))" }) }
        columns += [
            .cell("Sectors", style: "sectors") { "\($0.alert.sectors)" },
            .cell("Raised") { "\(times.short($0.alert.raisedAt))" }, due,
            .cell("State") { row in
                let owner: HTML? = DeskWords.owner(row.alert).map { #"<span class="owner">\#($0)</span>"# }
                return "\(DeskWords.life(row.alert))\(owner)"
            },
        ]
        return PageTable(rows, style: "alerts", caption: caption, attributes: attributes, columns).html
    }

    private func attributes(_ row: AlertList.Row) -> HTML {
        let alert = row.alert
        return """
             id="row-\(alert.id)" class="row \(alert.severity.rawValue)\(" overdue", if: alert.isOverdue(at: times.now))\
            \(" withdrawn", if: alert.isWithdrawn)"
            """
    }

    private func severity(_ row: AlertList.Row) -> HTML {
        """
        \(row.alert.badge)\(#" <span class="tag new">New</span>"#, if: row.isNew)\
        \(#" <span class="tag">Exercise</span>"#, if: row.alert.isExercise)
        """
    }

    private func headline(_ row: AlertList.Row) -> HTML {
        let about: HTML? = row.about.words.map { #"<span class="about">\#($0)</span>"# }
        return #"<a href="\#(Address.alert(row.alert.id))">\#(row.alert.headline)</a>\#(about)"#
    }

    private var due: Column {
        Column.cell("Acknowledge by", whenEmpty: #"<span class="none">–</span>"#) { row in
            row.alert.wantedBy.map { wanted in
                let left = TimeLeft(until: wanted, times: times)
                return "\(left.deadline)\(left.html)"
            }
        }
    }
}

/// Returns the links to an alert's children, each with the age then and now.
func children(of alert: Alert, _ about: AlertAbout, _ times: Times) -> [HTML] {
    about.children.map { $0.link(age: times.age(born: $0.born, at: alert.finding.enteredAt)) }
}

extension Alert {
    var headline: String { explanation.headline.nonEmpty ?? title }
    var badge: HTML { #"<span class="badge \#(severity.rawValue)">\#(DeskWords.severity(severity))</span>"# }
    var sectors: String { Wording.capitalised(Wording.list(finding.sectors.map(\.words))) }
}

extension AlertAbout {
    /// The adult or place, where the alert is about one.
    var words: String? {
        switch self {
        case .child: nil
        case .person(let label, _): "Adult: \(label)"
        case .place(let label, _): "Place: \(label)"
        }
    }
}

extension ChildCard {
    /// The name, or where nobody gave one, an agency's reference for the child.
    var displayName: String {
        guard name.isEmpty else { return name }
        return records.first.map { "Name not given (\($0.key.agency) \($0.key.subject))" } ?? "Name not given"
    }

    func link(age: String? = nil) -> HTML {
        let age: HTML? = age.map { #"<span class="age"><span class="unseen">, aged </span>\#($0)</span>"# }
        return #"<span class="child"><a href="\#(Address.child(id))">\#(displayName)</a>\#(age)</span>"#
    }
}

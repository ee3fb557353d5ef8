import Accounts
import DaemonKit
import SafeguardingModel

/// The open alerts at the change of a shift, with owners and deadlines.
struct HandoverPage: Page {
    let handover: Handover
    let reader: Reader
    /// The accounts to which alerts can be offered.
    let colleagues: [String]
    let frame: PageFrame
    let times: Times

    var content: HTML {
        let others = handover.parts.keys.compactMap { if case .colleague(let name) = $0 { name } else { nil } }
        return """
            <h1>Hand-over</h1>
            <p class="lead">\(summary)</p>
            \(offered)
            \(HTML.section("mine", "Yours", mine))
            \(HTML.section("nobodys", "Nobody's yet", nobodys))
            \(others.sorted().map(other))
            """
    }

    private var summary: String {
        func count(_ whose: Handover.Whose) -> Int { handover.parts[whose]?.count ?? 0 }
        let all = handover.parts.values.reduce(0) { $0 + $1.count }
        let (mine, free) = (count(.mine), count(.nobodys) + count(.offered))
        return
            "\(Wording.count(all, "alert is", "alerts are")) open: \(mine) yours, \(all - mine - free) with colleagues, \(free) nobody's yet or offered to you."
    }

    private func count(_ whose: Handover.Whose) -> HTML {
        let count = handover.parts[whose]?.count ?? 0
        return #"<span class="count">\#(Wording.count(count, "alert", "alerts"))</span>"#
    }

    /// Returns the table of a part; nil where there is no such part.
    private func rows(_ whose: Handover.Whose, _ caption: HTML) -> HTML? {
        handover.parts[whose].map { part in
            let (shown, rest) = (part.rows.count, part.count - part.rows.count)
            let more: HTML =
                #"<p class="small">The \#(shown) most urgent are shown; \#(rest) more stand in the list of open alerts.</p>"#
            return "\(AlertTable(rows: part.rows, caption: caption, times: times).html)\n\(more, if: rest > 0)"
        }
    }

    private var offered: HTML? {
        guard let rows = rows(.offered, "Offered to you") else { return nil }
        let accept = HTML.form("/handover/accept", frame.token, "<button type=\"submit\">Accept all of them</button>")
        return .section(
            "offered",
            "Offered to you \(count(.offered))",
            style: "panel",
            """
            <p>These stay with your colleague until you accept.</p>
            \(rows)
            \(accept, if: reader.role.mayDecide)
            """
        )
    }

    private var mine: HTML {
        let rows = rows(.mine, "Yours") ?? "<p>You have no open alert.</p>"
        return "\(rows)\n\(offer, if: mayOffer)"
    }

    private var nobodys: HTML {
        rows(.nobodys, "Nobody's yet") ?? "<p>Every open alert is somebody's.</p>"
    }

    private var mayOffer: Bool {
        reader.role.mayDecide && !colleagues.isEmpty && handover.parts[.mine]?.canBeOffered == true
    }

    private var offer: HTML {
        """
        <form method="post" action="/handover/offer" class="panel offer">
        \(frame.token)
        <h3>Hand all of yours over</h3>
        <label for="to">To</label>
        <select id="to" name="to" required><option value="">Choose a colleague</option>\
        \(colleagues.map { "<option>\($0)</option>" })</select>
        \(HTML.note("handover-note", "What they should know", isRequired: false))
        <button type="submit" class="second">Offer them</button>
        </form>
        """
    }

    private func other(_ name: String) -> HTML {
        """
        <section>
        <h2>\(name) \(count(.colleague(name)))</h2>
        \(rows(.colleague(name), "\(name)"))
        </section>

        """
    }
}

import Accounts
import DaemonKit
import SafeguardingModel

/// The adults named about a child who are possibly one, and people's decisions about them.
struct AdultsPart {
    let file: ChildRecordView
    let reader: Reader
    let times: Times
    let token: HTML

    private typealias Pair = (number: Int, pair: AdultPair)
    private var href: String { "\(Address.child(file.card.id))/identity" }

    /// The part; nil where it would be empty.
    var html: HTML? {
        guard !file.possibleAdults.isEmpty || !file.adultDecisions.isEmpty else { return nil }
        return .section(
            "adults",
            "Adults who are possibly one",
            "\(pairs, if: !file.possibleAdults.isEmpty)\n\(decisions, if: !file.adultDecisions.isEmpty)"
        )
    }

    private var pairs: HTML {
        let rows = file.possibleAdults.enumerated().map { (number: $0 + 1, pair: $1) }
        var columns: [PageTable<Pair>.Column] = [
            .head("Adult") { end($0.pair.ends[0]) },
            .cell("Possibly the same as") { end($0.pair.ends[1]) },
            .cell("Why") { "\($0.pair.why)" },
        ]
        if reader.role.mayDecide { columns.append(.cell("Decide", decide)) }
        let caption: HTML = "Pairs of adults who are possibly one, the likeliest first"
        return """
            <p>Nothing is joined until a person says so. If two are one adult, whatever is known of one counts for the \
            other, here and for every child.</p>
            \(PageTable(rows, caption: caption, columns).html)
            """
    }

    private func end(_ end: AdultPair.End) -> HTML {
        """
        \(Wording.list(end.names))\
        <span class="sector">\(Wording.list(end.agencies.map(file.coverage.title)))</span>
        """
    }

    private func decide(_ row: Pair) -> HTML {
        let form = HTML.form(
            "\(href)/one-adult",
            token,
            """
            <input type="hidden" name="first" value="\(row.pair.ends[0].key.description)">\
            <input type="hidden" name="second" value="\(row.pair.ends[1].key.description)">
            \(HTML.note("adults-\(row.number)", "How you know"))
            <button type="submit" class="second">One adult</button> \
            <button type="submit" formaction="\(href)/different-adults" class="second">Different adults</button>
            """
        )
        return "<details><summary>Decide about pair \(row.number)</summary>\(form)</details>"
    }

    private var decisions: HTML {
        let steps = file.adultDecisions.map { decision in
            let what = "\(Wording.list(decision.names)): \(decision.made.areOne ? "one adult" : "different adults")"
            return decision.made.html(what, mayDecide: reader.role.mayDecide, times, label: "adults-back", href, token)
        }
        return """
            <h3>What people decided about adults</h3>
            <ol class="history">
            \(steps)
            </ol>
            """
    }
}

extension DecisionLog.Made {
    /// Returns the decision as a step of a history, with the form that takes it back.
    func html(_ what: String, mayDecide: Bool, _ times: Times, label: String, _ href: String, _ token: HTML) -> HTML {
        let form = HTML.form(
            "\(href)/back",
            token,
            """
            <input type="hidden" name="position" value="\(position.number)">
            \(HTML.note("\(label)-\(position)", "Why"))
            <button type="submit" class="second">Take it back</button>
            """
        )
        let back: HTML = "<details><summary>Take this back</summary>\(form)</details>"
        return """
            <li>\(times.text(at)) \(what), by \(by)\(#" <span class="tag">taken back</span>"#, if: isTakenBack)\
            \(note.nonEmpty.map { #"<span class="text">\#($0)</span>"# })\(back, if: mayDecide && !isTakenBack)</li>

            """
    }
}

import DaemonKit
import SafeguardingModel

/// The list of alerts.
struct ListPage: Page {
    let list: AlertList
    let frame: PageFrame
    let times: Times

    private var query: AlertQuery { list.query }

    static func heading(_ filter: AlertFilter) -> String {
        switch filter {
        case .all: "All alerts"
        case .exercise: "Exercise alerts"
        default: "\(filter.words) alerts"
        }
    }

    var content: HTML {
        let heading = ListPage.heading(query.state)
        let setAside = list.setAside.map { one -> HTML in
            #"<p class="news"><a href="\#(Address.child(one.child.id))">\#(one.child.displayName)</a>: \#(one.sentence)</p>"#
        }
        return """
            <div id="live" data-live="list">
            <h1>\(heading)</h1>
            <p class="lead" id="summary">\(summary)</p>
            \(offered, if: list.offered > 0)
            \(setAside)
            <nav class="filters" aria-label="Which alerts">
            <ul>
            \(states)
            </ul>
            \(narrowing)
            </nav>
            \(markAll, if: list.whose.contains { $0.value == .new && $0.number > 0 })
            <p id="news" class="news" role="status" hidden></p>
            \(AlertTable(rows: list.rows, caption: "\(heading)", times: times).html ?? empty)
            \(pager("Later alerts", "prev", from: max(0, list.offset - list.limit)), if: list.offset > 0)
            \(pager("Earlier alerts", "next", from: list.next), if: list.next < list.found)
            <section class="coverage" aria-labelledby="coverage-heading">
            <h2 id="coverage-heading">Who has been heard</h2>
            <p>\(coverage) An alert can only show what an agency has told.</p>
            \(contributors, if: !list.coverage.all.isEmpty)
            </section>
            <details class="guide">
            <summary>How to read an alert</summary>
            <ol>
            <li>Open one. Its headline says what happened, in one sentence.</li>
            <li><strong>Why this was raised</strong> says which conditions were met, and by what.</li>
            <li>The drawing has a lane for each agency. Numbers are the evidence; the table beneath says the same.</li>
            <li><strong>What each sector knew alone</strong> shows why nobody saw it before; <strong>what is not known\
            </strong> shows what to doubt.</li>
            <li><strong>What to ask whom</strong> leads to a question that goes to that agency. Its answer comes back to \
            the alert.</li>
            </ol>
            </details>
            </div>
            <p class="sounds"><button type="button" id="sounds" class="second small-button" aria-pressed="false" hidden>\
            Sound for critical alerts is off</button></p>
            """
    }

    private var summary: String {
        guard list.waiting.all > 0 else { return "No alert is waiting to be acknowledged." }
        let waiting =
            Wording.count(list.waiting.all, "alert is waiting", "alerts are waiting") + " to be acknowledged"
        return list.waiting.overdue == 0 ? "\(waiting)." : "\(waiting), \(list.waiting.overdue) of them overdue."
    }

    private var offered: HTML {
        """
        <p class="news">\(Wording.count(list.offered, "alert is", "alerts are")) offered to you and wait for your \
        answer. <a href="/handover">Look at what is handed over</a></p>
        """
    }

    private var markAll: HTML {
        """
        <form class="seen" method="post" action="/seen">
        \(frame.token)
        <input type="hidden" name="through" value="\(list.newest.number)">
        <button type="submit" class="second small-button">Mark all as looked at</button>
        </form>
        """
    }

    private func pager(_ words: String, _ relation: String, from offset: Int) -> HTML {
        #"<p class="pager"><a href="\#(Address.list(query, offset: offset))" rel="\#(relation)">\#(words)</a></p>"#
    }
}

extension AlertList {
    /// The offset of the page after this one.
    fileprivate var next: Int { offset + limit }
}

// MARK: Filters

extension ListPage {
    private var states: [HTML] {
        list.counts.filter { $0.filter != .exercise || $0.number > 0 }.map { count in
            let isCurrent = count.filter == query.state
            let link = link(AlertQuery(state: count.filter), count.filter.words, count.number, isCurrent, as: "page")
            return "<li>\(link)</li>\n"
        }
    }

    /// The choices of owner, severity and rule, for lists of open alerts alone.
    private var narrowing: HTML? {
        guard query.state.isOfOpenOnes, list.counts.contains(where: { $0.filter == query.state && $0.number > 0 })
        else { return nil }
        let clear = Address.list(AlertQuery(state: query.state))
        return """
            <ul class="fine">
            \(owners)
            \(severities, if: list.severities.count > 1 || query.severity != nil)
            \(#"<li><a class="clear" href="\#(clear)">Show all again</a></li>"#, if: !query.isPlain)
            </ul>
            \(rules, if: list.rules.count > 1 || !query.rule.isEmpty)
            """
    }

    private var owners: [HTML] {
        list.whose.map { part in
            var other = query
            other.whose = part.value
            return "<li>\(link(other, part.value.words, part.number, part.value == query.whose))</li>\n"
        }
    }

    private var severities: HTML {
        let links = list.severities.map { part -> HTML in
            var other = query
            let isCurrent = part.value == query.severity
            // A choice that is made already is taken back by its link.
            other.severity = isCurrent ? nil : part.value
            let link = link(other, DeskWords.severity(part.value), part.number, isCurrent)
            return "<li class=\"\(part.value.rawValue)\">\(link)</li>\n"
        }
        return "\(links)"
    }

    private var rules: HTML {
        let links = list.rules.map { part -> HTML in
            var other = query
            let isCurrent = part.value.name == query.rule
            other.rule = isCurrent ? "" : part.value.name
            return "<li>\(link(other, part.value.title, part.number, isCurrent))</li>\n"
        }
        return """
            <details class="rules"\(" open", if: !query.rule.isEmpty)>
            <summary>By what was found</summary>
            <ul class="fine">
            \(links)
            </ul>
            </details>
            """
    }

    private func link(
        _ query: AlertQuery,
        _ words: String,
        _ number: Int,
        _ isCurrent: Bool,
        as current: String = "true"
    ) -> HTML {
        """
        <a href="\(Address.list(query))"\(#" aria-current="\#(current)""#, if: isCurrent)>\(words) \
        <span class="count">\(number)</span></a>
        """
    }
}

// MARK: Coverage

extension ListPage {
    private var coverage: String {
        let contributors = list.coverage.all
        guard !contributors.isEmpty else { return "No agency is connected yet, so nothing can be found." }
        let silent = contributors.filter { $0.events == 0 }.count
        let heard = "\(Wording.count(contributors.count - silent, "agency has", "agencies have")) told something"
        return silent == 0 ? "\(heard)." : "\(heard), \(silent) told nothing yet."
    }

    private var contributors: HTML {
        PageTable(
            list.coverage.all,
            caption: "Agencies, and when each last told something",
            [
                .head("Agency") { "\($0.title)" },
                .cell("Sector") { "\($0.sector.map(DeskWords.sector) ?? "No longer connected")" },
                .cell("Told") { "\(ListPage.amount($0.events))" },
                .cell("Last heard") { agency in
                    agency.last.map { "\(times.text($0))" } ?? #"<strong class="silent">Never</strong>"#
                },
            ]
        ).html
    }

    /// Returns a rough amount: an exact number that alone grows by one would reveal a child hidden from the reader.
    private static func amount(_ count: Int) -> String {
        switch count {
        case 0: "Nothing yet"
        case ..<10: "A little"
        case ..<1_000: "Regularly"
        default: "Much"
        }
    }
}

// MARK: An empty list

extension ListPage {
    private var empty: HTML {
        let isFirstDay = list.counts.allSatisfy { $0.number == 0 }
        if !isFirstDay && !query.isPlain {
            return ListPage.empty("None of these", ["No alert here is what you chose above."])
        }
        return isFirstDay
            ? ListPage.empty("Nothing found, over this coverage", welcome)
            : ListPage.empty(ListPage.emptyHeading(query.state), ListPage.emptySentences(query.state))
    }

    private static func empty(_ heading: String, _ sentences: [String]) -> HTML {
        """
        <section class="empty">
        <h2>\(heading)</h2>
        \(sentences.map { "<p>\($0)</p>" })
        </section>
        """
    }

    private static func emptyHeading(_ filter: AlertFilter) -> String {
        switch filter {
        case .open: "No alert is open"
        case .acknowledged: "No open alert has been acknowledged"
        case .closed: "No alert has been closed"
        case .withdrawn: "No alert has been withdrawn"
        case .all: "Nothing found, over this coverage"
        case .exercise: "There are no exercise alerts"
        }
    }

    private static func emptySentences(_ filter: AlertFilter) -> [String] {
        switch filter {
        case .open:
            [
                "Nothing that the agencies below have told adds up to an open alert. What they have not told cannot show here."
            ]
        case .withdrawn:
            [
                "An alert is withdrawn when an agency corrects what it told, or when two records turn out to be different children."
            ]
        default: []
        }
    }

    private var welcome: [String] {
        let hasHeard = list.coverage.all.contains { $0.events > 0 }
        return [
            "This is where alerts appear when what several agencies know about a child adds up.",
            hasHeard
                ? "So far nothing adds up. That says something only about what the agencies below have told; it does not say that a child is safe."
                : "No agency has told anything yet. Alerts can only come once the agencies' systems are connected.",
        ]
    }
}

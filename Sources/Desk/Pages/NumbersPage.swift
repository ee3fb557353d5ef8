import Accounts
import DaemonKit
import SafeguardingModel

/// The team's numbers, with small ones suppressed, so that they identify nobody.
struct NumbersPage: Page {
    let numbers: DeskNumbers
    let days: Int
    let frame: PageFrame
    let reader: Reader
    let times: Times

    static let lengths = [30, 90, 365, 1_825]
    /// The least count that is shown.
    private static let least = 5

    var content: HTML {
        """
        <h1>Numbers</h1>
        <p class="lead">Counts of fewer than five are not shown, so that no child can be known by them. Half of the \
        alerts were acknowledged, or closed, within the time that stands beside them.</p>
        <nav class="filters" aria-label="Over which time">
        <ul>
        \(NumbersPage.lengths.map(length))
        </ul>
        </nav>
        <p class="packs"><a href="/numbers.csv?days=\(days)" download>These numbers as CSV</a>\
        \(#" <a href="/panel">Pack for the monthly panel</a>"#, if: reader.role.mayMakePanel)</p>
        \(HTML.section("rules", "Alerts by what was found", rules))
        \(HTML.section("outcomes", "What came of them", outcomes))
        \(HTML.section("interviews", "Return interviews within 72 hours", "<p>\(interviews)</p>"))
        \(HTML.section("voices", "What each agency contributed", contributors))
        """
    }

    private func length(_ length: Int) -> HTML {
        let words = length > 365 ? "Last \(length / 365) years" : "Last \(length) days"
        return """
            <li><a href="/numbers?days=\(length)"\(#" aria-current="page""#, if: length == days)>\(words)</a></li>

            """
    }

    private var rules: HTML {
        guard !numbers.rules.isEmpty else { return "<p>Nothing found in this time, over this coverage.</p>" }
        let most = numbers.rules.map(\.raised).max() ?? 1
        return PageTable(
            numbers.rules,
            caption: "Alerts by rule",
            [
                .head("What was found") { "\($0.title)" }, .cell("Alerts") { NumbersPage.bar($0.raised, of: most) },
                .cell("Acknowledged within") { "\(NumbersPage.middle($0.acknowledged))" },
                .cell("Closed within") { "\(NumbersPage.middle($0.closed))" },
            ]
        ).html
    }

    private var outcomes: HTML {
        guard !numbers.outcomes.isEmpty else { return "<p>No alert of this time has been closed.</p>" }
        let most = numbers.outcomes.map(\.count).max() ?? 1
        return PageTable(
            numbers.outcomes,
            style: "months",
            caption: "Outcomes of closed alerts",
            [
                .head("Outcome") { "\(Wording.capitalised($0.name))" },
                .cell("Alerts") { NumbersPage.bar($0.count, of: most) },
            ]
        ).html
    }

    private var contributors: HTML {
        let most = numbers.contributors.map(\.alerts).max() ?? 1
        return PageTable(
            numbers.contributors,
            caption: "In how many alerts each agency's knowledge is evidence, and when it was last heard",
            [
                .head("Agency") { "\($0.agency.title)" },
                .cell("Part of how many alerts") { NumbersPage.bar($0.alerts, of: most) },
                .cell("Last heard") { row in
                    let isSilent = row.agency.last.map { times.now - $0 > .days(7) } ?? true
                    let silent: HTML = #" <span class="tag late">silent for a week or more</span>"#
                    return "\(heard(row))\(silent, if: isSilent)"
                },
            ]
        ).html
    }

    private func heard(_ row: DeskNumbers.Contributor) -> String {
        row.agency.last.map { "\(Times.words(times.now - $0)) ago" } ?? "Never"
    }

    private static func bar(_ number: Int, of most: Int) -> HTML {
        let width = number < least ? 0 : max(2, 160 * number / max(1, most))
        return """
            <span class="bar-line"><svg width="160" height="12" aria-hidden="true">\
            <rect class="hour" x="0" y="0" width="\(width)" height="12"/></svg> \(count(number))</span>
            """
    }

    /// Returns a count as it may be shown.
    private static func count(_ number: Int) -> String {
        number == 0 ? "None" : number < least ? "Fewer than \(least)" : "\(number)"
    }

    private static func middle(_ spans: [Span]) -> String {
        guard spans.count >= least else { return spans.isEmpty ? "None" : "Too few to say" }
        return Times.words(spans.sorted()[spans.count / 2])
    }

    private var interviews: String {
        let least = NumbersPage.least
        guard numbers.returned > 0 else { return "No return from a missing episode was told of in this time." }
        let missed = numbers.returned - numbers.interviewed
        guard numbers.returned >= least, numbers.interviewed == 0 || numbers.interviewed >= least,
            missed == 0 || missed >= least
        else {
            return "There were returns from missing episodes, too few to say how many were followed by an interview."
        }
        return
            "Of \(numbers.returned) returns from missing episodes, \(numbers.interviewed) were followed by an interview within 72 hours, as far as was told."
    }

    /// The same numbers as lines of a file.
    var lines: [[String]] {
        let head = ["About", "What", "How many", "Acknowledged within", "Closed within or last heard"]
        let (count, middle) = (NumbersPage.count, NumbersPage.middle)
        return [head]
            + numbers.rules.map { ["Alerts", $0.title, count($0.raised), middle($0.acknowledged), middle($0.closed)] }
            + numbers.outcomes.map { ["Outcomes", Wording.capitalised($0.name), count($0.count), "", ""] }
            + numbers.contributors.map { ["Agencies", $0.agency.title, count($0.alerts), "", heard($0)] }
            + [["Return interviews", interviews, "", "", ""]]
    }
}

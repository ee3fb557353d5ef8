import Accounts
import DaemonKit
import SafeguardingModel

/// All that is known of one child, in order of occurrence.
struct ChildPage: Page {
    private let file: ChildRecordView
    private let query: ChildQuery
    private let reader: Reader
    /// The accounts that looked at this child, for readers who oversee that.
    private let viewers: [AuditEntry]?
    private let times: Times
    /// The time to which the page is wound back.
    private let then: Times
    private let alerts: [Alert]
    /// The facts that the reader may read, of any topic.
    private let open: [Fact]
    private let chronology: ReadableFacts
    let frame: PageFrame

    private static let pageSize = 200

    private var card: ChildCard { file.card }
    private var href: String { Address.child(file.card.id) }

    /// Makes the page that ends `back` facts before the latest.
    init(
        _ file: ChildRecordView,
        _ query: ChildQuery,
        frame: PageFrame,
        reader: Reader,
        viewers: [AuditEntry]? = nil,
        times: Times
    ) {
        let now = query.asOf.map { times.zone.startOfDay($0.advanced(by: 1)) } ?? times.now
        let known = file.facts.filter { query.asOf == nil || $0.received < now }
        self.file = file
        self.query = query
        self.frame = frame
        self.reader = reader
        self.viewers = viewers
        self.times = times
        then = Times(zone: times.zone, now: min(now, times.now))
        alerts = file.alerts.filter { $0.raisedAt < now || query.asOf == nil }
        open = file.readable(known, by: reader)
        chronology = ReadableFacts(
            known.filter(query.takes),
            notes: file.notes,
            coverage: file.coverage,
            reader: reader,
            times: times
        )
    }

    var content: HTML {
        let filter = ChildFilter(query: query, sectors: Set(file.facts.map(\.sector)), child: card.id)
        let position = CurrentPosition(open, alerts: alerts, coverage: file.coverage, times: then)
        return """
            <p class="back"><a href="/">All open alerts</a></p>
            <div id="live" data-live="child">
            \(head)
            \(filter.asOf)
            \(file.setAside.map { #"<p class="news">\#($0)</p>"# })
            \(HTML.section("alerts", "Alerts", alertTable))
            <div class="pair">
            \(HTML.section("standing", "How things stand", standing(position)))
            \(HTML.section("due", "What is due", due(position)))
            </div>
            \(episodes)
            \(referrals)
            \(ConnectionsPart(connections: file.connections, name: card.displayName, times: times).html)
            \(AdultsPart(file: file, reader: reader, times: times, token: frame.token).html)
            \(chronologySection(filter))
            \(IdentityPart(file: file, reader: reader, times: times, token: frame.token).html)
            \(viewers.map(viewerSection))
            </div>
            """
    }

    private var head: HTML {
        let otherBirths = Wording.list(card.otherBirths.map { times.text($0).words }).nonEmpty
        let age = card.born.map { $0.age(on: times.zone.day(of: times.now)) }
        return """
            <div class="child-head">
            <p class="marks">\(#"<span class="tag">Exercise</span>"#, if: card.isExercise)\
            \(#"<span class="tag new">Only named people may see this child</span>"#, if: file.isRestricted)</p>
            <h1>\(card.displayName)</h1>
            <dl class="facts-line">
            \(age.map { "<div><dt>Age</dt><dd>\($0)</dd></div>" })
            \(card.born.map { "<div><dt>Born</dt><dd>\(times.text($0))</dd></div>" })
            \(otherBirths.map { "<div><dt>Born, as others say</dt><dd>\($0)</dd></div>" })
            \(Wording.list(card.otherNames).nonEmpty.map { "<div><dt>Also called</dt><dd>\($0)</dd></div>" })
            <div><dt>Known from</dt><dd><a href="#records">\(Wording.count(card.records.count, "record", "records"))\
            </a></dd></div>
            </dl>
            <p class="packs"><a href="\(href)/pack">Pack for a strategy meeting</a> \
            <a href="\(href)/chronology.csv" download>Chronology as CSV</a> \
            <a href="\(href)/entities.csv" download>Entities</a> <a href="\(href)/links.csv" download>Links</a></p>
            </div>
            """
    }

    private var alertTable: HTML {
        let rows = alerts.map { AlertList.Row(alert: $0, about: .child(card)) }
        return AlertTable(rows: rows, caption: "Alerts about this child", showsChild: false, times: times).html
            ?? "<p>Nothing found, over what the agencies have told. That does not say that the child is safe.</p>"
    }

    private func standing(_ position: CurrentPosition) -> HTML {
        guard !position.lines.isEmpty else {
            return "<p>No agency has told of a placement or a status that still stands.</p>"
        }
        let lines = position.lines.map {
            "<li>\($0.what) <span class=\"sector\">since \($0.since), \($0.source)</span></li>\n" as HTML
        }
        return "<ul class=\"plain\">\n\(lines)</ul>"
    }

    private func due(_ position: CurrentPosition) -> HTML {
        guard !position.clocks.isEmpty else { return "<p>Nothing is due, over what was told.</p>" }
        return "<ul class=\"plain\">\n\(position.clocks.map(clock))</ul>"
    }

    private func clock(_ clock: CurrentPosition.Clock) -> HTML {
        let left = TimeLeft(until: clock.at, times: then)
        let what: HTML =
            clock.alert.map { #"<a href="\#(Address.alert($0.id))">\#(clock.what)</a>"# } ?? "\(clock.what)"
        return "<li>\(what) \(left.html)<span class=\"sector\">\(left.deadline)</span></li>\n"
    }

    private var episodes: HTML? {
        let all = MissingEpisode.all(in: open, coverage: file.coverage)
        return EpisodeChart(all, asOf: then.now, times: then).map { chart in
            let sentences = chart.sentences.map { #"<p class="tight">\#($0)</p>"# as HTML }
            return .section("episodes", "Missing episodes", "\(sentences)\n\(chart.html)")
        }
    }

    private var referrals: HTML? {
        let rows = ReferralRow.all(
            in: open,
            alerts: alerts,
            records: card.records.count,
            coverage: file.coverage,
            times: then
        )
        guard !rows.isEmpty else { return nil }
        let table = PageTable(
            rows,
            style: "referrals",
            caption: "Each referral: received, matched, used, decided, answered",
            ReferralRow.columns([.head("Referral") { $0.head }]) { $0 }
        )
        return .section("referrals", "Referrals, and what became of them", table.html)
    }
}

// MARK: Chronology and viewers

extension ChildPage {
    private func chronologySection(_ filter: ChildFilter) -> HTML {
        let rows = chronology.rows
        let end = max(0, rows.count - query.back)
        let start = max(0, end - ChildPage.pageSize)
        let table = FactTable(
            rows: Array(rows[start..<end]),
            caption: "All that is known, in order of when it happened"
        ).html
        let nothing: HTML = "<p>Nothing told, over what you chose.</p>"
        let count: HTML = #"<span class="count">\#(Wording.count(rows.count, "entry", "entries"))</span>"#
        return .section(
            "chronology",
            "Chronology \(count)",
            """
            \(filter.html)
            \(pager("Earlier entries", "prev", back: query.back + ChildPage.pageSize), if: start > 0)
            \(table ?? nothing)
            \(pager("Later entries", "next", back: max(0, query.back - ChildPage.pageSize)), if: query.back > 0)
            \(chronology.held.map { #"<p class="held">\#($0)</p>"# })
            """
        )
    }

    private func pager(_ words: String, _ relation: String, back: Int) -> HTML {
        #"<p class="pager"><a href="\#(query.address(of: card.id, back: back))" rel="\#(relation)">\#(words)</a></p>"#
    }

    private func viewerSection(_ viewers: [AuditEntry]) -> HTML {
        let table = PageTable(
            viewers,
            caption: "Who looked at this child, the latest first",
            [
                .head("When") { "\(times.text($0.at))" },
                .cell("Who") { "\($0.by)" },
                .cell("What") { "\(DeskWords.audit($0.what))" },
                .cell("Reason") { $0.detail.nonEmpty.map { "\($0)" } },
            ]
        )
        return .section("viewers", "Who looked at this child", table.html)
    }
}

import Crypto
import DaemonKit
import SafeguardingModel

/// A pack to print: for a strategy meeting about one child, or for the monthly panel about all with open alerts.
struct PackPage: Page {
    let frame: PageFrame
    let by: String
    let times: Times
    /// The last entry of the journal that it is based on.
    let position: Position
    /// The link to the rest, when this pack does not hold all.
    let next: String?
    private let children: HTML
    /// The hash of what it says of the children.
    let hash: String

    init(_ children: [PackChild], by: String, frame: PageFrame, position: Position, next: String?, times: Times) {
        let all: HTML = "\(children.map(\.html))"
        self.children = all
        hash = PackFile.hash(of: all.bytes)
        self.by = by
        self.frame = frame
        self.position = position
        self.next = next
        self.times = times
    }

    var content: HTML {
        """
        <div class="pack">
        <p class="screen-only"><a href="/">All open alerts</a> · To print, or to save as PDF, use your browser's \
        print. What you print is written down.\(next.map { #" <a href="\#($0)">The next children</a>"# })</p>
        <p class="marking">OFFICIAL-SENSITIVE · Safeguarding · Share only with those who were invited</p>
        <h1>\(frame.title)</h1>
        <p class="made">Made by \(by) on \(times.text(times.now)) from \(frame.site), up to journal entry \
        \(position.number). Code <strong>\(PackFile.code(hash))</strong>.</p>
        \("<p>Nothing found, over this coverage: no child has an open alert.</p>", if: children == "")
        \(children)
        <p class="made small">Hash of what it says: <code>\(hash)</code>. <code>refbus audit pack</code> shows by \
        whom and when it was made.</p>
        </div>
        """
    }
}

/// One child's part of a pack.
struct PackChild {
    let file: ChildRecordView
    let reader: Reader
    /// Whether only open alerts are shown, and no chronology.
    var isBrief = false
    let times: Times

    var html: HTML {
        let open = file.readable(file.facts, by: reader)
        let readable = ReadableFacts(file, reader: reader, times: times)
        let position = CurrentPosition(open, alerts: file.alerts, coverage: file.coverage, times: times)
        let episodes = MissingEpisode.all(in: open, coverage: file.coverage)
        let chart = EpisodeChart(episodes, asOf: times.now, times: times)
        return """
            <article class="pack-child">
            \(head)
            \(alerts)
            \(list("How things stand", position.lines.map { "\($0.what) Since \($0.since.words), \($0.source)." }))
            \(list("What is due", position.clocks.map(due)))
            \(chart.map { "<h3>Missing episodes</h3>\($0.sentences.map { "<p>\($0)</p>" as HTML })" })
            \(isBrief ? nil : chronology(readable.rows))
            \(readable.held.map { #"<p class="held">\#($0)</p>"# })
            </article>

            """
    }

    private var head: HTML {
        let card = file.card
        let others: HTML? = Wording.list(card.otherNames).nonEmpty.map { " Also called \($0)." }
        let records = card.records.map { "\(file.coverage.title(of: $0.key.agency)): \($0.key.reference)" }
        return """
            <h2>\(card.displayName)</h2>
            <p>Born \(card.born.map { times.text($0).words } ?? "not given").\(others)</p>
            <p class="small">Records: \(records.map { #"<span class="record">\#($0)</span> "# })</p>
            """
    }

    private var alerts: HTML {
        let alerts = file.alerts.filter { !isBrief || $0.isOpen }
        guard !alerts.isEmpty else {
            return "<p>Nothing found, over what the agencies have told. That does not say that the child is safe.</p>"
        }
        return "<h3>What was found</h3>\n\(alerts.map(said))"
    }

    private func said(_ alert: Alert) -> HTML {
        let unknown: HTML = #"<p class="small">Not known: \#(alert.explanation.unknown.map { "\($0) " })</p>"#
        return """
            <div class="said"><p><span class="badge">\(DeskWords.severity(alert.severity))</span> \
            <strong>\(alert.headline)</strong></p>\
            <p class="small">Raised \(times.text(alert.raisedAt).words). \(DeskWords.life(alert)).</p>\
            <ol>\(alert.explanation.reasons.map { "<li>\($0)</li>" })</ol>\
            \(unknown, if: !alert.explanation.unknown.isEmpty)</div>

            """
    }

    private func list(_ heading: String, _ items: [String]) -> HTML? {
        guard !items.isEmpty else { return nil }
        return """
            <h3>\(heading)</h3>
            <ul>\(items.map { "<li>\($0)</li>" })</ul>
            """
    }

    private func due(_ clock: CurrentPosition.Clock) -> String {
        let left = TimeLeft(until: clock.at, times: times)
        return "\(clock.what): \(left.deadline.words), \(left.words)"
    }

    private func chronology(_ rows: [EvidenceRow]) -> HTML? {
        guard !rows.isEmpty else { return nil }
        let table = PageTable(
            rows,
            style: "facts",
            caption: "All that is known, in order of when it happened",
            [
                .cell("Happened", style: "when") { "\($0.happened.words)" },
                .head("What") { "\($0.sentence)\($0.quote)" }, .cell("Agency") { "\($0.agency)" },
                .cell("We learned", style: "when") { "\($0.learned.words)" },
            ]
        )
        return """
            <h3>Chronology</h3>
            \(table.html)
            """
    }
}

/// The hash of a pack's content, by which a saved file or a print is found in the access log.
public enum PackFile {
    /// Returns the SHA-256 of the bytes from the first child to the end of the last, in hexadecimal digits.
    public static func hash(of page: [UInt8]) -> String {
        let (begin, end) = (Array("<article".utf8), Array("</article>".utf8))
        let starts = page.indices.filter { page[$0...].starts(with: begin) }
        let ends = page.indices.filter { page[$0...].starts(with: end) }
        guard let first = starts.first, let last = ends.last, first < last else {
            return Hex.text(SHA256.hash(data: []))
        }
        return Hex.text(SHA256.hash(data: page[first..<last + end.count]))
    }

    /// Returns sixteen digits in groups of four, to be read out and typed.
    static func code(_ hash: String) -> String {
        stride(from: 0, to: 16, by: 4).map { start in String(hash.dropFirst(start).prefix(4)) }.joined(separator: " ")
    }
}

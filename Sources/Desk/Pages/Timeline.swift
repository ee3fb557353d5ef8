import DaemonKit
import SafeguardingModel

/// A drawing of facts over time, one lane for each agency, made by the server.
///
/// It shows only what the tables below show: evidence has the number of its row.
struct Timeline {
    private let rows: [EvidenceRow]
    private let episodes: [MissingEpisode]
    private let scale: TimeScale
    private let times: Times
    private let window: (from: Instant, to: Instant)?
    // The layers of the drawing, the lowest first.
    private var lanes: [HTML] = []
    private var titles: [HTML] = []
    private var bars: [HTML] = []
    private var marks: [HTML] = []
    /// Where the next lane begins.
    private var top = Timeline.head
    private var laneCount = 0

    static let width = 960
    static let left = 176
    private static let head = 30
    private static let row = 24

    /// Makes a drawing of evidence (numbered rows), other facts (rows without a number), and episodes; nil where there
    /// is nothing to draw.
    init?(
        _ rows: [EvidenceRow],
        episodes: [MissingEpisode],
        window: (from: Instant, to: Instant)?,
        times: Times
    ) {
        guard !rows.isEmpty else { return nil }
        self.rows = rows
        self.times = times
        self.window = window
        let first = rows.map(\.fact.occurred.earliest).min() ?? times.now
        let last = rows.map { max($0.fact.occurred.latest, $0.late == nil ? .distantPast : $0.fact.received) }.max()
        let begin = Timeline.beginning(rows, last ?? first)
        let scale = TimeScale(from: min(begin, window?.from ?? begin), to: max(last ?? first, window?.to ?? first))
        self.scale = scale
        self.episodes = episodes.filter { $0.end ?? .distantFuture >= scale.from && $0.start <= scale.to }
        var agencies: [String] = []
        for agency in self.rows.map(\.agency) + self.episodes.map(\.agency) where !agencies.contains(agency) {
            agencies.append(agency)
        }
        for agency in agencies { draw(agency) }
    }

    /// Returns where the drawing begins: a fact long before all others (an old register entry) is put at its edge.
    private static func beginning(_ rows: [EvidenceRow], _ last: Instant) -> Instant {
        let starts = rows.map(\.fact.occurred.earliest).sorted()
        for (index, start) in starts.enumerated().dropLast(2) {
            let (gap, rest) = (starts[index + 1] - start, last - starts[index + 1])
            guard gap.milliseconds > 2 * max(rest.milliseconds, 86_400_000) else { return start }
        }
        return starts.dropLast().last ?? starts.last ?? last
    }

    var html: HTML {
        let height = top + 6
        return """
            <div class="drawing" role="region" aria-label="Timeline, drawn" tabindex="0">
            <svg class="timeline" role="img" aria-label="\(words)" viewBox="0 0 \(Timeline.width) \(height)" \
            width="\(Timeline.width)" height="\(height)">
            \(lanes)
            \(window.map(band))
            \(ticks)
            \(titles)
            \(bars)
            \(marks)
            </svg>
            </div>
            \(key)
            """
    }

    private var words: String {
        let evidence = rows.count { $0.number != nil }
        return
            "Timeline with \(Wording.count(laneCount, "lane", "lanes")), one an agency, from \(times.text(scale.from).words) to \(times.text(scale.to).words); \(Wording.count(evidence, "numbered piece of evidence", "numbered pieces of evidence")). The table below says the same."
    }

    private var ticks: [HTML] {
        scale.ticks(times.zone).map { tick in
            """
            <line class="tick" x1="\(tick.x)" x2="\(tick.x)" y1="22" y2="\(top)"/>\
            <text class="when" x="\(tick.x)" y="15" text-anchor="middle">\(tick.words)</text>

            """
        }
    }

    /// Draws the time that the rule looked at.
    private func band(_ window: (from: Instant, to: Instant)) -> HTML {
        let x = scale.x(window.from)
        return """
            <rect class="window" x="\(x)" y="22" width="\(max(2, scale.x(window.to) - x))" height="\(top - 22)">\
            <title>The rule looks at \(times.text(window.from).words) to \(times.text(window.to).words)</title></rect>
            """
    }

    private var key: HTML {
        """
        <ul class="key">
        <li><svg width="22" height="22" aria-hidden="true"><g class="evidence"><circle cx="11" cy="11" r="10"/>\
        <text x="11" y="15" text-anchor="middle">1</text></g></svg> evidence, numbered as below</li>
        <li><svg width="14" height="14" aria-hidden="true"><circle class="other" cx="7" cy="7" r="5"/></svg> \
        also known then</li>
        <li><svg width="30" height="16" aria-hidden="true">\
        <rect class="spell missing" x="1" y="1" width="28" height="14" rx="3"/></svg> missing</li>
        <li><svg width="30" height="16" aria-hidden="true">\
        <rect class="spell placement" x="1" y="1" width="28" height="14" rx="3"/></svg> placement</li>
        <li><svg width="30" height="12" aria-hidden="true"><path class="late" d="M1 6H28"/>\
        <path class="late-end" d="M22 2l6 4l-6 4"/></svg> learned late, at the arrow</li>
        \(windowKey, if: window != nil)
        </ul>
        """
    }

    private var windowKey: HTML {
        """
        <li><svg width="22" height="16" aria-hidden="true"><rect class="window" x="0" y="0" width="22" height="16"/>\
        </svg> the time the rule looks at</li>
        """
    }
}

// MARK: Lanes

extension Timeline {
    private mutating func draw(_ agency: String) {
        var taken: [Int] = []
        /// Returns the line of the lane that is free from there on.
        func line(_ x: Int, _ width: Int) -> Int {
            if let free = taken.firstIndex(where: { $0 <= x }) {
                taken[free] = x + width
                return free
            }
            taken.append(x + width)
            return taken.count - 1
        }
        for episode in episodes where episode.agency == agency {
            let (from, to) = (scale.x(episode.start), scale.x(episode.end ?? scale.to))
            let width = max(6, to - from)
            bars.append(bar(episode, x: from, y: top + 5 + line(from, width + 4) * Timeline.row, width: width))
        }
        for row in rows where row.agency == agency {
            let x = scale.x(row.fact.occurred.earliest)
            marks.append(mark(row, x: x, y: top + 13 + line(x - 10, 22) * Timeline.row))
        }
        let height = max(1, taken.count) * Timeline.row + 4
        lanes.append(
            """
            <rect class="lane\(" odd", if: laneCount % 2 == 1)" x="0" y="\(top)" width="960" height="\(height)"/>

            """
        )
        titles.append("<text class=\"who\" x=\"8\" y=\"\(top + 18)\">\(agency)</text>\n")
        top += height
        laneCount += 1
    }

    private func bar(_ episode: MissingEpisode, x: Int, y: Int, width: Int) -> HTML {
        """
        <rect class="spell \(episode.kind)" x="\(x)" y="\(y)" width="\(width)" height="16" rx="3">\
        <title>\(episode.words(times))</title></rect>

        """
    }

    private func mark(_ row: EvidenceRow, x: Int, y: Int) -> HTML {
        let words = "\(row.happened.words): \(row.agency): \(row.sentence)\(row.late.map { ", \($0)" } ?? "")"
        let isEarlier = row.fact.occurred.latest < scale.from
        return """
            \(#"<text class="when" x="\#(x)" y="\#(y)" dx="14" dy="4">earlier</text>"#, if: isEarlier)\
            \(late(x: scale.x(row.fact.received), from: x + 10, y: y), if: row.late != nil)\
            \(row.number.map { evidence($0, words, x: x, y: y) } ?? other(words, x: x, y: y))

            """
    }

    private func late(x: Int, from: Int, y: Int) -> HTML {
        """
        <path class="late" d="M\(from) \(y)H\(x)"/><path class="late-end" d="M\(x) \(y)m-6 -4l6 4l-6 4"/>
        """
    }

    private func evidence(_ number: Int, _ words: String, x: Int, y: Int) -> HTML {
        """
        <g class="evidence"><title>\(words)</title><circle cx="\(x)" cy="\(y)" r="10"/>\
        <text x="\(x)" y="\(y)" dy="4" text-anchor="middle">\(number)</text></g>
        """
    }

    private func other(_ words: String, x: Int, y: Int) -> HTML {
        #"<circle class="other" cx="\#(x)" cy="\#(y)" r="5"><title>\#(words)</title></circle>"#
    }
}

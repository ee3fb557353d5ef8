import SafeguardingModel

/// A drawing of facts over time, one lane for each agency, made by the server.
///
/// It shows only what the tables below show: evidence has the number of its row.
struct Timeline: Sendable {
    struct Lane: Sendable {
        let title: String
        let top: Int
        let height: Int
        let titleAt: Int
        let isOdd: Bool
    }

    /// A missing episode or a placement, from its beginning to its end.
    struct Bar: Sendable {
        let x: Int
        let y: Int
        let width: Int
        let kind: String
        let words: String
    }

    struct Mark: Sendable {
        let x: Int
        let y: Int
        let number: String?
        let words: String
        /// Whether it is earlier than the drawing begins.
        let isEarlier: Bool
        /// The time at which it was learned, if that was late.
        let late: Late?
    }

    struct Late: Sendable {
        let x: Int
        let from: Int
        let y: Int
    }

    struct Tick: Sendable {
        let x: Int
        let words: String
    }

    /// The time that the rule looked at.
    struct Window: Sendable {
        let x: Int
        let width: Int
        let height: Int
        let words: String
    }

    let width: Int
    let height: Int
    let axis: Int
    let left: Int
    let lanes: [Lane]
    let bars: [Bar]
    let marks: [Mark]
    let ticks: [Tick]
    let window: Window?
    let words: String

    static let width = 960
    static let left = 176
    static let head = 30
    static let row = 24
}

/// The layout of a timeline.
struct TimelineMaker {
    private let rows: [EvidenceRow]
    private let spells: [MissingEpisode]
    private let scale: TimeScale
    private let times: Times
    private let window: (from: Instant, to: Instant)?
    private var lanes: [Timeline.Lane] = []
    private var bars: [Timeline.Bar] = []
    private var marks: [Timeline.Mark] = []

    /// Returns a drawing of evidence (numbered rows), other facts (rows without a number), and episodes.
    ///
    /// Nil is returned where there is nothing to draw.
    static func timeline(
        _ rows: [EvidenceRow],
        spells: [MissingEpisode],
        window: (from: Instant, to: Instant)?,
        times: Times
    ) -> Timeline? {
        guard !rows.isEmpty else { return nil }
        var maker = TimelineMaker(rows, spells, window, times)
        return maker.make()
    }

    private init(
        _ rows: [EvidenceRow],
        _ spells: [MissingEpisode],
        _ window: (from: Instant, to: Instant)?,
        _ times: Times
    ) {
        self.rows = rows
        self.times = times
        self.window = window
        let first = rows.map(\.fact.occurred.earliest).min() ?? times.now
        let last = rows.map { max($0.fact.occurred.latest, $0.late == nil ? .distantPast : $0.fact.received) }.max()
        let begin = TimelineMaker.beginning(rows, last ?? first)
        scale = TimeScale(from: min(begin, window?.from ?? begin), to: max(last ?? first, window?.to ?? first))
        let shown = scale
        self.spells = spells.filter { $0.end ?? .distantFuture >= shown.from && $0.start <= shown.to }
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

    private mutating func make() -> Timeline {
        var agencies: [String] = []
        for agency in rows.map(\.agency) + spells.map(\.agency) where !agencies.contains(agency) {
            agencies.append(agency)
        }
        var top = Timeline.head
        for (index, agency) in agencies.enumerated() { top += draw(agency, at: top, isOdd: index % 2 == 1) }
        return Timeline(
            width: Timeline.width,
            height: top + 6,
            axis: top,
            left: Timeline.left,
            lanes: lanes,
            bars: bars,
            marks: marks,
            ticks: scale.ticks(times.zone),
            window: window.map { band($0, height: top - 22) },
            words: words(agencies.count)
        )
    }

    private func band(_ window: (from: Instant, to: Instant), height: Int) -> Timeline.Window {
        let x = scale.x(window.from)
        return Timeline.Window(
            x: x,
            width: max(2, scale.x(window.to) - x),
            height: height,
            words:
                "The rule looks at \(times.text(window.from).words) to \(times.text(window.to).words)"
        )
    }

    /// Draws one agency's lane, and returns its height.
    private mutating func draw(_ agency: String, at top: Int, isOdd: Bool) -> Int {
        var taken: [Int] = []
        func place(_ x: Int, _ width: Int) -> Int {
            if let free = taken.firstIndex(where: { $0 <= x }) {
                taken[free] = x + width
                return free
            }
            taken.append(x + width)
            return taken.count - 1
        }
        for spell in spells where spell.agency == agency {
            let (from, to) = (scale.x(spell.start), scale.x(spell.end ?? scale.to))
            let y = top + 5 + place(from, max(6, to - from) + 4) * Timeline.row
            bars.append(
                Timeline.Bar(x: from, y: y, width: max(6, to - from), kind: spell.kind, words: spell.words(times))
            )
        }
        for row in rows where row.agency == agency {
            let x = scale.x(row.fact.occurred.earliest)
            let y = top + 13 + place(x - 10, 22) * Timeline.row
            let late = row.late.map { _ in
                Timeline.Late(x: scale.x(row.fact.received), from: x + 10, y: y)
            }
            marks.append(
                Timeline.Mark(
                    x: x,
                    y: y,
                    number: row.number,
                    words: words(row),
                    isEarlier: row.fact.occurred.latest < scale.from,
                    late: late
                )
            )
        }
        let height = max(1, taken.count) * Timeline.row + 4
        lanes.append(Timeline.Lane(title: agency, top: top, height: height, titleAt: top + 18, isOdd: isOdd))
        return height
    }

    private func words(_ row: EvidenceRow) -> String {
        let late = row.late.map { ", \($0)" } ?? ""
        return "\(row.happened.words): \(row.agency): \(row.sentence)\(late)"
    }

    private func words(_ lanes: Int) -> String {
        let evidence = rows.count { $0.number != nil }
        return
            "Timeline with \(DeskWords.count(lanes, "lane", "lanes")), one an agency, from \(times.text(scale.from).words) to \(times.text(scale.to).words); \(DeskWords.count(evidence, "numbered piece of evidence", "numbered pieces of evidence")). The table below says the same."
    }
}

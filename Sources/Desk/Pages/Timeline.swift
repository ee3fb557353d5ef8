import SafeguardingModel

/// What happened over time, one lane an agency, as a drawing that the server makes.
///
/// Says nothing that the tables beneath do not say: evidence carries the number of its row.
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
        /// It lies before the drawing begins.
        let isEarlier: Bool
        /// Where it was learned, if that was late.
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

    /// The time over which the rule looked.
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

/// Lays a timeline out.
struct TimelineMaker {
    private let rows: [EvidenceRow]
    private let spells: [Spell]
    private let scale: TimeScale
    private let times: Times
    private let window: (from: Instant, to: Instant)?
    private var lanes: [Timeline.Lane] = []
    private var bars: [Timeline.Bar] = []
    private var marks: [Timeline.Mark] = []

    /// Draws evidence (numbered rows), what else was known (rows without a number), and episodes.
    ///
    /// Nil where there is nothing to draw.
    static func timeline(
        _ rows: [EvidenceRow],
        spells: [Spell],
        window: (from: Instant, to: Instant)?,
        times: Times
    ) -> Timeline? {
        guard !rows.isEmpty else { return nil }
        var maker = TimelineMaker(rows, spells, window, times)
        return maker.make()
    }

    private init(_ rows: [EvidenceRow], _ spells: [Spell], _ window: (from: Instant, to: Instant)?, _ times: Times) {
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

    /// Where the drawing begins: what lies very far before all else (an old register entry) stands at its edge.
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

    /// Draws one agency's lane, and gives its height.
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
            "Timeline with \(Words.count(lanes, "lane", "lanes")), one an agency, from \(times.text(scale.from).words) to \(times.text(scale.to).words); \(Words.count(evidence, "numbered piece of evidence", "numbered pieces of evidence")). The table below says the same."
    }
}

/// Something that lasted: a missing episode, a placement.
struct Spell: Hashable, Sendable {
    var agency: String
    /// `missing`, `away`, `placement`.
    var kind: String
    var start: Instant
    /// Nil while nobody has told of its end.
    var end: Instant?

    func words(_ times: Times) -> String {
        let what = kind == "placement" ? "Placement" : kind == "away" ? "Away without permission" : "Missing"
        guard let end else { return "\(what) from \(times.text(start).words), no end told" }
        return
            "\(what) from \(times.text(start).words) to \(times.text(end).words) (\(Times.words(end - start)))"
    }
}

extension Spell {
    /// The missing episodes and placements among facts, each under the agency that told of its beginning.
    static func all(in facts: [Fact], coverage: Coverage) -> [Spell] {
        var spells: [Spell] = []
        var open: [String: Int] = [:]
        for fact in facts {
            guard let part = Part(fact) else { continue }
            if part.isEnd {
                if let index = open.removeValue(forKey: part.key) { spells[index].end = fact.occurred.earliest }
            } else if open[part.key] == nil {
                open[part.key] = spells.count
                spells.append(
                    Spell(
                        agency: coverage.title(of: fact.agency),
                        kind: part.kind,
                        start: fact.occurred.earliest,
                        end: nil
                    )
                )
            }
        }
        return spells
    }

    /// A fact that begins or ends something that lasts.
    private struct Part {
        let key: String
        let kind: String
        let isEnd: Bool

        init?(_ fact: Fact) {
            switch fact.kind {
            case .missingReported, .missingFound:
                guard let episode = fact.value(.episode) else { return nil }
                key = "missing \(episode)"
                kind = fact.value(.category) == "away" ? "away" : "missing"
                isEnd = fact.kind == .missingFound
            case .placementStarted, .placementEnded:
                guard let placement = fact.value(.placement) else { return nil }
                key = "placement \(placement)"
                kind = "placement"
                isEnd = fact.kind == .placementEnded
            default: return nil
            }
        }
    }
}

/// Instants to places on a drawing.
struct TimeScale: Sendable {
    let from: Instant
    let to: Instant
    private let left: Int
    private let right: Int

    /// A little more than the span given, so that nothing touches an edge.
    init(from: Instant, to: Instant, left: Int = Timeline.left, right: Int = Timeline.width) {
        let length = max((to - from).milliseconds, 3_600_000)
        self.from = Instant(milliseconds: from.milliseconds - length / 40)
        self.to = Instant(milliseconds: max(to.milliseconds, from.milliseconds + length) + length / 40)
        self.left = left + 12
        self.right = right - 16
    }

    func x(_ instant: Instant) -> Int {
        let part = (instant - from).milliseconds.clamped(to: 0...(to - from).milliseconds)
        return left + Int(part * Int64(right - left) / max(1, (to - from).milliseconds))
    }

    /// At most a dozen days, at local midnight, as people write them.
    func ticks(_ zone: Zone) -> [Timeline.Tick] {
        let (first, last) = (zone.day(of: from).advanced(by: 1), zone.day(of: to))
        let days = last.number - first.number + 1
        guard days > 0 else { return [] }
        let step = TimeScale.steps.first { days / $0 <= 9 } ?? 366
        return stride(from: 0, to: days, by: step).map { offset in
            let day = first.advanced(by: offset)
            return Timeline.Tick(x: x(zone.startOfDay(day)), words: TimeScale.words(day, withYear: step > 91))
        }
    }

    private static let steps = [1, 2, 3, 7, 14, 28, 61, 91, 182, 366]

    private static func words(_ day: CivilDay, withYear: Bool) -> String {
        let parts = Zone.text(day).split(separator: " ")
        return (withYear ? parts.suffix(3) : parts.dropFirst().prefix(2)).joined(separator: " ")
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}

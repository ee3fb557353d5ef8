import SafeguardingModel

/// A chart of a child's missing episodes: how often, how long, at what time of day, compared with their own past.
struct EpisodeChart: Sendable {
    struct Column: Sendable {
        let x: Int
        let y: Int
        let height: Int
        let kind: String
        let words: String
    }

    struct Hour: Sendable {
        let x: Int
        let y: Int
        let height: Int
        let words: String
        let label: String?
        let labelAt: Int
    }

    struct Line: Sendable {
        let y: Int
        let words: String
    }

    struct Month: Sendable {
        let month: String
        let count: Int
        let hours: String
        let longest: String
        let overnight: Int
    }

    let width: Int
    let height: Int
    let floor: Int
    let columns: [Column]
    let ticks: [Timeline.Tick]
    let lines: [Line]
    let hours: [Hour]
    let months: [Month]
    /// Sentences that compare the last thirty days with the ninety before.
    let sentences: [String]
    let words: String

    private static let top = 16
    private static let floor = 156
    private static let left = 44

    /// Makes the chart; nil where there are no episodes.
    init?(_ spells: [MissingEpisode], asOf: Instant, times: Times) {
        let episodes = EpisodeChart.joined(spells.filter { $0.kind != "placement" && $0.start <= asOf })
        guard let first = episodes.map(\.start).min() else { return nil }
        let scale = TimeScale(from: first, to: asOf, left: EpisodeChart.left, right: 720)
        let longest = episodes.map { $0.length(at: asOf).hours }.max() ?? 1
        let most = EpisodeChart.steps.first { longest <= $0 } ?? (longest / 24).rounded(.up) * 24
        width = 960
        height = EpisodeChart.floor + 26
        floor = EpisodeChart.floor
        columns = episodes.map { Column($0, scale, most: most, asOf: asOf, times) }
        ticks = scale.ticks(times.zone)
        lines = [0, 0.5, 1].map { part in
            Line(
                y: EpisodeChart.floor - Int(part * Double(EpisodeChart.floor - EpisodeChart.top)),
                words: "\(Int(most * part)) h"
            )
        }
        hours = EpisodeChart.hours(episodes, times.zone)
        months = EpisodeChart.months(episodes, asOf: asOf, times.zone)
        sentences = EpisodeChart.sentences(episodes, asOf: asOf)
        words =
            "\(DeskWords.count(episodes.count, "missing episode", "missing episodes")); the longest lasted \(Times.words(Span(milliseconds: Int64(longest * 3_600_000)))). The table below says the same by month."
    }

    /// Joins episodes that overlap: two agencies may report one absence.
    private static func joined(_ spells: [MissingEpisode]) -> [MissingEpisode] {
        var joined: [MissingEpisode] = []
        for spell in spells.sorted(by: { $0.start < $1.start }) {
            guard let last = joined.last, last.end ?? .distantFuture >= spell.start else {
                joined.append(spell)
                continue
            }
            if let end = last.end, let other = spell.end { joined[joined.count - 1].end = max(end, other) }
        }
        return joined
    }

    private static let steps: [Double] = [6, 12, 24, 48, 72, 120, 168]

    static func heightOf(_ hours: Double, most: Double) -> Int {
        max(3, Int(Double(floor - top) * min(1, hours / most)))
    }

    static func bottom(of height: Int) -> Int { floor - height }

    /// Counts at what time of day episodes begin, in eight columns of three hours.
    private static func hours(_ episodes: [MissingEpisode], _ zone: Zone) -> [Hour] {
        var counts = Array(repeating: 0, count: 8)
        for episode in episodes { counts[zone.secondsAfterMidnight(of: episode.start) / 10_800] += 1 }
        let most = max(1, counts.max() ?? 1)
        return counts.enumerated().map { index, count in
            let height = count == 0 ? 1 : max(4, (floor - top) * count / most)
            let (from, to) = ((index * 3).padded(to: 2), (index * 3 + 3).padded(to: 2))
            return Hour(
                x: 760 + index * 24,
                y: floor - height,
                height: height,
                words: "\(from):00 to \(to):00: \(DeskWords.count(count, "episode", "episodes")) began",
                label: index % 2 == 0 ? from : nil,
                labelAt: 760 + index * 24
            )
        }
    }

    private static func months(_ episodes: [MissingEpisode], asOf: Instant, _ zone: Zone) -> [Month] {
        let groups = Dictionary(grouping: episodes) { spell in
            let (year, month, _) = zone.day(of: spell.start).parts
            return year * 12 + month - 1
        }
        return groups.sorted { $0.key < $1.key }.map { key, spells in
            let lengths = spells.map { $0.length(at: asOf) }
            let total = lengths.reduce(Span.zero) { $0 + $1 }
            let day = CivilDay(year: key / 12, month: key % 12 + 1, day: 1)
            return Month(
                month: day.map { Zone.text($0).split(separator: " ").suffix(2).joined(separator: " ") } ?? "",
                count: spells.count,
                hours: Times.words(total),
                longest: Times.words(lengths.max() ?? .zero),
                overnight: spells.count { $0.isOvernight(at: asOf, in: zone) }
            )
        }
    }

    /// Compares the last thirty days with the ninety before them.
    private static func sentences(_ episodes: [MissingEpisode], asOf: Instant) -> [String] {
        let recent = episodes.filter { $0.start > asOf - .days(30) }
        let before = episodes.filter { $0.start <= asOf - .days(30) && $0.start > asOf - .days(120) }
        func words(_ spells: [MissingEpisode]) -> String {
            let total = spells.map { $0.length(at: asOf) }.reduce(Span.zero) { $0 + $1 }
            return spells.isEmpty
                ? "no episode" : "\(DeskWords.count(spells.count, "episode", "episodes")), \(Times.words(total)) in all"
        }
        return [
            "In the last 30 days: \(words(recent)).", "In the 90 days before: \(words(before)).",
        ]
    }
}

extension EpisodeChart.Column {
    fileprivate init(_ spell: MissingEpisode, _ scale: TimeScale, most: Double, asOf: Instant, _ times: Times) {
        let height = EpisodeChart.heightOf(spell.length(at: asOf).hours, most: most)
        x = scale.x(spell.start)
        y = EpisodeChart.bottom(of: height)
        self.height = height
        kind = spell.kind
        words = spell.words(times)
    }
}

extension MissingEpisode {
    /// Returns how long it lasted, or has lasted.
    func length(at now: Instant) -> Span { max(.zero, (end ?? max(now, start)) - start) }

    /// Returns whether it includes four in the morning.
    func isOvernight(at now: Instant, in zone: Zone) -> Bool {
        let day = zone.day(of: start)
        return [0, 1].contains { offset in
            let night = zone.instant(day.advanced(by: offset), secondsAfterMidnight: 4 * 3_600)
            return night >= start && night <= (end ?? max(now, start))
        }
    }
}

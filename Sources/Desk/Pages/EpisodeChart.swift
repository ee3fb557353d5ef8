import DaemonKit
import SafeguardingModel

/// A chart of a child's missing episodes: how often, how long, at what time of day, compared with their own past.
struct EpisodeChart {
    private let episodes: [MissingEpisode]
    private let asOf: Instant
    private let times: Times
    private let scale: TimeScale
    /// The length in hours of the longest, and that of the highest column.
    private let longest: Double
    private let most: Double

    private static let top = 16
    private static let floor = 156
    private static let left = 44
    private static let steps: [Double] = [6, 12, 24, 48, 72, 120, 168]

    /// Makes the chart; nil where there are no episodes.
    init?(_ all: [MissingEpisode], asOf: Instant, times: Times) {
        let episodes = EpisodeChart.joined(all.filter { $0.kind != "placement" && $0.start <= asOf })
        guard let first = episodes.map(\.start).min() else { return nil }
        self.episodes = episodes
        self.asOf = asOf
        self.times = times
        scale = TimeScale(from: first, to: asOf, left: EpisodeChart.left, right: 720)
        let longest = episodes.map { $0.length(at: asOf).hours }.max() ?? 1
        self.longest = longest
        most = EpisodeChart.steps.first { longest <= $0 } ?? (longest / 24).rounded(.up) * 24
    }

    var html: HTML {
        """
        <div class="drawing" role="region" aria-label="Missing episodes, drawn" tabindex="0">
        <svg class="episodes" role="img" aria-label="\(words)" viewBox="0 0 960 182" width="960" height="182">
        \([0, 0.5, 1].map(line))
        \(scale.ticks(times.zone).map { #"<text class="when" x="\#($0.x)" y="174" text-anchor="middle">\#($0.words)</text>"# })
        \(episodes.map(column))
        \(hours)
        <text class="when" x="760" y="12">Began at this time of day</text>
        </svg>
        </div>
        \(months)
        """
    }

    private var words: String {
        let longest = Times.words(Span(milliseconds: Int64(longest * 3_600_000)))
        return
            "\(Wording.count(episodes.count, "missing episode", "missing episodes")); the longest lasted \(longest). The table below says the same by month."
    }

    /// Draws the line at a part of the greatest height.
    private func line(_ part: Double) -> HTML {
        let y = EpisodeChart.floor - Int(part * Double(EpisodeChart.floor - EpisodeChart.top))
        return """
            <line class="tick" x1="44" x2="720" y1="\(y)" y2="\(y)"/>\
            <text class="when" x="38" y="\(y)" dy="4" text-anchor="end">\(Int(most * part)) h</text>

            """
    }

    private func column(_ episode: MissingEpisode) -> HTML {
        let part = min(1, episode.length(at: asOf).hours / most)
        let height = max(3, Int(Double(EpisodeChart.floor - EpisodeChart.top) * part))
        return """
            <rect class="spell \(episode.kind)" x="\(scale.x(episode.start))" y="\(EpisodeChart.floor - height)" width="6" \
            height="\(height)"><title>\(episode.words(times))</title></rect>

            """
    }

    /// Joins episodes that overlap: two agencies may report one absence.
    private static func joined(_ episodes: [MissingEpisode]) -> [MissingEpisode] {
        var joined: [MissingEpisode] = []
        for episode in episodes.sorted(by: { $0.start < $1.start }) {
            guard let last = joined.last, last.end ?? .distantFuture >= episode.start else {
                joined.append(episode)
                continue
            }
            if let end = last.end, let other = episode.end { joined[joined.count - 1].end = max(end, other) }
        }
        return joined
    }

    /// Counts at what time of day episodes begin, in eight columns of three hours.
    private var hours: [HTML] {
        var counts = Array(repeating: 0, count: 8)
        for episode in episodes { counts[times.zone.secondsAfterMidnight(of: episode.start) / 10_800] += 1 }
        let most = max(1, counts.max() ?? 1)
        return counts.enumerated().map { index, count in
            let height = count == 0 ? 1 : max(4, (EpisodeChart.floor - EpisodeChart.top) * count / most)
            let (from, to, x) = ((index * 3).padded(to: 2), (index * 3 + 3).padded(to: 2), 760 + index * 24)
            return """
                <rect class="hour" x="\(x)" y="\(EpisodeChart.floor - height)" width="20" height="\(height)">\
                <title>\(from):00 to \(to):00: \(Wording.count(count, "episode", "episodes")) began</title></rect>\
                \(#"<text class="when" x="\#(x)" y="174">\#(from)</text>"#, if: index % 2 == 0)

                """
        }
    }

    private typealias Month = (month: String, episodes: [MissingEpisode])

    private var months: HTML {
        let groups = Dictionary(grouping: episodes) { episode in
            let (year, month, _) = times.zone.day(of: episode.start).parts
            return year * 12 + month - 1
        }
        let months: [Month] = groups.sorted { $0.key < $1.key }.map { key, episodes in
            let day = CivilDay(year: key / 12, month: key % 12 + 1, day: 1)
            return (day.map { Zone.text($0).split(separator: " ").suffix(2).joined(separator: " ") } ?? "", episodes)
        }
        return PageTable(
            months,
            style: "months",
            caption: "Missing episodes by month",
            [
                .head("Month") { "\($0.month)" },
                .cell("Episodes") { "\($0.episodes.count)" },
                .cell("Time missing") { "\(Times.words(total($0.episodes)))" },
                .cell("Longest") { "\(Times.words($0.episodes.map { $0.length(at: asOf) }.max() ?? .zero))" },
                .cell("Through the night") { "\($0.episodes.count { $0.isOvernight(at: asOf, in: times.zone) })" },
            ]
        ).html
    }

    private func total(_ episodes: [MissingEpisode]) -> Span {
        episodes.map { $0.length(at: asOf) }.reduce(Span.zero) { $0 + $1 }
    }

    /// The sentences that compare the last thirty days with the ninety before them.
    var sentences: [String] {
        let recent = episodes.filter { $0.start > asOf - .days(30) }
        let before = episodes.filter { $0.start <= asOf - .days(30) && $0.start > asOf - .days(120) }
        func words(_ episodes: [MissingEpisode]) -> String {
            guard !episodes.isEmpty else { return "no episode" }
            return "\(Wording.count(episodes.count, "episode", "episodes")), \(Times.words(total(episodes))) in all"
        }
        return [
            "In the last 30 days: \(words(recent)).", "In the 90 days before: \(words(before)).",
        ]
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

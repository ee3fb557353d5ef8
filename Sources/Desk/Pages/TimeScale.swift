import SafeguardingModel

/// The scale of a drawing, from instants to pixels.
struct TimeScale {
    let from: Instant
    let to: Instant
    private let left: Int
    private let right: Int

    /// Makes a scale with a margin around the given span, so that nothing touches an edge.
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

    /// Returns at most a dozen days, at local midnight, in words.
    func ticks(_ zone: Zone) -> [(x: Int, words: String)] {
        let (first, last) = (zone.day(of: from).advanced(by: 1), zone.day(of: to))
        let days = last.number - first.number + 1
        guard days > 0 else { return [] }
        let step = TimeScale.steps.first { days / $0 <= 9 } ?? 366
        return stride(from: 0, to: days, by: step).map { offset in
            let day = first.advanced(by: offset)
            return (x(zone.startOfDay(day)), TimeScale.words(day, withYear: step > 91))
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

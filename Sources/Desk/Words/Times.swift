import DaemonKit
package import SafeguardingModel

/// Times in words, in the site's own zone, relative to now.
package struct Times: Sendable {
    let zone: Zone
    let now: Instant

    package init(zone: Zone, now: Instant) {
        self.zone = zone
        self.now = now
    }

    /// Returns a time in full: `Sat 12 Sep 2015 20:40`.
    package func text(_ instant: Instant) -> TimeText {
        TimeText(words: zone.text(instant), machine: zone.rfc3339(instant))
    }

    /// Returns a time without what is obvious today: `20:40`, `Sat 12 Sep 20:40`.
    package func short(_ instant: Instant) -> TimeText {
        let (day, today) = (zone.day(of: instant), zone.day(of: now))
        let parts = zone.text(instant).split(separator: " ")
        let words: [Substring]
        if day == today {
            words = parts.suffix(1)
        } else if day.parts.year == today.parts.year {
            words = parts.prefix(3) + parts.suffix(1)
        } else {
            words = Array(parts)
        }
        return TimeText(words: words.joined(separator: " "), machine: zone.rfc3339(instant))
    }

    /// Returns a time beside another one: on the same day only the clock, `21:05`.
    package func text(_ instant: Instant, after other: Occurrence) -> TimeText {
        guard other.precision == .second, zone.day(of: instant) == zone.day(of: other.earliest) else {
            return text(instant)
        }
        return TimeText(
            words: zone.text(instant).split(separator: " ").last.map(String.init) ?? "",
            machine: zone.rfc3339(instant)
        )
    }

    /// Returns a time of occurrence, no more exactly than its source knows it.
    package func text(_ occurrence: Occurrence) -> TimeText {
        guard occurrence.precision == .day else { return text(occurrence.earliest) }
        let day = zone.day(of: occurrence.earliest)
        return TimeText(words: "\(Zone.text(day)), time not given", machine: day.description)
    }

    func text(_ day: CivilDay) -> TimeText { TimeText(words: Zone.text(day), machine: day.description) }

    /// Returns a length of time: `40 min`, `3 h 5 min`, `6 days`.
    package static func words(_ span: Span) -> String {
        let minutes = max(0, span.milliseconds) / 60_000
        switch minutes {
        case ..<1: return "less than a minute"
        case ..<60: return "\(minutes) min"
        case ..<(24 * 60): return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
        case ..<(48 * 60): return "1 day"
        default: return "\(minutes / 1_440) days"
        }
    }

    /// Returns an age: `14`, or `14 then, 25 now` where it has changed since.
    package func age(born: CivilDay?, at then: Instant) -> String? {
        guard let born else { return nil }
        let ages = (then: born.age(on: zone.day(of: then)), now: born.age(on: zone.day(of: now)))
        guard ages.then >= 0 else { return nil }
        return ages.then == ages.now ? "\(ages.now)" : "\(ages.then) then, \(ages.now) now"
    }
}

/// A time for a page: the words, and the form for machines.
package struct TimeText: Hashable, Sendable {
    package let words: String
    package let machine: String
}

extension HTML.Interpolation {
    mutating func appendInterpolation(_ time: TimeText) {
        appendInterpolation("<time datetime=\"\(time.machine)\">\(time.words)</time>" as HTML)
    }
}

/// The time until a deadline, or since: `in 12 min`, `overdue by 40 min`.
struct TimeLeft {
    let deadline: TimeText
    let words: String
    let isOverdue: Bool

    init(until deadline: Instant, times: Times) {
        self.deadline = times.short(deadline)
        isOverdue = deadline < times.now
        let words = Times.words(isOverdue ? times.now - deadline : deadline - times.now)
        self.words = isOverdue ? "overdue by \(words)" : "in \(words)"
    }

    var html: HTML { #"<span class="distance\#(" late", if: isOverdue)">\#(words)</span>"# }
}

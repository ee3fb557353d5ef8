/// A point in time, to the millisecond, the same for everybody: milliseconds since 1970-01-01T00:00:00Z.
///
/// Judgement never asks the clock; instants reach it inside journal entries.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int64) {
        self.milliseconds = seconds * 1_000
    }

    /// The beginning of the year 1, before everything: stands for "never yet" and "from the beginning".
    public static let distantPast = Instant(milliseconds: -62_135_596_800_000)  // 0001-01-01
    /// The last second of the year 9999, after everything: stands for "never" and "without end".
    public static let distantFuture = Instant(milliseconds: 253_402_300_799_000)  // 9999-12-31

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public var seconds: Int64 { milliseconds.flooredQuotient(by: 1_000) }

    /// Earlier instants first.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
    /// The instant later by a span.
    public static func + (left: Instant, right: Span) -> Instant {
        Instant(milliseconds: left.milliseconds + right.milliseconds)
    }
    /// The instant earlier by a span.
    public static func - (left: Instant, right: Span) -> Instant {
        Instant(milliseconds: left.milliseconds - right.milliseconds)
    }
    /// The span from the right instant to the left one; negative if the left is earlier.
    public static func - (left: Instant, right: Instant) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

/// A length of time in whole milliseconds: 72 hours are 72 hours, whatever the clocks do in between.
public struct Span: Hashable, Comparable, Sendable, Codable {
    /// May be negative.
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// No time at all.
    public static let zero = Span(milliseconds: 0)
    /// A span of thousandths of a second.
    public static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }
    /// A span of 1,000 milliseconds each.
    public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1_000) }
    /// A span of 60 seconds each.
    public static func minutes(_ count: Int64) -> Span { .seconds(count * 60) }
    /// A span of 60 minutes each.
    public static func hours(_ count: Int64) -> Span { .minutes(count * 60) }
    /// Elapsed days of 24 hours; for days of the calendar see ``CivilDay``.
    public static func days(_ count: Int64) -> Span { .hours(count * 24) }

    /// Shorter spans first; a negative one is shorter than zero.
    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }
    /// The two spans one after the other.
    public static func + (left: Span, right: Span) -> Span {
        Span(milliseconds: left.milliseconds + right.milliseconds)
    }
    /// The left span shortened by the right one; may be negative.
    public static func - (left: Span, right: Span) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }
    /// The span repeated.
    public static func * (left: Span, right: Int64) -> Span { Span(milliseconds: left.milliseconds * right) }

    /// The span in hours with a fraction, for reports: judgement compares milliseconds.
    public var hours: Double { Double(milliseconds) / 3_600_000 }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that times before 1970 behave like those after.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

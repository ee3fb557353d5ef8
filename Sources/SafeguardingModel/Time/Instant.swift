/// A point in time, to the millisecond, the same for everybody: milliseconds since 1970-01-01T00:00:00Z.
///
/// Judgement never asks the clock; instants reach it inside journal entries.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(seconds: Int64) {
        self.milliseconds = seconds * 1_000
    }

    public static let distantPast = Instant(milliseconds: -62_135_596_800_000)  // 0001-01-01
    public static let distantFuture = Instant(milliseconds: 253_402_300_799_000)  // 9999-12-31

    public var seconds: Int64 { milliseconds.flooredQuotient(by: 1_000) }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Instant, right: Span) -> Instant {
        Instant(milliseconds: left.milliseconds + right.milliseconds)
    }
    public static func - (left: Instant, right: Span) -> Instant {
        Instant(milliseconds: left.milliseconds - right.milliseconds)
    }
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
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static let zero = Span(milliseconds: 0)
    public static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }
    public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1_000) }
    public static func minutes(_ count: Int64) -> Span { .seconds(count * 60) }
    public static func hours(_ count: Int64) -> Span { .minutes(count * 60) }
    /// Elapsed days of 24 hours; for days of the calendar see ``CivilDay``.
    public static func days(_ count: Int64) -> Span { .hours(count * 24) }

    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Span, right: Span) -> Span {
        Span(milliseconds: left.milliseconds + right.milliseconds)
    }
    public static func - (left: Span, right: Span) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }
    public static func * (left: Span, right: Int64) -> Span { Span(milliseconds: left.milliseconds * right) }

    public var hours: Double { Double(milliseconds) / 3_600_000 }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that times before 1970 behave like those after.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// The time at which something happened, as exactly as its source gives it.
///
/// An SSDA903 row gives the day and not the hour. A rule that needs hours must ask ``precision`` and say that this
/// source does not give them, instead of guessing midnight.
public struct Occurrence: Hashable, Comparable, Sendable, Codable {
    /// The smallest unit that the source gives.
    public enum Precision: String, Hashable, Sendable, Codable { case second, day }

    /// The instant, or the beginning of the local day.
    public let earliest: Instant
    /// `day` if the source gives no hour.
    public let precision: Precision

    public init(_ instant: Instant, precision: Precision = .second) {
        self.earliest = instant
        self.precision = precision
    }

    /// The last instant at which it can have happened: of a day, its last millisecond in the United Kingdom, where a day
    /// has 23 or 25 hours when the clocks change.
    public var latest: Instant { precision == .second ? earliest : Occurrence.endOfDay(from: earliest) }

    /// Returns the last millisecond of the British day that begins at an instant.
    package static func endOfDay(from start: Instant) -> Instant {
        let after = start + .days(1)
        let change = Zone.london.offset(at: start) - Zone.london.offset(at: after)
        return after + .seconds(Int64(change)) - .milliseconds(1)
    }

    /// By the earliest instant; an exact time before a day that begins with it.
    public static func < (left: Occurrence, right: Occurrence) -> Bool {
        (left.earliest, left.precision == .second ? 0 : 1) < (right.earliest, right.precision == .second ? 0 : 1)
    }
}

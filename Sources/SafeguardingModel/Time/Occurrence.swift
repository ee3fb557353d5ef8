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

    /// The last instant at which it can have happened. A day counts 24 hours, also where the clocks change.
    public var latest: Instant { precision == .second ? earliest : earliest + .days(1) - .milliseconds(1) }

    /// By the earliest instant; an exact time before a day that begins with it.
    public static func < (left: Occurrence, right: Occurrence) -> Bool {
        (left.earliest, left.precision == .second ? 0 : 1) < (right.earliest, right.precision == .second ? 0 : 1)
    }
}

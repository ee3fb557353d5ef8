import SafeguardingModel

/// A clock for the sessions, in milliseconds, which no change of the wall clock affects.
struct MonotonicClock {
    private let start = ContinuousClock.now

    var now: Instant {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Instant(milliseconds: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}

extension Span {
    /// The same span in the type of the system's clocks.
    var duration: Duration { .milliseconds(milliseconds) }
}

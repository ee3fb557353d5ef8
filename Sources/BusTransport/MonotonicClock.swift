import SafeguardingModel

/// Moments for the sessions: milliseconds that no change of the wall clock touches.
struct MonotonicClock {
    private let start = ContinuousClock.now

    var now: Instant {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Instant(milliseconds: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}

extension Span {
    /// The same length as the system's clocks count it.
    var duration: Duration { .milliseconds(milliseconds) }
}

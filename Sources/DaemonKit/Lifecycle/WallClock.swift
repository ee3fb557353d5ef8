import Glibc
public import SafeguardingModel
import Synchronization

/// The present time, and waiting.
///
/// It is used above the I/O line only; judgement's clock is the journal.
public protocol WallClock: Sendable {
    /// The present time; may be earlier than the last one read, because clocks are set back.
    var now: Instant { get }
    /// Waits that long.
    ///
    /// - Throws: `CancellationError` when the wait is cancelled.
    func sleep(for span: Span) async throws
}

/// The machine's clock.
public struct SystemClock: WallClock {
    public init() {}

    /// The system's time, which may be set back.
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Waits by a clock that setting the system's time does not change.
    public func sleep(for span: Span) async throws {
        try await Task.sleep(for: .milliseconds(span.milliseconds))
    }
}

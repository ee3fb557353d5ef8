import Dispatch
import Synchronization

@testable import Aggregator

/// A halt of the worker's thread, from when it has begun until it is released.
final class Hold: Sendable {
    private let isBegun = Mutex(false)
    private let gate = DispatchSemaphore(value: 0)

    func begun() async { while !isBegun.withLock(\.self) { await Task.yield() } }
    func release() { gate.signal() }

    fileprivate func wait() {
        isBegun.withLock { $0 = true }
        gate.wait()
    }
}

extension CorrelationWorker {
    /// Occupies the worker's own thread.
    func hold(_ hold: Hold) { hold.wait() }
}

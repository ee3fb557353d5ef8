import Dispatch
import Glibc
import Logging
import Synchronization

/// The time limit of draining, and the names of the services that exceed it.
final class Overtime: Sendable {
    /// The exit code of a process that exceeded the limit.
    static let exitCode: Int32 = 70

    private struct State {
        var running: [String] = []
        var isDraining = false
        var isDisarmed = false
    }

    private let state = Mutex(State())
    private let limit: Duration
    private let logger: Logger

    init(limit: Duration, logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    var isDraining: Bool { state.withLock { $0.isDraining } }

    func began(_ name: String) { state.withLock { $0.running.append(name) } }

    func finished(_ name: String) {
        state.withLock { state in
            if let index = state.running.firstIndex(of: name) { state.running.remove(at: index) }
        }
    }

    /// Starts the time limit.
    ///
    /// It has a thread of its own, because the thread pool may be what hangs.
    func arm() {
        let isFirst = state.withLock { state in
            defer { state.isDraining = true }
            return !state.isDraining
        }
        guard isFirst else { return }
        let (seconds, attoseconds) = limit.components
        let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { self.cutOff() }
    }

    func disarm() { state.withLock { $0.isDisarmed = true } }

    private func cutOff() {
        let names = state.withLock { $0.isDisarmed ? nil : $0.running.joined(separator: ",") }
        guard let names else { return }
        logger.record(.error, "Not drained in time, ending at once", [.services: names])
        _exit(Overtime.exitCode)
    }
}

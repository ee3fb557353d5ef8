import Synchronization

/// Keeps what other threads report, for the test to look at.
final class Recorder<Element: Sendable>: Sendable {
    private let kept = Mutex<[Element]>([])

    var all: [Element] { kept.withLock { $0 } }

    func add(_ element: Element) { kept.withLock { $0.append(element) } }

    /// Waits until what was kept satisfies; says whether it did in time.
    func wait(until isEnough: ([Element]) -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + patience
        while !isEnough(all) {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return true
    }
}

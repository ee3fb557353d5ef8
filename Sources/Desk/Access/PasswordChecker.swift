import Dispatch
import Synchronization

/// Checks passwords one after the other, off the threads that serve pages: each check takes its time and memory on
/// purpose, and many at once must not stop the desk.
final class PasswordChecker: Sendable {
    enum Answer: Hashable, Sendable { case right, wrong, tooBusy }

    private let queue = DispatchQueue(label: "desk.passwords")
    private let waiting = Mutex(0)
    private let most: Int
    /// An unknown name costs as much as a known one.
    private let nobody: PasswordHash

    init(most: Int = 16) {
        self.most = most
        nobody = PasswordHash(
            cost: PasswordHash.usualCost,
            salt: SecretToken.randomBytes(16),
            digest: SecretToken.randomBytes(32)
        )
    }

    func check(_ password: String, of account: Account?) async -> Answer {
        guard enter() else { return .tooBusy }
        defer { waiting.withLock { $0 -= 1 } }
        let hash = account?.password ?? nobody
        let matches = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: hash.matches(password)) }
        }
        return matches && account?.password != nil ? .right : .wrong
    }

    private func enter() -> Bool {
        waiting.withLock { waiting in
            guard waiting < most else { return false }
            waiting += 1
            return true
        }
    }
}

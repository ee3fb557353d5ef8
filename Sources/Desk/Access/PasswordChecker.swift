import Dispatch
import Synchronization

/// Checks passwords one after the other, off the threads that serve pages: each check takes its time and memory on
/// purpose, and many at once must not stop the desk.
final class PasswordChecker: Sendable {
    enum Answer: Hashable, Sendable { case right, wrong, tooBusy }

    private let queue = DispatchQueue(label: "desk.passwords")
    /// How many wait, by address.
    private let waiting = Mutex<[String: Int]>([:])
    private let most: Int
    /// One address cannot keep everybody else waiting.
    private let mostFromOne: Int
    /// What a hash costs that is made now.
    private let cost: Int
    /// An unknown name costs as much as a known one.
    private let nobody: PasswordHash

    init(cost: Int, most: Int = 16, mostFromOne: Int = 8) {
        self.cost = cost
        self.most = most
        self.mostFromOne = mostFromOne
        nobody = PasswordHash(
            cost: cost,
            salt: SecretToken.randomBytes(16),
            digest: SecretToken.randomBytes(32)
        )
    }

    /// - Parameter key: with which passwords are kept.
    func check(_ password: String, of account: Account?, with key: AccountKey?, from address: String) async -> Answer {
        guard enter(address) else { return .tooBusy }
        defer { leave(address) }
        let hash = account?.password ?? nobody
        let matches = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: hash.matches(password, with: key)) }
        }
        return matches && account?.password != nil ? .right : .wrong
    }

    /// The same password's hash at today's cost; nil where it has that already, or cannot be made.
    func renewed(_ hash: PasswordHash?, of password: String, with key: AccountKey?) async -> PasswordHash? {
        guard let hash, hash.cost < cost else { return nil }
        return await self.hash(of: password, with: key)
    }

    /// A password's hash; nil where it cannot be made.
    func hash(of password: String, with key: AccountKey?) async -> PasswordHash? {
        await withCheckedContinuation { continuation in
            queue.async { [cost] in
                continuation.resume(returning: try? PasswordHash(of: password, cost: cost, with: key))
            }
        }
    }

    private func enter(_ address: String) -> Bool {
        waiting.withLock { waiting in
            guard waiting.values.reduce(0, +) < most, waiting[address, default: 0] < mostFromOne else { return false }
            waiting[address, default: 0] += 1
            return true
        }
    }

    private func leave(_ address: String) {
        waiting.withLock { waiting in
            let rest = (waiting[address] ?? 1) - 1
            waiting[address] = rest > 0 ? rest : nil
        }
    }
}

import Dispatch
import Synchronization

/// A checker of passwords, one after the other, off the threads that serve pages: each check takes time and memory on
/// purpose, and many at once must not stop the desk.
///
/// Accounts that were signed in to from the same address before have a queue of their own, which strangers cannot fill.
final class PasswordChecker: Sendable {
    enum Answer: Hashable, Sendable { case right, wrong, tooBusy }

    private let known: CheckingRow
    private let strangers: CheckingRow
    /// The cost of a hash that is made now.
    private let cost: Int
    /// The hash for an unknown name, which costs as much to check as a known one.
    private let nobody: PasswordHash

    init(cost: Int) {
        self.cost = cost
        known = CheckingRow("desk.passwords", most: 16, mostFromOne: 8)
        strangers = CheckingRow("desk.passwords.strangers", most: 16, mostFromOne: 4)
        nobody = PasswordHash(
            cost: cost,
            salt: SecretToken.randomBytes(16),
            digest: SecretToken.randomBytes(32)
        )
    }

    /// Checks one password.
    ///
    /// - Parameters:
    /// - key: the key that passwords are kept with.
    ///   - isKnown: whether somebody came in to this account from this address before.
    func check(
        _ password: String,
        of account: Account?,
        with key: AccountKey?,
        from address: String,
        isKnown: Bool
    ) async -> Answer {
        let row = isKnown ? known : strangers
        guard row.enter(address) else { return .tooBusy }
        defer { row.leave(address) }
        let hash = account?.password ?? nobody
        let matches = await row.run { hash.matches(password, with: key) }
        return matches && account?.password != nil ? .right : .wrong
    }

    /// Returns the same password's hash at today's cost; nil where it has that already, or cannot be made.
    func renewed(_ hash: PasswordHash?, of password: String, with key: AccountKey?) async -> PasswordHash? {
        guard let hash, hash.cost < cost else { return nil }
        return await self.hash(of: password, with: key)
    }

    /// Returns a password's hash; nil where it cannot be made.
    func hash(of password: String, with key: AccountKey?) async -> PasswordHash? {
        await known.run { [cost] in try? PasswordHash(of: password, cost: cost, with: key) }
    }
}

/// A queue of checks, one at a time, with a bound on how many wait in it.
final class CheckingRow: Sendable {
    private let queue: DispatchQueue
    /// The number of checks that wait, by address.
    private let waiting = Mutex<[String: Int]>([:])
    private let most: Int
    /// The most checks that may wait for one address, so that it cannot keep others waiting.
    private let mostFromOne: Int

    init(_ label: String, most: Int, mostFromOne: Int) {
        queue = DispatchQueue(label: label)
        self.most = most
        self.mostFromOne = mostFromOne
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    func enter(_ address: String) -> Bool {
        waiting.withLock { waiting in
            guard waiting.values.reduce(0, +) < most, waiting[address, default: 0] < mostFromOne else { return false }
            waiting[address, default: 0] += 1
            return true
        }
    }

    func leave(_ address: String) {
        waiting.withLock { waiting in
            let rest = (waiting[address] ?? 1) - 1
            waiting[address] = rest > 0 ? rest : nil
        }
    }
}

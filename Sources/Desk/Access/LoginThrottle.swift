package import SafeguardingModel

/// Slows whoever guesses, and nobody else: the delay belongs to an account and an address together, so that failing on
/// purpose keeps only oneself out.
///
/// Never more than a minute.
package struct LoginThrottle {
    package struct Key: Hashable {
        var account: String
        var address: String

        package init(account: String, address: String) {
            self.account = account
            self.address = address
        }
    }

    private struct Failures {
        var count: Int
        var last: Instant
    }

    static let freeAttempts = 4
    static let longest: Span = .seconds(60)
    static let forgottenAfter: Span = .minutes(30)
    private let capacity: Int
    private var failures: [Key: Failures] = [:]

    package init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// How many pairs are remembered.
    package var count: Int { failures.count }

    /// How long this pair still has to wait; nil when it may try now.
    package func wait(_ key: Key, at now: Instant) -> Span? {
        guard let known = failures[key] else { return nil }
        let end = known.last + LoginThrottle.delay(after: known.count)
        return end > now ? end - now : nil
    }

    package mutating func failed(_ key: Key, at now: Instant) {
        let known = failures[key].map { now - $0.last > LoginThrottle.forgottenAfter ? 0 : $0.count } ?? 0
        failures[key] = Failures(count: known + 1, last: now)
        if failures.count > capacity { forget(at: now) }
    }

    package mutating func succeeded(_ key: Key) { failures[key] = nil }

    /// Nothing for the first few, then seconds that double.
    package static func delay(after count: Int) -> Span {
        guard count > freeAttempts else { return .zero }
        return min(longest, .seconds(1) * (1 << Int64(min(count - freeAttempts, 10))))
    }

    private mutating func forget(at now: Instant) {
        failures = failures.filter { now - $0.value.last <= LoginThrottle.forgottenAfter }
        guard failures.count > capacity else { return }
        let oldest = failures.sorted { $0.value.last < $1.value.last }.prefix(failures.count - capacity * 9 / 10)
        for (key, _) in oldest { failures[key] = nil }
    }
}

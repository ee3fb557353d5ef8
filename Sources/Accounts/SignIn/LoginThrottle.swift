package import SafeguardingModel

/// Delays and budgets that slow down guessing of passwords and codes.
///
/// A growing delay belongs to an account and an address together, so that failing on purpose shuts out only oneself.
/// Every account also has a budget over all addresses, since an attacker may use many: one for the addresses from which
/// it was signed in to before, and another for all others, so that no stranger uses up the owner's. Each address has a
/// budget too, against guesses at many names, also made-up ones; sign-ins to an account that was signed in to from
/// there before do not spend it.
package struct LoginThrottle {
    package struct Key: Hashable {
        var account: String
        var address: String

        /// Makes a key; all names that no account can have share one, so that they do not fill memory.
        package init(account: String, address: String) {
            self.account = Account.isWellFormed(account) ? account : ""
            self.address = ClientAddress.network(of: address)
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
    private var passwords: Budgets
    private var codes: Budgets
    private var addresses: Budgets
    /// The pairs of account and address that were signed in, and when last.
    private var known: [Key: Instant] = [:]
    /// When a delayed attempt was last logged, by account, so that a flood of them does not fill the disk.
    private var noted: [String: Instant] = [:]

    package init(capacity: Int = 10_000) {
        self.capacity = capacity
        // 2 times 20 and one every two minutes: at most a hundred wrong passwords an hour for one account.
        passwords = Budgets(atOnce: 20, every: .minutes(2), capacity: capacity)
        // An attempt at a code has the right password already, and guesses one of three codes in a million.
        codes = Budgets(atOnce: 10, every: .minutes(6), capacity: capacity)
        // An office behind one address may well mistype twenty times when a morning begins.
        addresses = Budgets(atOnce: 30, every: .seconds(10), capacity: capacity)
    }

    /// The number of remembered pairs.
    package var count: Int { failures.count }

    /// Returns how long this pair still has to wait; nil when it may try now.
    package func wait(_ key: Key, at now: Instant) -> Span? {
        let pair = failures[key].map { $0.last + LoginThrottle.delay(after: $0.count) - now } ?? .zero
        var span = max(pair, passwords.wait(scope(key), at: now))
        if !isKnown(key) { span = max(span, addresses.wait(LoginThrottle.scope(ofAddress: key), at: now)) }
        return span > .zero ? span : nil
    }

    /// Counts an attempt before it is checked, so that many at once all count; or returns how long it has to wait.
    package mutating func attempt(_ key: Key, at now: Instant) -> Span? {
        if let wait = wait(key, at: now) { return wait }
        failed(key, at: now)
        return nil
    }

    package mutating func failed(_ key: Key, at now: Instant) {
        let count = failures[key].map { now - $0.last > LoginThrottle.forgottenAfter ? 0 : $0.count } ?? 0
        failures[key] = Failures(count: count + 1, last: now)
        passwords.spend(scope(key), at: now)
        if !isKnown(key) { addresses.spend(LoginThrottle.scope(ofAddress: key), at: now) }
        if failures.count > capacity { forget(at: now) }
    }

    /// Takes back an attempt that was not checked after all.
    package mutating func refund(_ key: Key) {
        if let known = failures[key] {
            failures[key] = known.count > 1 ? Failures(count: known.count - 1, last: known.last) : nil
        }
        giveBackBudgets(key)
    }

    private mutating func giveBackBudgets(_ key: Key) {
        passwords.refund(scope(key))
        if !isKnown(key) { addresses.refund(LoginThrottle.scope(ofAddress: key)) }
    }

    /// Spends one try of a code beside the right password; false where too many were wrong.
    package mutating func mayTryCode(_ key: Key, at now: Instant) -> Bool {
        guard codes.wait(scope(key), at: now) <= .zero else { return false }
        codes.spend(scope(key), at: now)
        return true
    }

    /// Clears the failures of a pair that signed in, gives back what the attempt spent, and remembers the address.
    package mutating func succeeded(_ key: Key, at now: Instant, withCode: Bool = false) {
        failures[key] = nil
        giveBackBudgets(key)
        if withCode { codes.refund(scope(key)) }
        know(key, at: now)
    }

    /// Remembers that somebody signed in from this address.
    package mutating func know(_ key: Key, at time: Instant) {
        known[key] = time
        known.keepLatest(capacity)
    }

    /// Returns whether somebody signed in to this account from this address before.
    package func isKnown(_ key: Key) -> Bool { known[key] != nil }

    /// Returns whether a delayed attempt is to be logged: once a minute for each account.
    package mutating func isNews(_ key: Key, at now: Instant) -> Bool {
        if let last = noted[key.account], now - last < .minutes(1) { return false }
        noted[key.account] = now
        noted.keepLatest(capacity)
        return true
    }

    /// Returns no delay for the first few failures, then seconds that double.
    package static func delay(after count: Int) -> Span {
        guard count > freeAttempts else { return .zero }
        return min(longest, .seconds(1) * (1 << Int64(min(count - freeAttempts, 10))))
    }

    private func scope(_ key: Key) -> Budgets.Scope { .init(name: key.account, isKnown: isKnown(key)) }

    private static func scope(ofAddress key: Key) -> Budgets.Scope { .init(name: key.address, isKnown: false) }

    private mutating func forget(at now: Instant) {
        failures = failures.filter { now - $0.value.last <= LoginThrottle.forgottenAfter }
        guard failures.count > capacity else { return }
        let oldest = failures.sorted { $0.value.last < $1.value.last }.prefix(failures.count - capacity * 9 / 10)
        for (key, _) in oldest { failures[key] = nil }
    }
}

/// The attempts left to each account or address: a number at once, and then one per interval.
struct Budgets {
    struct Scope: Hashable {
        var name: String
        var isKnown: Bool
    }

    let atOnce: Int64
    let every: Span
    let capacity: Int
    /// When each budget is full again.
    private var whole: [Scope: Instant] = [:]

    init(atOnce: Int64, every: Span, capacity: Int) {
        self.atOnce = atOnce
        self.every = every
        self.capacity = capacity
    }

    /// Returns how long until one attempt may be spent; zero or less where one may be now.
    func wait(_ scope: Scope, at now: Instant) -> Span {
        whole[scope].map { $0 - now - every * (atOnce - 1) } ?? .zero
    }

    mutating func spend(_ scope: Scope, at now: Instant) {
        whole[scope] = max(whole[scope] ?? now, now) + every
        whole.keepLatest(capacity)
    }

    mutating func refund(_ scope: Scope) {
        if let instant = whole[scope] { whole[scope] = instant - every }
    }
}

extension Dictionary where Value == Instant {
    /// Removes the earliest entries where there are more than `capacity`.
    fileprivate mutating func keepLatest(_ capacity: Int) {
        guard count > capacity else { return }
        let earliest = sorted { $0.value < $1.value }.prefix(count - capacity * 9 / 10)
        for (key, _) in earliest { self[key] = nil }
    }
}

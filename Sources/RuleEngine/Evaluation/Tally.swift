/// The number of times that each key occurs in a window of time that moves on.
struct Tally<Key: Hashable> {
    private var counts: [Key: Int] = [:]

    /// The different keys, in no order.
    var keys: Dictionary<Key, Int>.Keys { counts.keys }
    /// The number of different keys.
    var distinct: Int { counts.count }

    mutating func add(_ key: Key) { counts[key, default: 0] += 1 }

    mutating func remove(_ key: Key) {
        let left = counts[key, default: 1] - 1
        counts[key] = left > 0 ? left : nil
    }
}

/// An index from keys to the records that have them: one chain of places for each key.
///
/// For a key with very many records (twice the limit above which the key finds no record) only the count is kept: its
/// chain is closed, so that neither memory nor the time of removing a record grows with the block. When the count falls
/// to the limit again, the index's owner looks up the records that have the key.
struct BlockIndex: Sendable {
    private struct Head: Sendable {
        var first: Int32
        var count: Int32
    }

    private struct Link: Sendable {
        var record: Int32
        var next: Int32
    }

    private var heads: [UInt64: Head] = [:]
    private var links: [Link] = []
    private var free: Int32 = -1
    private static let closed: Int32 = -2

    func isClosed(_ key: UInt64) -> Bool { heads[key]?.first == BlockIndex.closed }

    /// Returns the number of places that are stored for a key: never more than twice its limit.
    func held(_ key: UInt64) -> Int { isClosed(key) ? 0 : count(key) }

    func count(_ key: UInt64) -> Int { Int(heads[key]?.count ?? 0) }

    /// Adds a record to a key; returns how many records have the key now.
    mutating func insert(_ record: Int32, _ key: UInt64, limit: Int) -> Int {
        let link = take()
        // One access to the table reads and writes.
        let (before, head) = { (head: inout Head) in
            let before = head
            let isClosed = head.first == BlockIndex.closed || head.count >= 2 * limit
            head = Head(first: isClosed ? BlockIndex.closed : link, count: head.count + 1)
            return (before, head)
        }(&heads[key, default: Head(first: -1, count: 0)])
        let isOpen = head.first == link
        links[Int(link)] = Link(record: record, next: isOpen ? before.first : -1)
        if !isOpen { for chain in [link, before.first] { release(chain) } }
        return Int(head.count)
    }

    private mutating func release(_ first: Int32) {
        var here = first
        while here >= 0 {
            let next = links[Int(here)].next
            links[Int(here)].next = free
            free = here
            here = next
        }
    }

    /// Opens a closed key again with the records that have it.
    mutating func reopen(_ key: UInt64, with records: [Int32]) {
        heads[key] = nil
        for record in records { _ = insert(record, key, limit: records.count) }
    }

    /// Removes a record from a key; returns how many records still have the key.
    mutating func remove(_ record: Int32, _ key: UInt64) -> Int {
        guard var head = heads[key] else { return 0 }
        guard head.first != BlockIndex.closed else {
            head.count -= 1
            heads[key] = head
            return Int(head.count)
        }
        var before: Int32 = -1
        var here = head.first
        while here >= 0, links[Int(here)].record != record { (before, here) = (here, links[Int(here)].next) }
        guard here >= 0 else { return Int(head.count) }
        let next = links[Int(here)].next
        if before < 0 { head.first = next } else { links[Int(before)].next = next }
        head.count -= 1
        heads[key] = head.count == 0 ? nil : head
        links[Int(here)].next = free
        free = here
        return Int(head.count)
    }

    private mutating func take() -> Int32 {
        guard free >= 0 else {
            links.append(Link(record: -1, next: -1))
            return Int32(links.count - 1)
        }
        defer { free = links[Int(free)].next }
        return free
    }

    /// Appends the records with a key to `found`, unless there are more than `limit`.
    func collect(_ key: UInt64, limit: Int, into found: inout [Int32]) {
        guard let head = heads[key], head.count <= limit else { return }
        var here = head.first
        while here >= 0 {
            found.append(links[Int(here)].record)
            here = links[Int(here)].next
        }
    }

    /// Returns the records with a key, however many; none where the key is closed.
    func records(_ key: UInt64) -> [Int32] {
        var found: [Int32] = []
        collect(key, limit: .max, into: &found)
        return found
    }
}

/// Which records have a key: one chain of places for each.
///
/// Of a key that very many have (twice the limit from which on nobody is found by it) only the count is kept: the chain is
/// closed, so that neither memory nor the time of taking a record out grows with the block. Should so many lose the key
/// that it counts again, whoever owns the index looks up who has it.
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

    /// How many places are held for a key: never more than twice its limit.
    func held(_ key: UInt64) -> Int { isClosed(key) ? 0 : count(key) }

    func count(_ key: UInt64) -> Int { Int(heads[key]?.count ?? 0) }

    mutating func reserve(_ records: Int) { links.reserveCapacity(records * 10) }

    /// Returns how many records have the key now.
    mutating func insert(_ record: Int32, _ key: UInt64, limit: Int) -> Int {
        let link = take()
        // One look into the table, for reading and writing.
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

    /// A closed key counts again, and these have it.
    mutating func reopen(_ key: UInt64, with records: [Int32]) {
        heads[key] = nil
        for record in records { _ = insert(record, key, limit: records.count) }
    }

    /// Returns how many records have the key still.
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

    /// The records with a key, unless they are more than `limit`.
    func collect(_ key: UInt64, limit: Int, into found: inout [Int32]) {
        guard let head = heads[key], head.count <= limit else { return }
        var here = head.first
        while here >= 0 {
            found.append(links[Int(here)].record)
            here = links[Int(here)].next
        }
    }

    /// The records with a key, however many.
    func records(_ key: UInt64) -> [Int32] {
        var found: [Int32] = []
        collect(key, limit: .max, into: &found)
        return found
    }
}

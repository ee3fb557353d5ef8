package import SafeguardingModel

/// An index of the event ids seen, and their positions: 12 bytes an event, so that finding a duplicate never reads the
/// disk. A table of the database would cost one page write an event, at random places.
///
/// Open addressing over a power of two. A hash may occur several times: two ids can share it, and only the bodies
/// decide.
package struct DuplicateIndex {
    private var hashes: [UInt64]
    private var positions: [UInt32]
    package private(set) var count = 0

    package init(capacity: Int = 1 << 12) {
        let size = max(16, capacity).nextPowerOfTwo
        hashes = Array(repeating: 0, count: size)
        positions = Array(repeating: 0, count: size)
    }

    package mutating func insert(_ hash: UInt64, at position: Position) {
        precondition(position > 0 && position <= Position(UInt32.max), "a journal holds at most 4,294,967,295 entries")
        if (count + 1) * 5 > hashes.count * 4 { grow() }
        place(hash, UInt32(position.number))
        count += 1
    }

    /// Removes an id whose entry was never committed.
    package mutating func remove(_ hash: UInt64, at position: Position) {
        var slot = slot(of: hash)
        while positions[slot] != 0 {
            if hashes[slot] == hash, positions[slot] == UInt32(position.number) { return close(slot) }
            slot = next(slot)
        }
    }

    /// Returns the positions of ids with this hash, in the order in which they were added.
    package func positions(of hash: UInt64) -> [Position] {
        var slot = slot(of: hash)
        var found: [Position] = []
        while positions[slot] != 0 {
            if hashes[slot] == hash { found.append(Position(positions[slot])) }
            slot = next(slot)
        }
        return found
    }

    private func slot(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (hashes.count - 1) }
    private func next(_ slot: Int) -> Int { (slot + 1) & (hashes.count - 1) }

    private mutating func place(_ hash: UInt64, _ position: UInt32) {
        var slot = slot(of: hash)
        while positions[slot] != 0 { slot = next(slot) }
        hashes[slot] = hash
        positions[slot] = position
    }

    /// Empties a slot and moves up the slots behind it (deletion without tombstones, Knuth 6.4 R).
    private mutating func close(_ removed: Int) {
        count -= 1
        var hole = removed
        var slot = next(removed)
        while positions[slot] != 0 {
            let home = self.slot(of: hashes[slot])
            let reaches = hole <= slot ? (home <= hole || home > slot) : (home <= hole && home > slot)
            if reaches {
                (hashes[hole], positions[hole]) = (hashes[slot], positions[slot])
                hole = slot
            }
            slot = next(slot)
        }
        positions[hole] = 0
    }

    private mutating func grow() {
        let (oldHashes, oldPositions) = (hashes, positions)
        hashes = Array(repeating: 0, count: oldHashes.count * 2)
        positions = Array(repeating: 0, count: oldPositions.count * 2)
        for slot in oldHashes.indices where oldPositions[slot] != 0 { place(oldHashes[slot], oldPositions[slot]) }
    }
}

extension Int {
    fileprivate var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}

/// The similarity of two names, by their folded bytes.
///
/// All numbers are whole, so that every machine computes the same.
enum Likeness {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// The most bytes of a name that are kept, so that a name of 10,000 letters costs no more than any other.
    static let longest = 60

    /// Returns the Jaro-Winkler similarity in thousandths: 1,000 for equal, 0 for nothing in common (Winkler 1990, with
    /// the usual bonus of a tenth for each of up to four equal letters at the beginning).
    static func jaroWinkler(_ left: Bytes, _ right: Bytes) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        let jaro = jaro(left, right)
        guard jaro > 700 else { return jaro }
        var prefix = 0
        while prefix < min(4, left.count, right.count), left[prefix] == right[prefix] { prefix += 1 }
        return jaro + prefix * (1_000 - jaro) / 10
    }

    private static func jaro(_ left: Bytes, _ right: Bytes) -> Int {
        let window = max(0, max(left.count, right.count) / 2 - 1)
        var inLeft: UInt64 = 0
        var inRight: UInt64 = 0
        for place in left.indices {
            let from = max(0, place - window)
            let to = min(right.count, place + window + 1)
            var other = from
            while other < to {
                if inRight & 1 << UInt64(other) == 0, right[other] == left[place] {
                    inLeft |= 1 << UInt64(place)
                    inRight |= 1 << UInt64(other)
                    break
                }
                other += 1
            }
        }
        let shared = inLeft.nonzeroBitCount
        guard shared > 0 else { return 0 }
        let moved = transpositions(left, inLeft, right, inRight) / 2
        return (1_000 * shared / left.count + 1_000 * shared / right.count + 1_000 * (shared - moved) / shared) / 3
    }

    private static func transpositions(_ left: Bytes, _ inLeft: UInt64, _ right: Bytes, _ inRight: UInt64) -> Int {
        var (here, there) = (inLeft, inRight)
        var moved = 0
        while here != 0 {
            if left[here.trailingZeroBitCount] != right[there.trailingZeroBitCount] { moved += 1 }
            here &= here - 1
            there &= there - 1
        }
        return moved
    }

    /// Returns whether the names differ by one slip of the finger, and are long enough for that to be evidence.
    static func isTellingSlip(_ left: Bytes, _ right: Bytes) -> Bool {
        min(left.count, right.count) >= 4 && isOneSlip(left, right)
    }

    /// Returns whether the names differ by one slip of the finger: a letter wrong, missing, extra, or two exchanged.
    static func isOneSlip(_ left: Bytes, _ right: Bytes) -> Bool {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard long.count - short.count <= 1 else { return false }
        var head = 0
        while head < short.count, short[head] == long[head] { head += 1 }
        var tail = 0
        while tail < short.count - head, short[short.count - 1 - tail] == long[long.count - 1 - tail] { tail += 1 }
        let rest = long.count - head - tail
        if long.count > short.count { return rest == 1 }
        return rest <= 1 || rest == 2 && short[head] == long[head + 1] && short[head + 1] == long[head]
    }

    /// Returns whether the shorter is the beginning or the end of the longer: `Beth` in `Elizabeth`, `Sample` in
    /// `Sample-Example`.
    static func isPart(_ left: Bytes, _ right: Bytes, ofAtLeast length: Int) -> Bool {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard short.count >= length, short.count < long.count else { return false }
        return long.starts(with: short) || long.suffix(short.count).elementsEqual(short)
    }
}

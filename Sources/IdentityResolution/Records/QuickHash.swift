/// A hash over eight bytes at a time, the same in every run, for values that are hashed with every event.
struct QuickHash {
    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    mutating func combine(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0x9fb2_1c65_1e98_df25)
        state = product.low ^ product.high ^ 0xa076_1d64_78bd_642f
    }

    /// Adds a text and its length, so that `ab`, `c` and `a`, `bc` differ.
    @inline(__always)
    mutating func combine(_ text: String) {
        let utf8 = text.utf8
        guard !utf8.isEmpty else { return combine(0) }
        guard utf8.withContiguousStorageIfAvailable({ combine($0) }) == nil else { return }
        Array(utf8).withUnsafeBufferPointer { combine($0) }
    }

    private mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
        var place = 0
        while place + 8 <= bytes.count {
            combine(UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + place).loadUnaligned(as: UInt64.self))
            place += 8
        }
        var rest = UInt64(bytes.count) << 56
        while place < bytes.count {
            rest = rest << 8 ^ UInt64(bytes[place])
            place += 1
        }
        combine(rest)
    }

    var value: UInt64 {
        var last = self
        last.combine(0x2545_f491_4f6c_dd1d)
        return last.state
    }

    static func of(_ words: UInt64...) -> UInt64 {
        var hash = QuickHash()
        for word in words { hash.combine(word) }
        return hash.value
    }
}

/// SipHash-2-4 (Aumasson and Bernstein, 2012), fed byte by byte: the same on every machine and in every run.
package struct SipHash {
    private var state: (UInt64, UInt64, UInt64, UInt64)
    /// Bytes that do not yet fill a word, the first lowest.
    private var tail: UInt64 = 0
    private var count: UInt64 = 0

    package init(key: (UInt64, UInt64)) {
        state.0 = 0x736F_6D65_7073_6575 ^ key.0
        state.1 = 0x646F_7261_6E64_6F6D ^ key.1
        state.2 = 0x6C79_6765_6E65_7261 ^ key.0
        state.3 = 0x7465_6462_7974_6573 ^ key.1
    }

    package mutating func append(_ text: consuming String) {
        text.withUTF8 { for byte in $0 { append(byte) } }
    }

    package mutating func append(_ byte: UInt8) {
        tail |= UInt64(byte) &<< ((count & 7) * 8)
        count &+= 1
        if count & 7 == 0 { absorb() }
    }

    package consuming func finish() -> UInt64 {
        tail |= count &<< 56
        absorb()
        state.2 ^= 0xFF
        for _ in 0..<4 { round() }
        return state.0 ^ state.1 ^ state.2 ^ state.3
    }

    private mutating func absorb() {
        state.3 ^= tail
        round()
        round()
        state.0 ^= tail
        tail = 0
    }

    private mutating func round() {
        state.0 &+= state.1
        state.1 = rotate(state.1, 13) ^ state.0
        state.0 = rotate(state.0, 32)
        state.2 &+= state.3
        state.3 = rotate(state.3, 16) ^ state.2
        state.0 &+= state.3
        state.3 = rotate(state.3, 21) ^ state.0
        state.2 &+= state.1
        state.1 = rotate(state.1, 17) ^ state.2
        state.2 = rotate(state.2, 32)
    }

    private func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 { word &<< bits | word &>> (64 - bits) }
}

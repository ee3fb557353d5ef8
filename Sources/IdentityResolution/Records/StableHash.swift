/// A hash that is the same in every run and on every machine (FNV-1a, then a finishing mix); Swift's own is not.
struct StableHash {
    private var state: UInt64

    /// Starts a hash; hashes with different seeds are independent enough to be used together.
    init(seed: UInt64 = 0) {
        state = 0xcbf2_9ce4_8422_2325 ^ (seed &* 0x9e37_79b9_7f4a_7c15)
    }

    mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { combine(byte: byte) }
    }

    mutating func combine(byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

    /// Adds a text and an end mark, so that `ab`, `c` and `a`, `bc` differ.
    mutating func combine(_ text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
            for byte in bytes { combine(byte: byte) }
        }
        if isDone == nil { combine(text.utf8) }
        combine(byte: 0xff)
    }

    var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    static func of(_ texts: String..., seed: UInt64 = 0) -> UInt64 {
        var hash = StableHash(seed: seed)
        for text in texts { hash.combine(text) }
        return hash.value
    }
}

extension UInt64 {
    /// The low sixty bits as twelve letters and digits that cannot be confused when read aloud.
    var spelled: String {
        let bytes = stride(from: 55, through: 0, by: -5).map { alphabet[Int(self >> UInt64($0) & 31)] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads back the text of ``spelled``.
    init?(spelled text: some StringProtocol) {
        guard text.utf8.count == 12 else { return nil }
        self = 0
        for byte in text.utf8 {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            self = self << 5 | UInt64(digit)
        }
    }
}

/// Crockford's alphabet: no i, l, o or u.
private let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

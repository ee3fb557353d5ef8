import Crypto

/// 16 bytes of SHA-256: a short name for something long that must never be confused with another.
struct EventHash: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ content: some Sequence<UInt8>) {
        bytes = Array(SHA256.hash(data: Array(content)).prefix(16))
    }

    /// One that was stored.
    init(restoring bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Under which name a source's event is remembered.
    init(source: String, key: String) {
        self.init(source.utf8.map { $0 } + [0] + key.utf8.map { $0 })
    }

    var text: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

import Crypto
import SafeguardingModel

/// 16 bytes of SHA-256: a short key for a long name that must never be confused with another.
struct EventHash: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ content: some Sequence<UInt8>) {
        bytes = Array(SHA256.hash(data: Array(content)).prefix(16))
    }

    /// Restores a stored hash.
    init(restoring bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Hashes the name under which a source's event is remembered.
    init(source: String, key: String) {
        self.init(source.utf8.map { $0 } + [0] + key.utf8.map { $0 })
    }

    var text: String { Hex.text(bytes) }
}

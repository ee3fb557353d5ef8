internal import Crypto
internal import SafeguardingModel

/// The first 128 bits of SHA-256, as hexadecimal text: the same on every machine and in every run.
struct ContentDigest {
    private var hash = SHA256()

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// Appends a text and a zero byte, so that the parts cannot run together.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        append([0])
    }

    func text(bytes count: Int = 16) -> String {
        hash.finalize().withUnsafeBytes { Hex.text($0.prefix(count)) }
    }
}

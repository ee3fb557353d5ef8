import SafeguardingModel

/// The names of one commit's events, as they stand in one row: position and 64-bit name after one another, twelve bytes
/// each, the high byte first.
///
/// One row a commit and not one an event: the names are only ever read together, when the journal is opened.
struct NameRun {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ hash: UInt64, at position: Int64) {
        withUnsafeBytes(of: UInt32(position).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: hash.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Hands on every name; false where the bytes are not names.
    func forEach(_ body: (_ hash: UInt64, _ position: Int64) -> Void) -> Bool {
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count - NameRun.size + 1, by: NameRun.size) {
                let position = UInt32(bigEndian: all.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                let hash = UInt64(bigEndian: all.loadUnaligned(fromByteOffset: start + 4, as: UInt64.self))
                guard position > 0 else { return false }
                body(hash, Int64(position))
            }
            return all.count.isMultiple(of: NameRun.size)
        }
    }

    private static let size = 12
}

import SafeguardingModel

/// The ids of one commit's events, as stored in one row: position and 64-bit hash after one another, twelve bytes each,
/// the high byte first.
///
/// There is one row a commit and not one an event, because the ids are only ever read together, when the journal is
/// opened.
struct NameRun {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ hash: UInt64, at position: Position) {
        withUnsafeBytes(of: UInt32(position.number).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: hash.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Calls the body with every hash and position; returns false if the bytes are malformed.
    func forEach(_ body: (_ hash: UInt64, _ position: Position) -> Void) -> Bool {
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count - NameRun.size + 1, by: NameRun.size) {
                let position = UInt32(bigEndian: all.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                let hash = UInt64(bigEndian: all.loadUnaligned(fromByteOffset: start + 4, as: UInt64.self))
                guard position > 0 else { return false }
                body(hash, Position(position))
            }
            return all.count.isMultiple(of: NameRun.size)
        }
    }

    private static let size = 12
}

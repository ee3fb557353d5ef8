public import SafeguardingModel

/// The root of a journal up to a position: the seal of its last commit there, which covers every entry before.
///
/// Kept where the journal's operator cannot write, it proves later that the entries are the same: an operator who
/// changes one can compute all seals again, but cannot make them give this root. As text: `1234:sha256:9f86d081...`.
public struct JournalRoot: Hashable, Sendable, CustomStringConvertible {
    public var position: Position
    /// The seal's digest, 32 bytes.
    public var digest: [UInt8]

    public init(position: Position, digest: [UInt8]) {
        self.position = position
        self.digest = digest
    }

    /// Reads a text that ``description`` gives, in capitals, too; nil if it is no root.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].lowercased() == "sha256", let position = Position(parts[0]), position > 0,
            parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let digest = Self.bytes(ofHexadecimal: parts[2]), digest.count == 32
        else { return nil }
        self.init(position: position, digest: digest)
    }

    public var description: String {
        let digits = Array("0123456789abcdef")
        return "\(position):sha256:" + String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private static func bytes(ofHexadecimal text: Substring) -> [UInt8]? {
        let digits = text.compactMap { $0.isASCII ? $0.hexDigitValue.map(UInt8.init) : nil }
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

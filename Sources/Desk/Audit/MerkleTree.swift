import Accounts
import Crypto

/// A growing Merkle tree (RFC 6962, section 2.1): one hash covers every line before it, in order.
///
/// Only the roots of its complete subtrees are kept, so that it stays small however long the log is.
package struct MerkleTree: Hashable, Sendable {
    package private(set) var count: Int64
    /// The roots of its complete subtrees, the largest first; one for each bit that is set in ``count``.
    package private(set) var peaks: [[UInt8]]

    package init(count: Int64 = 0, peaks: [[UInt8]] = []) {
        self.count = count
        self.peaks = peaks
    }

    package mutating func append(_ line: some Sequence<UInt8>) {
        var hash = MerkleTree.hash([0] + line)
        var rest = count
        while rest & 1 == 1 {
            hash = MerkleTree.hash([1] + peaks.removeLast() + hash)
            rest >>= 1
        }
        peaks.append(hash)
        count += 1
    }

    package var root: [UInt8] {
        guard var hash = peaks.last else { return MerkleTree.hash([]) }
        for peak in peaks.dropLast().reversed() { hash = MerkleTree.hash([1] + peak + hash) }
        return hash
    }

    /// The root as it is printed, kept elsewhere and given back: `sha256:` and 64 hex digits.
    package var rootText: String { "sha256:\(Hex.text(root))" }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

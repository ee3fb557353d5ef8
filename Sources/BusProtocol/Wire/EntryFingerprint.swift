import EventFormat
public import SafeguardingModel

/// A fingerprint of an entry, which differs from that of another journal's entry at the same position, without its
/// content.
///
/// An aggregator that was restored from an older copy assigns positions a second time, to other entries.
public struct EntryFingerprint: Hashable, Sendable {
    /// The moment at which the aggregator wrote the entry.
    public var at: Instant
    /// The entry's kind, agency and body as 16 hexadecimal digits.
    public var digest: String

    /// Makes a fingerprint from the parts of a message.
    public init(at: Instant, digest: String) {
        self.at = at
        self.digest = digest
    }

    /// Makes the fingerprint of an entry.
    public init(_ entry: StoredEntry) {
        let origin = "\(entry.kind.word)/\(entry.agency)"
        let hash = EventDigest.hash(source: origin, id: String(decoding: entry.body, as: UTF8.self))
        let digits = String(hash, radix: 16)
        at = entry.at
        digest = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

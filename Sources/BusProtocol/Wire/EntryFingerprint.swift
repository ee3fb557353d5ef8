import EventFormat
public import SafeguardingModel

/// Tells an entry from another journal's entry at the same position, without saying what is in it.
///
/// An aggregator that was restored from an older copy writes its positions a second time, with other entries.
public struct EntryFingerprint: Hashable, Sendable {
    /// When the aggregator wrote the entry.
    public var at: Instant
    /// The entry's kind, agency and body as 16 hexadecimal digits.
    public var digest: String

    /// Takes what a message says.
    public init(at: Instant, digest: String) {
        self.at = at
        self.digest = digest
    }

    /// The mark of an entry.
    public init(_ entry: FeedEntry) {
        let origin = "\(entry.kind)/\(entry.agency)"
        let hash = EventDigest.hash(source: origin, id: String(decoding: entry.body, as: UTF8.self))
        let digits = String(hash, radix: 16)
        at = entry.at
        digest = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

import SafeguardingModel

/// An event id as a number: the same on every machine and in every run, unlike Swift's own hashing.
public enum EventDigest {
    /// Returns SipHash-2-4 under a fixed key over `source`, a zero byte and `id`.
    ///
    /// Two events with one hash are almost certainly, but not surely, one event: callers that find a hash again compare
    /// the ids.
    public static func hash(source: some StringProtocol, id: some StringProtocol) -> UInt64 {
        var hash = SipHash(key: (0x6C61_7272_6566_6572, 0x3176_2E73_7562_2D6C))
        hash.append(String(source))
        hash.append(0)
        hash.append(String(id))
        return hash.finish()
    }
}

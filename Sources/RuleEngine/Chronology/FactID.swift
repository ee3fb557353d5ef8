package import SafeguardingModel

/// An event id (source and id) as a digest of 128 bits, the same in every run; exercises have ids of their own.
///
/// Two SipHashes with different keys: an accidental collision is out of reach, and a deliberate one takes about 2^64
/// attempts. The journal compares the events themselves, so it has refused a true duplicate before this is used.
package struct FactID: Hashable, Comparable, Sendable {
    package private(set) var first: UInt64
    package private(set) var second: UInt64

    package init(source: String, id: String, exercise: Bool) {
        let world: UInt64 = exercise ? 0x6C6C_6972_6400_0000 : 0
        first = FactID.digest(source, id, key: (0x6C61_7272_6566_6572 ^ world, 0x3176_2E73_7562_2D6C))
        second = FactID.digest(source, id, key: (0x6563_6E6F_6365_7300 ^ world, 0x7465_7374_2D32_7634))
    }

    private static func digest(_ source: String, _ id: String, key: (UInt64, UInt64)) -> UInt64 {
        var hash = SipHash(key: key)
        hash.append(source)
        hash.append(0)
        hash.append(id)
        return hash.finish()
    }

    package init(_ event: borrowing Event) {
        self.init(source: event.source, id: event.id, exercise: event.exercise)
    }

    /// Creates an id for an example, whose facts have no source.
    package init(number: Int) {
        first = UInt64(number)
        second = 0
    }

    /// Creates the id of the event that this event corrects or withdraws.
    package init?(correctedBy event: borrowing Event) {
        guard let id = event.corrects else { return nil }
        self.init(source: event.source, id: id, exercise: event.exercise)
    }

    /// Hashes one half, which is enough because the digest is already well distributed.
    package func hash(into hasher: inout Hasher) { hasher.combine(first) }

    package static func < (left: FactID, right: FactID) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}

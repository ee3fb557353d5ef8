package import SafeguardingModel

/// An event's name (source and id) as a digest of 128 bits, the same in every run; drills have names of their own.
///
/// Two SipHashes under keys of their own: nobody finds two names of one digest by accident, and a sender who searches for
/// them needs some 2^64 tries. The journal, which compares the events themselves, has refused a true double before this.
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

    /// For examples, whose facts have no source.
    init(number: Int) {
        first = UInt64(number)
        second = 0
    }

    /// The event that this one corrects or withdraws.
    package init?(correctedBy event: borrowing Event) {
        guard let id = event.corrects else { return nil }
        self.init(source: event.source, id: id, exercise: event.exercise)
    }

    /// Half of a good hash is one.
    package func hash(into hasher: inout Hasher) { hasher.combine(first) }

    package static func < (left: FactID, right: FactID) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}

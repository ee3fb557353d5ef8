package import SafeguardingModel

/// An event's name (source and id) as two independent numbers, the same in every run; drills have names of their own.
package struct FactName: Hashable, Comparable, Sendable {
    package private(set) var first: UInt64
    package private(set) var second: UInt64

    package init(source: String, id: String, exercise: Bool) {
        first = exercise ? 0x9ae1_6a3b_2f90_404f : 0xcbf2_9ce4_8422_2325
        second = exercise ? 0x27d4_eb2f_1656_67c5 : 0x8422_2325_cbf2_9ce4
        FactName.combine(source, &first, &second)
        FactName.combine(0xff, &first, &second)
        FactName.combine(id, &first, &second)
        first = FactName.finished(first)
        second = FactName.finished(second)
    }

    @inline(__always)
    private static func combine(_ text: String, _ first: inout UInt64, _ second: inout UInt64) {
        // Both at once: neither waits for the other.
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
            for byte in bytes { combine(byte, &first, &second) }
        }
        guard isDone == nil else { return }
        for byte in text.utf8 { combine(byte, &first, &second) }
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

    /// FNV-1a over both texts with a mark between, then a finishing mix.
    private static func combine(_ byte: UInt8, _ first: inout UInt64, _ second: inout UInt64) {
        first = (first ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        second = (second ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    private static func finished(_ hash: UInt64) -> UInt64 {
        var state = hash
        state = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        state = (state ^ (state >> 27)) &* 0x94d0_49bb_1331_11eb
        return state ^ (state >> 31)
    }

    /// Half of a good hash is one.
    package func hash(into hasher: inout Hasher) { hasher.combine(first) }

    package static func < (left: FactName, right: FactName) -> Bool {
        (left.first, left.second) < (right.first, right.second)
    }
}

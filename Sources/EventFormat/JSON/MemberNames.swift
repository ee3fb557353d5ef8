/// A table of known names, searched by length and bytes: a few comparisons of words, without hashing or making a text.
struct MemberNames: Sendable {
    private struct Entry {
        /// The first eight bytes.
        let head: UInt64
        let slot: Int32
        /// The position in `tails` of the bytes after the eighth.
        let tail: Int32
    }

    /// The longest name that a table can hold.
    private static let longest = 32

    private let entries: [Entry]
    private let tails: [UInt8]
    /// The position in `entries` of the first name of each length; one more at the end.
    private let starts: [Int32]

    /// Makes a table in which each name's slot is its position in `names`.
    init(_ names: [String]) {
        precondition(names.allSatisfy { $0.utf8.count <= MemberNames.longest }, "A name of the format is too long")
        var entries: [Entry] = []
        var tails: [UInt8] = []
        var starts: [Int32] = []
        for length in 0...MemberNames.longest + 1 {
            starts.append(Int32(entries.count))
            for (slot, name) in names.enumerated() where name.utf8.count == length {
                entries.append(Entry(head: MemberNames.head(of: name), slot: Int32(slot), tail: Int32(tails.count)))
                tails += name.utf8.dropFirst(8)
            }
        }
        (self.entries, self.tails, self.starts) = (entries, tails, starts)
    }

    /// Returns the slot of a name on a tape, or nil where the name is not known.
    func slot(of name: Tape.Text) -> Int? {
        guard name.count <= MemberNames.longest else { return nil }
        let head = MemberNames.head(of: name)
        for index in Int(starts[name.count])..<Int(starts[name.count + 1]) where entries[index].head == head {
            if name.count <= 8 || hasTail(entries[index], name) { return Int(entries[index].slot) }
        }
        return nil
    }

    private func hasTail(_ entry: Entry, _ name: Tape.Text) -> Bool {
        (8..<name.count).allSatisfy { name[$0] == tails[Int(entry.tail) + $0 - 8] }
    }

    /// Returns the first eight bytes of a text on a tape, the rest zero.
    ///
    /// SAFETY: reads up to eight bytes past the text and masks them away; a tape's texts have 32 readable bytes after
    /// them.
    static func head(of text: Tape.Text) -> UInt64 {
        guard let base = text.baseAddress else { return 0 }
        let word = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self).littleEndian
        return text.count >= 8 ? word : word & (1 &<< UInt64(text.count * 8) &- 1)
    }

    private static func head(of name: String) -> UInt64 {
        name.utf8.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

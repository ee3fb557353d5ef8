/// Finds a known name by its length and its bytes: a few comparisons of words, no hashing and no text.
struct NameTable: Sendable {
    private struct Entry {
        let bytes: SIMD4<UInt64>
        let slot: Int
    }

    /// The longest name that a table can hold.
    static let longest = 32

    private let entries: [Entry]
    /// Where the names of each length begin in `entries`; one more at the end.
    private let starts: [Int]

    /// Each name's slot is its position in `names`.
    init(_ names: [String]) {
        let sorted = names.enumerated().sorted { ($0.element.utf8.count, $0.offset) < ($1.element.utf8.count, $1.offset) }
        entries = sorted.map { Entry(bytes: NameTable.words(of: $0.element), slot: $0.offset) }
        starts = (0...NameTable.longest + 1).map { length in sorted.count { $0.element.utf8.count < length } }
    }

    /// The slot of a name on a tape, or nil where it is not known.
    func slot(of name: Tape.Text) -> Int? {
        guard name.count <= NameTable.longest else { return nil }
        let words = NameTable.words(of: name)
        for index in starts[name.count]..<starts[name.count + 1] where entries[index].bytes == words {
            return entries[index].slot
        }
        return nil
    }

    /// The first eight bytes of a text on a tape, the rest zero.
    static func head(of text: Tape.Text) -> UInt64 { word(of: text, at: 0) }

    private static func words(of name: Tape.Text) -> SIMD4<UInt64> {
        var words = SIMD4<UInt64>()
        for index in 0..<(name.count + 7) / 8 { words[index] = word(of: name, at: index * 8) }
        return words
    }

    /// SAFETY: reads up to seven bytes past the text and masks them away; a tape's texts have 32 readable bytes after them.
    private static func word(of text: Tape.Text, at offset: Int) -> UInt64 {
        let count = text.count - offset
        guard count > 0, let base = text.baseAddress else { return 0 }
        let word = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        return count >= 8 ? word : word & (1 &<< UInt64(count * 8) &- 1)
    }

    private static func words(of name: String) -> SIMD4<UInt64> {
        precondition(name.utf8.count <= longest, "A name of the format has more than \(longest) bytes")
        let padded = Array(name.utf8) + [UInt8](repeating: 0, count: longest + 8)
        return padded.withUnsafeBufferPointer { words(of: Tape.Text(rebasing: $0[..<name.utf8.count])) }
    }
}

/// A parsed document as simdjson leaves it: 64-bit words with the type in the top byte.
///
/// An index is the position of a value's first word. A tape is used only within the `read` that made it.
///
/// SAFETY: both pointers belong to the parser and hold until its next parse. simdjson wrote the tape, so every index
/// that comes from walking it is inside it.
struct Tape {
    typealias Text = UnsafeBufferPointer<UInt8>

    /// The index of the document's only value; word 0 is the root mark.
    static let top = 1

    let words: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>

    /// The type in a word's top byte, by simdjson's letters.
    enum Mark {
        static let object = UInt8(ascii: "{")
        static let array = UInt8(ascii: "[")
        static let string = UInt8(ascii: "\"")
        static let integer = UInt8(ascii: "l")
        static let unsigned = UInt8(ascii: "u")
        static let double = UInt8(ascii: "d")
        static let yes = UInt8(ascii: "t")
        static let no = UInt8(ascii: "f")
        static let null = UInt8(ascii: "n")
    }

    func mark(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[index] >> 56) }

    /// Returns the index of the value that follows this one and everything in it.
    func after(_ index: Int) -> Int {
        switch mark(index) {
        case Mark.object, Mark.array: Int(words[index] & 0xFFFF_FFFF)
        case Mark.integer, Mark.unsigned, Mark.double: index + 2
        default: index + 1
        }
    }

    /// Returns the bytes of a string, unescaped.
    ///
    /// At least 32 readable bytes follow them.
    func text(_ index: Int) -> Text {
        let entry = UnsafeRawPointer(strings) + Int(words[index] & 0x00FF_FFFF_FFFF_FFFF)
        let count = entry.loadUnaligned(as: UInt32.self)
        return Text(start: (entry + 4).assumingMemoryBound(to: UInt8.self), count: Int(count))
    }

    func integer(_ index: Int) -> Int64 { Int64(bitPattern: words[index + 1]) }
    func unsigned(_ index: Int) -> UInt64 { words[index + 1] }
    func double(_ index: Int) -> Double { Double(bitPattern: words[index + 1]) }

    /// Returns whether a value says nothing: null, empty and nothing but white space mean the same.
    func isAbsent(_ index: Int) -> Bool {
        switch mark(index) {
        case Mark.null: true
        case Mark.string: text(index).allSatisfy { $0 <= UInt8(ascii: " ") }
        default: false
        }
    }
}

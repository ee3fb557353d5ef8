/// A reader of fixed-width numbers from a text, byte by byte, without allocating.
package struct DigitReader<Text: StringProtocol> {
    private var rest: Text.UTF8View.SubSequence

    package init(_ text: Text) {
        rest = text.utf8[...]
    }

    package var isAtEnd: Bool { rest.isEmpty }
    package var next: UInt8? { rest.first }

    /// Reads the number written in exactly `digits` digits, or nil.
    package mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = rest.first, byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
            rest = rest.dropFirst()
        }
        return value
    }

    package mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}

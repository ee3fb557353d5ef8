/// A mark while it is normalised: up to 24 ASCII characters, without allocating.
///
/// A longer text is cut but its ``count`` goes on, which shows that it is not a mark.
struct ShortText {
    private static let capacity = 24

    private var bytes = InlineArray<24, UInt8>(repeating: 0)
    private(set) var count = 0

    init() {}

    /// Makes a text in upper case, without spaces and hyphens.
    init(upper text: String) {
        for byte in text.utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "-") { append(byte.upper) }
    }

    /// The byte at `index`; zero beyond the end.
    subscript(index: Int) -> UInt8 { index >= 0 && index < min(count, ShortText.capacity) ? bytes[index] : 0 }

    mutating func append(_ byte: UInt8) {
        if count < ShortText.capacity { bytes[count] = byte }
        count += 1
    }

    mutating func insert(_ byte: UInt8, at index: Int) {
        append(0)
        for position in stride(from: min(count, ShortText.capacity) - 1, to: index, by: -1) {
            bytes[position] = bytes[position - 1]
        }
        bytes[index] = byte
    }

    mutating func remove(at index: Int) {
        for position in index..<max(index, min(count, ShortText.capacity) - 1) { bytes[position] = bytes[position + 1] }
        count -= 1
    }

    mutating func removeFirst(_ number: Int) {
        for _ in 0..<number { remove(at: 0) }
    }

    mutating func replaceFirst(with text: StaticString) {
        removeFirst(1)
        for index in 0..<text.utf8CodeUnitCount { insert(text.utf8Start[index], at: index) }
    }

    func begins(with text: StaticString) -> Bool {
        (0..<text.utf8CodeUnitCount).allSatisfy { self[$0] == text.utf8Start[$0] }
    }

    func contains(where condition: (UInt8) -> Bool) -> Bool { (0..<count).contains { condition(self[$0]) } }
    var isAlphanumeric: Bool { (0..<count).allSatisfy { self[$0].isDigit || self[$0].isUpper } }

    /// Returns whether the text from `start` on has at least two different digits.
    func hasTwoDigits(from start: Int) -> Bool { (start..<max(start, count)).contains { self[$0] != self[start] } }

    var text: String {
        String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count { buffer[index] = self[index] }
            return count
        }
    }
}

extension UInt8 {
    static let zero = UInt8(ascii: "0")

    var isDigit: Bool { self >= 48 && self <= 57 }
    var isUpper: Bool { self >= 65 && self <= 90 }
    var upper: UInt8 { self >= 97 && self <= 122 ? self - 32 : self }
    var lower: UInt8 { isUpper ? self + 32 : self }

    var isPhoneFiller: Bool {
        switch self {
        case UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "."), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}

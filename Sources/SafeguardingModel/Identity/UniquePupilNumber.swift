/// The number that a pupil keeps through every school in England: a check letter, then twelve characters
/// (DfE, Unique pupil numbers guidance); a temporary number ends in a letter.
public struct UniquePupilNumber: Hashable, Sendable {
    /// Thirteen characters in capitals, without spaces.
    public let text: String

    /// Reads a number as people type it: in any case, with spaces.
    ///
    /// - Throws: ``IdentifierError`` if it has not thirteen characters, or fails its check.
    public init(parsing input: some StringProtocol) throws(IdentifierError) {
        let text = input.uppercased().filter { !$0.isWhitespace }
        guard text.utf8.count == 13 else { throw .wrongLength(.upn, expected: 13, found: text.utf8.count) }
        guard let expected = Self.checkLetter(for: text.utf8.dropFirst()) else { throw .wrongCharacter(.upn) }
        guard text.utf8.first == expected else { throw .failedCheck(.upn) }
        self.text = text
    }

    private static let letters = Array("ABCDEFGHJKLMNPQRTUVWXYZ".utf8)

    private static func checkLetter(for rest: Substring.UTF8View) -> UInt8? {
        var sum = 0
        for (index, byte) in rest.enumerated() {
            let isLast = index == 11
            guard let value = value(of: byte, lettersAllowed: isLast) else { return nil }
            sum += (index + 2) * value
        }
        return letters[sum % 23]
    }

    private static func value(of byte: UInt8, lettersAllowed: Bool) -> Int? {
        if (48...57).contains(byte) { return Int(byte - 48) }
        return lettersAllowed ? letters.firstIndex(of: byte) : nil
    }
}

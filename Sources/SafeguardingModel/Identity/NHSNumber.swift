/// The number by which the health service in England, Wales and the Isle of Man knows a person: ten digits,
/// the last a check (NHS Data Dictionary, NHS NUMBER).
public struct NHSNumber: Hashable, Sendable {
    /// Ten digits, without spaces.
    public let text: String

    /// Reads a number as people type it, with spaces or hyphens.
    ///
    /// - Throws: ``IdentifierError`` if it has not ten digits, or fails its check.
    public init(parsing input: some StringProtocol) throws(IdentifierError) {
        let digits = Array(input.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") })
        guard digits.count == 10 else { throw .wrongLength(.nhsNumber, expected: 10, found: digits.count) }
        guard digits.allSatisfy({ (48...57).contains($0) }) else { throw .wrongCharacter(.nhsNumber) }
        guard digits[9] == NHSNumber.checkDigit(for: digits[..<9]) else { throw .failedCheck(.nhsNumber) }
        text = String(decoding: digits, as: UTF8.self)
    }

    /// Weights 10 down to 2, modulo 11; a remainder that would need two digits is never issued.
    private static func checkDigit(for digits: ArraySlice<UInt8>) -> UInt8? {
        let sum = digits.enumerated().reduce(0) { $0 + (10 - $1.offset) * Int($1.element - 48) }
        let check = (11 - sum % 11) % 11
        return check == 10 ? nil : UInt8(48 + check)
    }
}

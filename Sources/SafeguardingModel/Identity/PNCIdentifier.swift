/// The Police National Computer's number for a person, in its long form `YYYY/NNNNNNNC`.
public struct PNCIdentifier: Hashable, Sendable {
    /// `YYYY/NNNNNNNC`, in capitals, with the stroke.
    public let text: String

    /// Reads the long form, with or without the stroke, in any case.
    ///
    /// - Throws: ``IdentifierError``; the short form, with a year of two digits, has the wrong length.
    public init(parsing input: some StringProtocol) throws(IdentifierError) {
        let characters = Array(input.uppercased().utf8.filter { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: " ") })
        guard characters.count == 12 else { throw .wrongLength(.pncId, expected: 12, found: characters.count) }
        guard characters[..<11].allSatisfy({ (48...57).contains($0) }) else { throw .wrongCharacter(.pncId) }
        guard characters[11] == Self.checkLetter(for: characters[2..<11]) else { throw .failedCheck(.pncId) }
        text = String(decoding: characters[..<4] + [UInt8(ascii: "/")] + characters[4...], as: UTF8.self)
    }

    private static let letters = Array("ZABCDEFGHJKLMNPQRTUVWXY".utf8)

    /// Two digits of the year and seven of the serial, modulo 23.
    private static func checkLetter(for digits: ArraySlice<UInt8>) -> UInt8 {
        letters[digits.reduce(0) { ($0 * 10 + Int($1 - 48)) % 23 }]
    }
}

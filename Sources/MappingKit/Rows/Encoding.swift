/// The encoding of an export's text.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "utf-8"
    /// Windows-1252, which Excel in Britain writes as plain "CSV". It includes Latin-1.
    case windows1252 = "windows-1252"
}

extension Encoding {
    /// Returns whether the bytes are UTF-8 by the Unicode standard (table 3-7): no overlong forms, no surrogates.
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if index + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
                continue
            }
            guard let length = lengthOfScalar(in: bytes, at: index) else { return false }
            index += length
        }
        return true
    }

    private static func lengthOfScalar(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let first = bytes[index]
        guard first >= 0x80 else { return 1 }
        guard let (length, second) = form(of: first), index + length <= bytes.count else { return nil }
        guard second.contains(bytes[index + 1]) else { return nil }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }

    private static func form(of first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }

    /// Converts Windows-1252 to UTF-8; the five undefined bytes stay as they are, as in browsers.
    static func utf8(fromWindows1252 bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            let scalar = (0x80...0x9F).contains(byte) ? upperTable[Int(byte) - 0x80] : UInt32(byte)
            if scalar < 0x80 {
                result.append(UInt8(scalar))
            } else if let scalar = Unicode.Scalar(scalar) {
                result += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return result
    }

    private static let upperTable: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}

/// A rough code of a name's sound: its consonants in six groups (as in Russell's Soundex), including the first letter,
/// so that `Kathryn` and `Catherine` have one code.
enum SoundCode {
    /// Returns up to four groups; 0 for an empty name.
    static func of(_ name: some Collection<UInt8>) -> UInt32 {
        guard let first = name.first else { return 0 }
        var code: UInt32 = 1
        var last: UInt8 = 0
        var count = 0
        for byte in name {
            let group = group(of: byte)
            if group != 0, group != last {
                code = code * 8 + UInt32(group)
                count += 1
                if count == 4 { break }
            }
            if byte != 0x68, byte != 0x77 { last = group }
        }
        // A name without known consonants (`Aoi`, other scripts) is coded by its beginning.
        if count > 0 { return code }
        return name.prefix(4).reduce(UInt32(first)) { $0 &* 31 &+ UInt32($1) } | 1 << 31
    }

    private static func group(of letter: UInt8) -> UInt8 {
        switch letter {
        case 0x62, 0x66, 0x70, 0x76: 1  // b f p v
        case 0x63, 0x67, 0x6a, 0x6b, 0x71, 0x73, 0x78, 0x7a: 2  // c g j k q s x z
        case 0x64, 0x74: 3  // d t
        case 0x6c: 4  // l
        case 0x6d, 0x6e: 5  // m n
        case 0x72: 6  // r
        default: 0
        }
    }
}

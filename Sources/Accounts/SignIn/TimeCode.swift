import Crypto
package import SafeguardingModel

/// The second factor: six digits that change every half minute (RFC 6238, HMAC-SHA-1, as every authenticator app has
/// it).
package struct TimeCode: Hashable, Sendable {
    /// The secret, at least 16 bytes.
    package let secret: [UInt8]

    package init(secret: [UInt8]) {
        self.secret = secret
    }

    /// Makes a new one that nobody can guess.
    package static func make() -> TimeCode { TimeCode(secret: SecretToken.randomBytes(20)) }

    /// Returns the step of a code that is right now or one step to either side, and after the last one used.
    package func step(of code: String, at now: Instant, after last: Int64) -> Int64? {
        let current = now.seconds / TimeCode.length
        return [current, current - 1, current + 1].first { step in
            step > last && SecretToken.isEqual(self.code(step), code)
        }
    }

    /// Returns the code at a time.
    package func code(at now: Instant) -> String { code(now.seconds / TimeCode.length) }

    private static let length: Int64 = 30

    private func code(_ step: Int64) -> String {
        let counter = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> ($0 * 8)) }
        let key = SymmetricKey(data: secret)
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(hash[hash.count - 1] & 0x0F)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return Int(number % 1_000_000).padded(to: 6)
    }

    /// The secret in base 32, as people type it into authenticator apps.
    package var text: String {
        var (text, bits, count) = ("", 0, 0)
        for byte in secret {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(TimeCode.letters[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(TimeCode.letters[bits << (5 - count) & 31]) }
        return text
    }

    package init?(text: String) {
        var (bytes, bits, count): ([UInt8], Int, Int) = ([], 0, 0)
        for letter in text.uppercased() where letter != "=" && letter != " " {
            guard let value = TimeCode.letters.firstIndex(of: letter) else { return nil }
            bits = bits << 5 | value
            count += 5
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(bits >> count & 255))
            bits &= (1 << count) - 1
        }
        guard bytes.count >= 16 else { return nil }
        secret = bytes
    }

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
}

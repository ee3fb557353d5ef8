import Crypto
import CryptoExtras
import EventFormat
import Foundation
import SafeguardingModel

/// A provider's public keys (RFC 7517), by their names.
///
/// The algorithm is determined by the key, never by the token.
package struct SigningKeys: Sendable {
    private enum Key: Sendable {
        case rs256(_RSA.Signing.PublicKey)
        case es256(P256.Signing.PublicKey)
    }

    private var keys: [String: Key] = [:]

    /// Reads the keys; keys of other kinds, for other uses, too short, or without a name, are skipped.
    package init(_ bytes: [UInt8]) throws(ProviderError) {
        guard let json = try? JSONReader.read(bytes), let list = json["keys"]?.array else {
            throw .document("its keys cannot be read")
        }
        for entry in list.prefix(SigningKeys.most) {
            guard let name = entry["kid"]?.string, !name.isEmpty, let key = SigningKeys.key(entry) else { continue }
            // With two keys of one name their order would decide.
            guard keys.updateValue(key, forKey: name) == nil else { throw .document("two of its keys have one name") }
        }
        guard !keys.isEmpty else { throw .document("it has no key for RS256 or ES256 that has a name") }
    }

    package func contains(_ name: String) -> Bool { keys[name] != nil }

    /// Returns whether the key of that name made this signature, by the algorithm that the key is for.
    package func isSigned(_ content: [UInt8], by name: String, algorithm: String, _ signature: [UInt8]) -> Bool {
        switch (keys[name], algorithm) {
        case (.rs256(let key), "RS256"):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: SHA256.hash(data: content), padding: .insecurePKCS1v1_5)
        case (.es256(let key), "ES256"):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA256.hash(data: content))
        default: return false
        }
    }

    private static let most = 64

    private static func key(_ json: JSONValue) -> Key? {
        if let use = json["use"]?.string, use != "sig" { return nil }
        let algorithm = json["alg"]?.string
        switch json["kty"]?.string {
        case "RSA" where algorithm ?? "RS256" == "RS256":
            guard let n = bytes(json["n"]), let e = bytes(json["e"]), n.count >= 256,
                let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            return .rs256(key)
        case "EC" where algorithm ?? "ES256" == "ES256" && json["crv"]?.string == "P-256":
            guard let x = bytes(json["x"]), let y = bytes(json["y"]), x.count == 32, y.count == 32,
                let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
            else { return nil }
            return .es256(key)
        default: return nil
        }
    }

    private static func bytes(_ value: JSONValue?) -> [UInt8]? { value?.string.flatMap { Base64URL.bytes($0) } }
}

/// Base 64 in the alphabet for addresses, without padding (RFC 4648, section 5).
package enum Base64URL {
    package static func text(_ bytes: some Sequence<UInt8>) -> String { SecretToken.text(of: bytes) }

    package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var plain = ""
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "-"): plain.append("+")
            case UInt8(ascii: "_"): plain.append("/")
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: plain.unicodeScalars.append(Unicode.Scalar(letter))
            }
        }
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain).map(Array.init)
    }
}

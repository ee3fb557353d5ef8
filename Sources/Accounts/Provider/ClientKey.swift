import Crypto
public import DaemonKit
import Foundation
public import SafeguardingModel

/// The key by which the desk proves to a provider which client it is (`private_key_jwt`, RFC 7523): the provider knows
/// the public half, and no secret is sent.
///
/// It is a P-256 key, in a file of mode 0600, as PKCS#8 in PEM.
public struct ClientKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The name of the public half (`kid`): its thumbprint (RFC 7638).
    public let name: String
    private let key: P256.Signing.PrivateKey

    /// The file's name among the keys of a site, which no other key may have.
    public static let fileName = "provider"

    private init(_ key: P256.Signing.PrivateKey) {
        self.key = key
        let (x, y) = ClientKey.point(key)
        let members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"\(x)\",\"y\":\"\(y)\"}"
        name = Base64URL.text(SHA256.hash(data: Array(members.utf8)))
    }

    /// Reads the key; the sentence of a fault never repeats the file's content.
    public init(reading path: String) throws(FileError) {
        let text = try Files.privateText(path, called: "key")
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: text) else {
            throw FileError(path: path, message: "is no private key for ES256 (P-256, PKCS#8 in PEM)")
        }
        self.init(key)
    }

    /// Makes a new key, in a file that must not exist yet.
    public static func make(at path: String) throws(FileError) -> ClientKey {
        guard !Files.exists(path) else {
            throw FileError(path: path, message: "a key stands here already; keys are not written over")
        }
        let key = P256.Signing.PrivateKey()
        try Files.makeFolder(Path.parent(of: path), mode: 0o700)
        try Files.write(Array("\(key.pemRepresentation)\n".utf8), to: path, mode: 0o600)
        return ClientKey(key)
    }

    /// The public half in the form for a provider: a set of keys with one in it (RFC 7517).
    public var published: JSONValue {
        let (x, y) = ClientKey.point(key)
        let key: JSONObject = [
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": .string(name), "x": .string(x),
            "y": .string(y),
        ]
        return ["keys": [.object(key)]]
    }

    /// Returns a proof that the desk is this client, valid once, for a minute, at this address alone.
    func assertion(of client: String, for address: String, at now: Instant) throws(ProviderError) -> String {
        let header: JSONObject = ["alg": "ES256", "typ": "JWT", "kid": .string(name)]
        let claims: JSONObject = [
            "iss": .string(client), "sub": .string(client), "aud": .string(address), "jti": .string(SecretToken.make()),
            "iat": .integer(now.seconds), "exp": .integer(now.seconds + ClientKey.seconds),
        ]
        let content = [header, claims].map { Base64URL.text(JSONValue.object($0).bytes) }.joined(separator: ".")
        guard let signature = try? key.signature(for: SHA256.hash(data: Array(content.utf8))) else {
            throw .unreachable("the desk could not sign with its key")
        }
        return "\(content).\(Base64URL.text(signature.rawRepresentation))"
    }

    private static let seconds: Int64 = 60

    private static func point(_ key: P256.Signing.PrivateKey) -> (x: String, y: String) {
        let point = Array(key.publicKey.rawRepresentation)
        return (Base64URL.text(point.prefix(32)), Base64URL.text(point.suffix(32)))
    }

    public var description: String { "(key \(name))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

import Accounts
import Crypto
import CryptoExtras
import DaemonKit
import Desk
import EventFormat
import Foundation
import Hummingbird
import Logging
import SafeguardingModel
import Synchronization

/// A small OpenID provider on this machine, which knows one person and answers as a test wants it to.
///
/// Checks what the desk owes it: the client's secret or its signature, the code once, PKCE.
final class LocalProvider: Sendable {
    struct Behaviour: Sendable {
        var subject = "sub-0001"
        var claims: JSONObject = ["amr": ["pwd", "mfa"]]
        var header: JSONObject = [:]
        var algorithm = "ES256"
        /// Signs with a key that it does not publish.
        var isForged = false
        var document: JSONObject = [:]
        /// The keys of the client, as it registered them; then it has no secret.
        var clientKeys: JSONValue?
        /// Sends whoever redeems a code to another of its addresses.
        var redirectsToken = false
    }

    struct Asked: Sendable {
        var paths: [String] = []
        var challenges: [String: (challenge: String, nonce: String)] = [:]
        var refusals: [String] = []
        /// The assertions that clients have used, by their `jti`.
        var assertions: [String] = []
    }

    let behaviour = Mutex(Behaviour())
    let asked = Mutex(Asked())
    private let elliptic = P256.Signing.PrivateKey()
    private let other = P256.Signing.PrivateKey()
    /// Made once: it takes its time.
    private static let madeRSA = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
    private let rsa: _RSA.Signing.PrivateKey
    private let port = Mutex(0)
    private let now: @Sendable () -> Instant

    init(now: @escaping @Sendable () -> Instant) throws {
        rsa = try LocalProvider.madeRSA.get()
        self.now = now
    }

    var issuer: String { "http://127.0.0.1:\(port.withLock { $0 })" }

    /// Serves while the body runs.
    func serving(_ body: () async throws -> Void) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
            logger: .silent
        )
        let running = Task { try await application.runService(gracefulShutdownSignals: []) }
        for await port in ports {
            self.port.withLock { $0 = port }
            break
        }
        defer { running.cancel() }
        try await body()
    }

    /// Returns the address that leads back from the provider's page once the person has signed in there.
    func signIn(at address: String) throws -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        let fields = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let code = "code-\(fields["state"]?.prefix(8) ?? "")"
        asked.withLock {
            $0.challenges[code] = (fields["code_challenge"] ?? "", fields["nonce"] ?? "")
        }
        return fields.merging(["code": code]) { _, new in new }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.get("/.well-known/openid-configuration") { [self] _, _ in
            note("document")
            var document: JSONObject = [
                "issuer": .string(issuer), "authorization_endpoint": .string("\(issuer)/authorize"),
                "token_endpoint": .string("\(issuer)/token"), "jwks_uri": .string("\(issuer)/keys"),
            ]
            for member in behaviour.withLock({ $0.document }).members { document[member.name] = member.value }
            return answer(document)
        }
        router.get("/keys") { [self] _, _ in
            note("keys")
            return answer(["keys": .array(keys)])
        }
        router.post("/token") { [self] request, _ in
            note("token")
            if behaviour.withLock({ $0.redirectsToken }) {
                return Response(status: .found, headers: [.location: "\(issuer)/keys"])
            }
            let body = String(buffer: try await request.body.collect(upTo: 65_536))
            return try redeem(body, request.headers[.authorization] ?? "")
        }
        return router
    }

    private func note(_ path: String) { asked.withLock { $0.paths.append(path) } }

    private func answer(_ object: JSONObject, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, body: .init(byteBuffer: ByteBuffer(string: JSONValue.object(object).text)))
    }

    private var keys: [JSONValue] {
        let point = Array(elliptic.publicKey.rawRepresentation)
        let numbers = try? rsa.publicKey.getKeyPrimitives()
        return [
            [
                "kty": "EC", "crv": "P-256", "kid": "ec-1", "use": "sig", "alg": "ES256",
                "x": .string(Base64URL.text(point.prefix(32))), "y": .string(Base64URL.text(point.suffix(32))),
            ],
            [
                "kty": "RSA", "kid": "rsa-1", "use": "sig",
                "n": .string(Base64URL.text(numbers.map { Array($0.modulus) } ?? [])),
                "e": .string(Base64URL.text(numbers.map { Array($0.publicExponent) } ?? [])),
            ],
        ]
    }

    private func redeem(_ body: String, _ authorization: String) throws -> Response {
        let items = URLComponents(string: "?\(body)")?.queryItems ?? []
        let form = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let known = asked.withLock { $0.challenges.removeValue(forKey: form["code"] ?? "") }
        let proof = Base64URL.text(SHA256.hash(data: Array((form["code_verifier"] ?? "").utf8)))
        guard let known, known.challenge == proof, isClient(form, authorization),
            form["grant_type"] == "authorization_code"
        else {
            asked.withLock { $0.refusals.append(form["code"] ?? "") }
            return answer(["error": "invalid_grant"], .badRequest)
        }
        return answer(["token_type": "Bearer", "access_token": "x", "id_token": .string(try token(known.nonce))])
    }

    /// Whether it is the client that registered here: by its key where it has one, otherwise by the secret.
    private func isClient(_ form: [String: String], _ authorization: String) -> Bool {
        guard let keys = behaviour.withLock({ $0.clientKeys }) else {
            return authorization == "Basic \(Data("cse-desk:sample%20secret".utf8).base64EncodedString())"
        }
        guard authorization.isEmpty, form["client_secret"] == nil, form["client_id"] == "cse-desk",
            form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            let claims = claims(signed: form["client_assertion"] ?? "", by: keys), let id = claims["jti"]?.string
        else { return false }
        let isNew = asked.withLock { asked in
            defer { asked.assertions.append(id) }
            return !asked.assertions.contains(id)
        }
        let (issued, expires) = (claims["iat"]?.integer ?? 0, claims["exp"]?.integer ?? 0)
        return isNew && claims["iss"]?.string == "cse-desk" && claims["sub"]?.string == "cse-desk"
            && claims["aud"]?.string == "\(issuer)/token" && issued == now().seconds
            && (1...300).contains(expires - now().seconds)
    }

    /// Returns the content of a client's assertion, if the key of the name that it gives made its signature.
    private func claims(signed text: String, by keys: JSONValue) -> JSONValue? {
        let parts = text.split(separator: ".").map(String.init)
        guard parts.count == 3, let header = json(parts[0]), header["alg"]?.string == "ES256",
            let key = keys["keys"]?.array?.first(where: { $0["kid"] == header["kid"] }),
            let x = key["x"]?.string.flatMap({ Base64URL.bytes($0) }),
            let y = key["y"]?.string.flatMap({ Base64URL.bytes($0) }), let bytes = Base64URL.bytes(parts[2]),
            let point = try? P256.Signing.PublicKey(rawRepresentation: x + y),
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: bytes),
            point.isValidSignature(signature, for: SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8)))
        else { return nil }
        return json(parts[1])
    }

    private func json(_ part: String) -> JSONValue? {
        Base64URL.bytes(part).flatMap { try? JSONReader.read($0) }
    }

    /// A token as the test wants it, right in all that it says nothing of.
    func token(_ nonce: String) throws -> String {
        let behaviour = behaviour.withLock { $0 }
        var claims: JSONObject = [
            "iss": .string(issuer), "aud": "cse-desk", "sub": .string(behaviour.subject), "nonce": .string(nonce),
            "iat": .integer(now().seconds), "exp": .integer(now().seconds + 300),
        ]
        for member in behaviour.claims.members { claims[member.name] = member.value.isNull ? nil : member.value }
        var header: JSONObject = [
            "alg": .string(behaviour.algorithm), "kid": behaviour.algorithm == "RS256" ? "rsa-1" : "ec-1",
        ]
        for member in behaviour.header.members { header[member.name] = member.value }
        let content = [header, claims].map { Base64URL.text(JSONValue.object($0).text.utf8) }.joined(separator: ".")
        return "\(content).\(Base64URL.text(try signature(of: content, behaviour)))"
    }

    private func signature(of content: String, _ behaviour: Behaviour) throws -> [UInt8] {
        let digest = SHA256.hash(data: Array(content.utf8))
        if behaviour.algorithm == "RS256" {
            return Array(try rsa.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
        }
        return Array(try (behaviour.isForged ? other : elliptic).signature(for: digest).rawRepresentation)
    }

    func publishedKeys() throws -> SigningKeys {
        try SigningKeys(Array(JSONValue.object(["keys": .array(keys)]).text.utf8))
    }
}

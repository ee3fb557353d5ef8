import EventFormat
import SafeguardingModel

/// A provider's statement about who signed in (OpenID Connect Core 1.0, section 3.1.3.7), accepted only if everything
/// in it is right.
struct IdentityToken: Hashable, Sendable {
    /// The person, by the provider's own name for them, which is never reused for another.
    let subject: String

    /// The values that the token must have.
    struct Demands: Hashable, Sendable {
        var issuer: String
        var client: String
        var nonce: String
        /// The values of which one must be in `amr`, or be `acr`; empty requires none.
        var secondFactor: [String]
        var now: Instant
    }

    /// The most that the provider's clock may differ from ours.
    private static let slack: Span = .seconds(60)
    /// The greatest age of a token: an older one was not made for this sign-in.
    private static let oldest: Span = .minutes(10)

    /// Verifies a token.
    init(_ text: String, keys: SigningKeys, _ demands: Demands) throws(ProviderError) {
        let claims = try IdentityToken.signedClaims(text, keys)
        try IdentityToken.checkParties(claims, demands)
        try IdentityToken.checkTimes(claims, demands.now)
        try IdentityToken.checkFactor(claims, demands.secondFactor)
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count) else {
            throw .token("it does not say who signed in")
        }
        self.subject = subject
    }

    /// Returns the name of the key that a token claims to be signed with; nil where it is not such a token.
    static func keyName(of text: String) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        return json(parts[0])?["kid"]?.string
    }

    private static func signedClaims(_ text: String, _ keys: SigningKeys) throws(ProviderError) -> JSONValue {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 32_768, parts.count == 3, let header = json(parts[0]), header.object != nil else {
            throw .token("it has not the form of a signed token")
        }
        // Only keys that the provider published count, never those that a token contains.
        for name in ["crit", "jku", "jwk", "x5u", "x5c"] where header[name] != nil {
            throw .token("its header has '\(name)'")
        }
        guard let algorithm = header["alg"]?.string, let key = header["kid"]?.string, keys.contains(key) else {
            throw .token("it names no key that the provider published")
        }
        let content = Array("\(parts[0]).\(parts[1])".utf8)
        guard let signature = Base64URL.bytes(parts[2]),
            keys.isSigned(content, by: key, algorithm: algorithm, signature), let claims = json(parts[1])
        else { throw .token("its signature is not right") }
        return claims
    }

    private static func checkParties(_ claims: JSONValue, _ demands: Demands) throws(ProviderError) {
        guard claims["iss"]?.string == demands.issuer else { throw .token("another issuer made it") }
        let audience = claims["aud"]?.array?.compactMap(\.string) ?? [claims["aud"]?.string ?? ""]
        guard audience.contains(demands.client) else { throw .token("it was made for another client") }
        let party = claims["azp"]?.string
        guard audience.count == 1 ? party ?? demands.client == demands.client : party == demands.client else {
            throw .token("it was made for several clients, and not at this one's request")
        }
        guard let nonce = claims["nonce"]?.string, SecretToken.isEqual(nonce, demands.nonce) else {
            throw .token("it belongs to another sign-in")
        }
    }

    private static func checkTimes(_ claims: JSONValue, _ now: Instant) throws(ProviderError) {
        func time(_ name: String) -> Instant? {
            claims[name]?.integer.flatMap { (0...253_402_300_799).contains($0) ? Instant(seconds: $0) : nil }
        }
        guard let expires = time("exp"), expires + slack > now else { throw .token("its time is over") }
        guard let issued = time("iat"), issued - slack <= now else { throw .token("it is from the future") }
        guard now - issued <= oldest else { throw .token("it was made too long ago") }
        if claims["nbf"] != nil {
            guard let begins = time("nbf"), begins - slack <= now else { throw .token("its time has not come") }
        }
    }

    private static func checkFactor(_ claims: JSONValue, _ wanted: [String]) throws(ProviderError) {
        guard !wanted.isEmpty else { return }
        let said = (claims["amr"]?.array?.compactMap(\.string) ?? []) + [claims["acr"]?.string].compactMap(\.self)
        guard said.contains(where: wanted.contains) else {
            throw .token("it does not say that a second factor was used (\(wanted.joined(separator: ", ")))")
        }
    }

    private static func json(_ part: Substring) -> JSONValue? {
        Base64URL.bytes(part).flatMap { try? JSONReader.read($0) }
    }
}

import EventFormat
import SafeguardingModel

/// The provider's description of itself (OpenID Connect Discovery 1.0).
struct ProviderDocument: Hashable, Sendable {
    let authorization: String
    let token: String
    let keys: String
    /// The methods by which a client may prove itself; nil where the document does not say.
    let methods: [String]?

    /// Reads the document of an issuer.
    ///
    /// Every address in it must be at the issuer's origin: the desk calls no other.
    init(_ bytes: [UInt8], issuer: String) throws(ProviderError) {
        guard let json = try? JSONReader.read(bytes), json.object != nil else {
            throw .document("it is no JSON object")
        }
        guard json["issuer"]?.string == issuer else {
            throw .document("its issuer is not '\(issuer)'; copy it to the letter")
        }
        func address(_ name: String) throws(ProviderError) -> String {
            guard let text = json[name]?.string, let address = WebAddress(text) else {
                throw .document("\(name) is no https address")
            }
            guard address.origin == WebAddress(issuer)?.origin else {
                throw .document("\(name) lies on another host than the issuer")
            }
            return text
        }
        authorization = try address("authorization_endpoint")
        token = try address("token_endpoint")
        keys = try address("jwks_uri")
        methods = json["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string)
        if let methods = json["code_challenge_methods_supported"]?.array,
            !methods.contains(where: { $0.string == "S256" })
        {
            throw .document("it does not take PKCE with S256")
        }
    }

    /// Returns the address of an issuer's document.
    static func address(of issuer: String) -> String {
        "\(issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer)/.well-known/openid-configuration"
    }
}

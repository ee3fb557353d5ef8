import Accounts
import Crypto
import Testing

@Suite("A provider's keys")
struct SigningKeysTests {
    private let key = P256.Signing.PrivateKey()

    /// The public half of the key as a provider publishes it.
    private func published(_ members: String = #""kid":"ec-1","use":"sig","alg":"ES256""#) -> String {
        let point = Array(key.publicKey.rawRepresentation)
        let (x, y) = (Base64URL.text(point.prefix(32)), Base64URL.text(point.suffix(32)))
        return #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)",\#(members)}"#
    }

    private func keys(_ all: [String]) throws(ProviderError) -> SigningKeys {
        try SigningKeys(Array(#"{"keys":[\#(all.joined(separator: ","))]}"#.utf8))
    }

    @Test(
        "A key that the desk does not use keeps the others from nothing",
        arguments: [
            #"{"kty":"RSA","kid":"x","use":"enc","alg":"RSA-OAEP-256","n":"AQAB","e":"AQAB"}"#,
            #"{"kty":"oct","kid":"x","k":"AAAA"}"#, #"{"kty":"OKP","kid":"x","crv":"Ed448","x":"AAAA"}"#,
            #"{"kty":"EC","kid":"x","crv":"secp256k1","alg":"ES256K","x":"AAAA","y":"AAAA"}"#,
            #"{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"#, #"{"kid":"x"}"#, "7", "null",
        ]
    )
    func others(other: String) throws {
        let keys = try keys([other, published()])
        #expect(keys.contains("ec-1") && !keys.contains("x") && !keys.contains(""))
    }

    @Test("A key without an algorithm is for ES256; one for something else, or without a name, is none of ours")
    func uses() throws {
        #expect(try keys([published(#""kid":"ec-1""#)]).contains("ec-1"))
        for members in [#""kid":"ec-1","use":"enc""#, #""kid":"ec-1","alg":"ES384""#, #""use":"sig""#, #""kid":"""#] {
            #expect(throws: ProviderError.self, "\(members)") { try keys([published(members)]) }
        }
    }

    @Test("Two keys of one name are refused, whatever their order")
    func doubled() {
        #expect(throws: ProviderError.self) { try keys([published(), published()]) }
    }

    @Test("A signature counts under its key's name and for its key's algorithm alone")
    func signed() throws {
        let keys = try keys([published()])
        let content = Array("header.claims".utf8)
        let signature = Array(try key.signature(for: SHA256.hash(data: content)).rawRepresentation)
        #expect(keys.isSigned(content, by: "ec-1", algorithm: "ES256", signature))
        for algorithm in ["none", "HS256", "RS256", "ES384", "es256", ""] {
            #expect(!keys.isSigned(content, by: "ec-1", algorithm: algorithm, signature), "\(algorithm)")
        }
        for name in ["x", "", "EC-1"] { #expect(!keys.isSigned(content, by: name, algorithm: "ES256", signature)) }
        #expect(!keys.isSigned(content + [0], by: "ec-1", algorithm: "ES256", signature))
        #expect(!keys.isSigned(content, by: "ec-1", algorithm: "ES256", Array(signature.dropLast())))
    }
}

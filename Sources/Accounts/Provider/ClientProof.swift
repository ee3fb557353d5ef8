import DaemonKit
import Foundation
import SafeguardingModel

/// The way in which the desk proves to a provider which client it is.
enum ClientProof: Sendable {
    /// No proof: a public client, whose sign-ins PKCE alone protects.
    case none
    /// A secret that is sent each time and stays the same until somebody changes it.
    case secret(Secret)
    /// A signature, made for one address and one minute.
    case key(ClientKey)

    /// Returns the fields that it adds to the form.
    func fields(of client: String, for address: String, at now: Instant) throws(ProviderError) -> [(String, String)] {
        guard case .key(let key) = self else { return [] }
        return [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", try key.assertion(of: client, for: address, at: now)),
        ]
    }

    /// Returns the value of the header `Authorization`; nil for none.
    func authorization(of client: String) -> String? {
        guard case .secret(let secret) = self else { return nil }
        let pair = "\(FormText.encoded(client)):\(FormText.encoded(secret.revealed))"
        return "Basic \(Data(pair.utf8).base64EncodedString())"
    }
}

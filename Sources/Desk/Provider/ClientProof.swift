import DaemonKit
import Foundation
import SafeguardingModel

/// By what the desk proves to a provider which client it is.
enum ClientProof: Sendable {
    /// By nothing: a public client, whose sign-ins PKCE alone protects.
    case none
    /// By a secret that goes over the wire each time and stays the same until somebody changes it.
    case secret(Secret)
    /// By a signature, made for one address and one minute.
    case key(ClientKey)

    /// What goes into the form.
    func fields(of client: String, for address: String, at now: Instant) throws(ProviderFault) -> [(String, String)] {
        guard case .key(let key) = self else { return [] }
        return [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", try key.assertion(of: client, for: address, at: now)),
        ]
    }

    /// What stands in the header `Authorization`; nil for nothing.
    func authorization(of client: String) -> String? {
        guard case .secret(let secret) = self else { return nil }
        let pair = "\(FormText.encoded(client)):\(FormText.encoded(secret.revealed))"
        return "Basic \(Data(pair.utf8).base64EncodedString())"
    }
}

package import DaemonKit
import EventFormat
import SafeguardingModel

/// The identity provider: the address to which browsers are sent, and the subject of those who come back.
package actor Provider {
    package nonisolated let settings: ProviderSettings
    private let proof: ClientProof
    private let client = ProviderClient()
    private let clock: any WallClock
    private var document: (value: ProviderDocument, at: Instant)?
    private var keys: (value: SigningKeys, at: Instant)?

    /// The time for which the provider's document and keys are believed; `pause` is the least time between two fetches
    /// of the keys because of tokens.
    private static let trusted: Span = .hours(1)
    private static let pause: Span = .minutes(1)

    package init(_ settings: ProviderSettings, clock: any WallClock) throws(FileError) {
        self.settings = settings
        self.clock = clock
        proof = try settings.readProof()
    }

    /// Returns the address to which a browser is sent to sign in.
    ///
    /// The provider is asked to demand a new sign-in, since somebody else may have left a session open.
    package func address(for flow: SignInFlows.Flow) async throws(ProviderError) -> String {
        let document = try await currentDocument()
        let question = FormText.text([
            ("response_type", "code"), ("client_id", settings.client), ("redirect_uri", settings.returnAddress),
            ("scope", "openid"), ("state", flow.state), ("nonce", flow.nonce), ("code_challenge", flow.challenge),
            ("code_challenge_method", "S256"), ("prompt", "login"),
        ])
        return "\(document.authorization)\(document.authorization.contains("?") ? "&" : "?")\(question)"
    }

    /// Redeems the code that a browser brought back, and returns its subject.
    package func subject(of code: String, _ flow: SignInFlows.Flow) async throws(ProviderError) -> String {
        let document = try await currentDocument()
        let form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.returnAddress),
            ("client_id", settings.client), ("code_verifier", flow.verifier),
        ]
        let answer = try await client.post(
            form + proof.fields(of: settings.client, for: document.token, at: clock.now),
            to: document.token,
            authorization: proof.authorization(of: settings.client)
        )
        guard let text = (try? JSONReader.read(answer))?["id_token"]?.string else {
            throw .unreachable("no id_token came")
        }
        let demands = IdentityToken.Demands(
            issuer: settings.issuer,
            client: settings.client,
            nonce: flow.nonce,
            secondFactor: settings.secondFactor,
            now: clock.now
        )
        return try IdentityToken(text, keys: try await keys(for: text), demands).subject
    }

    /// Checks that the provider can be used at all.
    package func check() async throws(ProviderError) {
        let document = try await currentDocument()
        if case .key = proof, document.methods?.contains("private_key_jwt") == false {
            throw .document("it takes no client that proves itself by a key (private_key_jwt)")
        }
        _ = try await freshKeys()
    }

    private func currentDocument() async throws(ProviderError) -> ProviderDocument {
        if let document, clock.now - document.at < Provider.trusted { return document.value }
        let bytes = try await client.get(ProviderDocument.address(of: settings.issuer))
        let value = try ProviderDocument(bytes, issuer: settings.issuer)
        document = (value, clock.now)
        return value
    }

    /// Returns the keys that can verify a token, fetched again where the provider has changed them.
    private func keys(for token: String) async throws(ProviderError) -> SigningKeys {
        if let keys, clock.now - keys.at < Provider.trusted {
            let isKnown = IdentityToken.keyName(of: token).map(keys.value.contains) ?? false
            if isKnown || clock.now - keys.at < Provider.pause { return keys.value }
        }
        return try await freshKeys()
    }

    private func freshKeys() async throws(ProviderError) -> SigningKeys {
        let value = try SigningKeys(await client.get(currentDocument().keys))
        keys = (value, clock.now)
        return value
    }
}

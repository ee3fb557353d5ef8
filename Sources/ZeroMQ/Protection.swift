/// The reach and protection of a socket, decided once when it is made.
enum Protection: Sendable {
    /// No encryption: within the process only.
    case none
    /// Encrypted, and every peer is admitted by this authenticator.
    case server(ZAPAuthenticator)
    /// Encrypted, and the server proves its key.
    case client
    /// Anything goes; tests use it to show what libzmq does by itself, and the API cannot reach it.
    case waived

    enum Verb: String {
        case bind, connect
    }

    /// Whether options of encryption and admission are fixed.
    var isSealed: Bool {
        switch self {
        case .server, .client: true
        case .none, .waived: false
        }
    }

    /// Whether the name of a sender was given by an authenticator, and not by the sender.
    var namesPeers: Bool {
        switch self {
        case .server, .waived: true
        case .none, .client: false
        }
    }

    /// Refuses an endpoint that this socket would serve less safely than promised.
    func permit(_ verb: Verb, _ endpoint: String) throws(ZeroMQError) {
        switch (self, verb) {
        case (.waived, _), (.client, .connect): return
        case (.server(let authenticator), .bind): return try authenticator.requireAnswering()
        case (.none, _) where endpoint.hasPrefix("inproc://"): return
        case (.none, _): throw refusal(verb, endpoint, "without encryption only inproc:// endpoints are allowed")
        case (.server, .connect): throw refusal(verb, endpoint, "a server socket only binds")
        case (.client, .bind): throw refusal(verb, endpoint, "a client socket only connects")
        }
    }

    private func refusal(_ verb: Verb, _ endpoint: String, _ text: String) -> ZeroMQError {
        ZeroMQError(.notPermitted, operation: verb.rawValue, endpoint: endpoint, text: text)
    }
}

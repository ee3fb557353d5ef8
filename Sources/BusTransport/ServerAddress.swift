public import ZeroMQ

/// The aggregator's address, its key, and the client's own keys.
public struct ServerAddress: Sendable {
    /// The endpoint on which it listens, like `tcp://aggregator.example:7400`.
    public var endpoint: String
    /// The key that the aggregator must hold.
    public var serverKey: CurvePublicKey
    /// The client's own keys.
    public var clientKeys: CurveKeyPair

    /// Makes an address from its three parts.
    public init(endpoint: String, serverKey: CurvePublicKey, clientKeys: CurveKeyPair) {
        self.endpoint = endpoint
        self.serverKey = serverKey
        self.clientKeys = clientKeys
    }
}

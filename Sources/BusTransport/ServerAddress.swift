public import ZeroMQ

/// Where the aggregator is, how it proves itself, and as whom one comes.
public struct ServerAddress: Sendable {
    /// Where it listens, like `tcp://aggregator.example:7400`.
    public var endpoint: String
    /// The key that the aggregator must hold.
    public var serverKey: CurvePublicKey
    /// One's own keys.
    public var clientKeys: CurveKeyPair

    /// Names all three.
    public init(endpoint: String, serverKey: CurvePublicKey, clientKeys: CurveKeyPair) {
        self.endpoint = endpoint
        self.serverKey = serverKey
        self.clientKeys = clientKeys
    }
}

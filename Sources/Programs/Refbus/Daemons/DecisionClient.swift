import Aggregator
import BusTransport
import DaemonKit
import Journal
import SafeguardingModel
import ZeroMQ

/// A client that writes a person's decisions into a running aggregator's journal, over the bus, with the operator's
/// key.
final class DecisionClient {
    private let address: ServerAddress
    private let position: Position
    private let context: Context

    init(follow: String, operatorKey: String, aggregatorKey: String, after position: Position = 0) throws {
        let keys = try KeyFile(reading: operatorKey)
        let server = try PublicKeyFile(reading: aggregatorKey)
        address = ServerAddress(
            endpoint: follow,
            serverKey: try CurvePublicKey(z85: server.publicKey),
            clientKeys: try CurveKeyPair(
                publicKey: CurvePublicKey(z85: keys.publicKey),
                secretKey: CurveSecretKey(z85: keys.secretKey.revealed)
            )
        )
        self.position = position
        context = try Context()
    }

    convenience init(_ site: TargetSite) throws {
        try self.init(
            follow: site.ports.follow,
            operatorKey: site.site.keyFile("operator"),
            aggregatorKey: site.site.publicKeyFile("aggregator")
        )
    }

    /// Writes a decision, and returns its position.
    func decide(_ decision: Decision) async throws -> Position {
        let follower = Follower(context: context, server: address, after: self.position) { _ in }
        await follower.start()
        let decided = try await follower.decide(EntryCodec.bytes(of: decision))
        await follower.stop()
        return decided
    }
}

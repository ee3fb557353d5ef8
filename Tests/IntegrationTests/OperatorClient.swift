import BusProtocol
import BusTransport
import DaemonKit
import SafeguardingModel
import ZeroMQ

/// An operator that decides over the bus, without the checks that `refbus` makes first.
struct OperatorClient {
    private let context: Context
    private let address: ServerAddress

    init(_ site: TestSite) throws {
        let own = try KeyFile(reading: "\(site.folder)/keys/operator.key")
        let aggregator = try PublicKeyFile(reading: "\(site.folder)/keys/aggregator.pub")
        context = try Context()
        address = ServerAddress(
            endpoint: "tcp://127.0.0.1:\(site.port + 1)",
            serverKey: try CurvePublicKey(z85: aggregator.publicKey),
            clientKeys: try CurveKeyPair(
                publicKey: CurvePublicKey(z85: own.publicKey),
                secretKey: CurveSecretKey(z85: own.secretKey.revealed)
            )
        )
    }

    /// The position of a decision, given as its JSON, or the sentence with which it was refused.
    func decide(_ json: String) async -> Result<Position, ConnectionError> {
        let follower = Follower(context: context, server: address, after: 0) { _ in }
        await follower.start()
        let outcome: Result<Position, ConnectionError>
        do throws(ConnectionError) { outcome = .success(try await follower.decide(Array(json.utf8))) } catch {
            outcome = .failure(error)
        }
        await follower.stop()
        return outcome
    }
}

import BusTransport
import DaemonKit
import SafeguardingModel
import ZeroMQ

extension AdapterConfiguration {
    /// Returns the aggregator's address with the keys of both sides, or throws what is wrong with one of them.
    func server() throws(DaemonKit.FileError) -> ServerAddress {
        ServerAddress(endpoint: publish, serverKey: try serverKey(), clientKeys: try clientKeys())
    }

    /// Returns the agency's own keys.
    func clientKeys() throws(DaemonKit.FileError) -> CurveKeyPair {
        let file = try KeyFile(reading: key)
        guard file.name == agency.rawValue else {
            throw FileError(
                path: key,
                message: "this is the key of '\(file.name)', and the adapter is that of '\(agency)'"
            )
        }
        do {
            return try CurveKeyPair(
                publicKey: CurvePublicKey(z85: file.publicKey),
                secretKey: CurveSecretKey(z85: file.secretKey.revealed)
            )
        } catch {
            throw FileError(path: key, message: "\(error)")
        }
    }

    /// Returns the key that the aggregator must hold.
    func serverKey() throws(DaemonKit.FileError) -> CurvePublicKey {
        let isKey = isAggregatorKeyWritten
        let text = isKey ? aggregatorKey : try PublicKeyFile(reading: aggregatorKey).publicKey
        do {
            return try CurvePublicKey(z85: text)
        } catch {
            throw FileError(path: isKey ? "aggregator.key" : aggregatorKey, message: "\(error)")
        }
    }
}

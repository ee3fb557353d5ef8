import BusTransport
import DaemonKit
import SafeguardingModel
import ZeroMQ

extension AdapterConfiguration {
    /// Returns the aggregator's address with the keys of both sides, or throws what is wrong with one of them.
    func server() throws(DaemonKit.FileFault) -> ServerAddress {
        ServerAddress(endpoint: publish, serverKey: try serverKey(), clientKeys: try clientKeys())
    }

    /// Returns the agency's own keys.
    func clientKeys() throws(DaemonKit.FileFault) -> CurveKeyPair {
        let file = try KeyFile(reading: key)
        guard file.name == agency.rawValue else {
            throw FileFault(
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
            throw FileFault(path: key, message: "\(error)")
        }
    }

    /// Returns the key that the aggregator must hold.
    func serverKey() throws(DaemonKit.FileFault) -> CurvePublicKey {
        let isKey = isAggregatorKeyWritten
        let text = isKey ? aggregatorKey : try PublicKeyFile(reading: aggregatorKey).publicKey
        do {
            return try CurvePublicKey(z85: text)
        } catch {
            throw FileFault(path: isKey ? "aggregator.key" : aggregatorKey, message: "\(error)")
        }
    }
}

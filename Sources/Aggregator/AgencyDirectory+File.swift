import BusProtocol
import DaemonKit
import SafeguardingModel
import StrictYAML
import ZeroMQ

extension AgencyDirectory {
    /// Makes the policy of the register of keys. A holder without a key is admitted nowhere.
    init(_ register: AgenciesFile, file: String) throws {
        var holders: [Holder] = []
        for entry in register.holders {
            let keys = try ([entry.key] + entry.formerKeys).filter { !$0.isEmpty }.map { text in
                do { return try CurvePublicKey(z85: text).bytes } catch {
                    throw YAMLError(
                        file: file,
                        line: 0,
                        message: "the key of '\(entry.name)' is no public key: \(error)"
                    )
                }
            }
            holders.append(
                Holder(
                    name: entry.name,
                    role: entry.role.onTheBus,
                    sector: entry.agency?.sector ?? Sector(rawValue: "desk"),
                    keys: keys,
                    isRevoked: entry.status == .revoked
                )
            )
        }
        self.init(holders)
    }
}

extension AgenciesFile.Role {
    fileprivate var onTheBus: KeyRole {
        switch self {
        case .agency: .agency
        case .desk: .desk
        case .operatorTool: .operator
        }
    }
}

extension CurveKeyPair {
    /// Reads the pair that a key file holds.
    init(_ file: KeyFile) throws {
        try self.init(
            publicKey: CurvePublicKey(z85: file.publicKey),
            secretKey: CurveSecretKey(z85: file.secretKey.revealed)
        )
    }
}

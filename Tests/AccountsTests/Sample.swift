import Accounts
import DaemonKit
import Foundation
import SafeguardingModel

/// The values that the tests of accounts share.
enum Sample {
    static let password = "four quiet sample words"
    /// scrypt's N here: the least that there is.
    static let cost = 1 << 10
    /// Mon 4 Jan 2016 09:00 in London.
    static let start = Instant(seconds: 1_451_898_000)

    /// The files of accounts that nobody has made yet, in a folder of their own.
    static func files() -> AccountFiles {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("accounts-\(UUID().uuidString)").path
        return AccountFiles(accounts: "\(folder)/access/accounts.yaml", key: "\(folder)/keys/accounts.key")
    }

    static func remove(_ files: AccountFiles) {
        try? FileManager.default.removeItem(atPath: Path.parent(of: Path.parent(of: files.accounts)))
    }
}

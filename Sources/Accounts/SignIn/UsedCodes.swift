import DaemonKit
import Foundation
import Synchronization

/// The last step whose code was used, by account, so that each code works once, also after a restart.
///
/// A code is refused where its use cannot be written to the file.
package final class UsedCodes: Sendable {
    private let file: String
    private let steps: Mutex<[String: Int64]>

    /// Reads the steps in a file; a file that cannot be read ends the start, so that no step is forgotten.
    package init(file: String) throws {
        self.file = file
        let known =
            Files.exists(file) ? try JSONDecoder().decode([String: Int64].self, from: Data(Files.read(file))) : [:]
        steps = Mutex(known)
    }

    /// Uses the step that `find` returns for the last one used; false where it returns none, or it cannot be written.
    func take(_ account: String, _ find: (Int64) -> Int64?) -> Bool {
        steps.withLock { steps in
            guard let step = find(steps[account] ?? 0) else { return false }
            var after = steps
            after[account] = step
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            guard let data = try? encoder.encode(after), (try? Files.write([UInt8](data), to: file, mode: 0o600)) != nil
            else { return false }
            steps = after
            return true
        }
    }
}

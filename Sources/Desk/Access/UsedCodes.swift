import DaemonKit
import Foundation
import Synchronization

/// Of every account the last step whose code was used, so that each code opens the door once, and no restart opens it
/// again.
///
/// A code that cannot be written down is not taken.
final class UsedCodes: Sendable {
    private let file: String
    private let steps: Mutex<[String: Int64]>

    /// The steps that a file holds; one that cannot be read ends the start rather than forget them.
    init(file: String) throws {
        self.file = file
        let known =
            Files.exists(file) ? try JSONDecoder().decode([String: Int64].self, from: Data(Files.read(file))) : [:]
        steps = Mutex(known)
    }

    /// Takes the step that `find` gives for the last one used; false where it gives none, or it cannot be written down.
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
